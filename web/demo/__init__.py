"""Demonstration data: clearly fictitious organisations, people named by their role."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select

from engine import bundle as bundles
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments
from engine.db import Record, records
from engine.errors import Refused
from engine.models import definition, deployment
from engine.process_engine import ProcessEngine
from web.demo import replays, seldom, story, winners
from web.demo.story import Organisation
from web.models import account as account_table
from web.people import accounts

DEPLOYER = "demo"
PASSWORD = "laurel-demo"  # noqa: S105 (printed at every start of a demonstration)

# (account, name on pages, groups)
PEOPLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("office", "区审定办经办", ("jingan.office-clerk",)),
    ("office2", "区审定办复核", ("jingan.office-clerk", "shared.calendar-keeper")),
    ("lead", "区审定办负责人", ("jingan.office-lead", "jingan.office-clerk", "shared.calendar-keeper")),
    ("reviewer1", "评审员甲", ("jingan.review-group",)),
    ("reviewer2", "评审员乙", ("jingan.review-group",)),
    ("leader", "评审组组长", ("jingan.review-leader", "jingan.review-group")),
    ("committee", "审定委委员", ("jingan.committee",)),
    ("approver", "区政府审批", ("jingan.approver",)),
    ("discipline", "区纪检监察部门", ("jingan.discipline",)),
    ("evaluator", "第三方评估机构", ("jingan.third-party",)),
    ("follow-up", "区市场监管局跟踪", ("jingan.follow-up",)),
    ("archive", "档案管理", ("jingan.archive",)),
    ("owner", "流程负责人", ("jingan.process-owner", "shared.process-owner")),
    ("owner2", "流程负责人（协办）", ("jingan.process-owner", "shared.process-owner")),
    ("releaser", "流程批准人", ("jingan.process-approver", "shared.process-approver")),
    ("applicant1", "示例精密仪器有限公司", ("jingan.applicant",)),
    ("applicant2", "示例医疗器械有限公司", ("jingan.applicant",)),
    ("applicant3", "示例社区卫生服务中心", ("jingan.applicant",)),
    ("applicant4", "示例餐饮管理有限公司", ("jingan.applicant",)),
    ("applicant5", "示例供应链股份有限公司", ("jingan.applicant",)),
    ("applicant6", "示例检测认证有限公司", ("jingan.applicant",)),
    ("applicant7", "示例数字装备有限公司", ("jingan.applicant",)),
    ("applicant8", "示例物业服务有限公司", ("jingan.applicant",)),
)
# The other schemes, as far as their stories are played.
OTHERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("hk-office", "虹口审定办经办", ("hongkou.office-clerk", "hongkou.follow-up", "hongkou.archive")),
    ("hk-lead", "虹口审定办负责人", ("hongkou.office-lead", "hongkou.office-clerk")),
    ("hk-recommender", "推荐机构（示例行业协会）", ("hongkou.recommender-association",)),
    ("hk-recommender2", "推荐机构（示例街道）", ("hongkou.recommender-sub-district",)),
    ("hk-reviewer", "虹口评审员", ("hongkou.review-group",)),
    ("hk-leader", "虹口评审组组长", ("hongkou.review-leader", "hongkou.review-group")),
    ("hk-committee", "虹口审定委委员", ("hongkou.committee",)),
    ("hk-approver", "虹口区政府审批", ("hongkou.approver",)),
    ("hk-owner", "虹口奖流程负责人", ("hongkou.process-owner",)),
    ("hk-releaser", "虹口奖流程批准人", ("hongkou.process-approver",)),
    ("hk-applicant1", "示例医疗器械有限公司（虹口）", ("hongkou.applicant",)),
    ("hk-applicant2", "示例餐饮管理有限公司（虹口）", ("hongkou.applicant",)),
    ("hk-applicant3", "示例计量师", ("hongkou.applicant",)),
    ("hk-applicant4", "示例节能科技有限公司", ("hongkou.applicant",)),
    ("hk-applicant5", "示例航运服务有限公司", ("hongkou.applicant",)),
    ("as-office", "质协工作办公室经办", ("association.office-clerk",)),
    ("as-lead", "质协工作办公室负责人", ("association.office-lead", "association.office-clerk")),
    ("as-reviewer", "质协评审专家甲", ("association.review-group",)),
    ("as-reviewer2", "质协评审专家乙", ("association.review-group",)),
    ("as-leader", "质协评审组组长", ("association.review-leader", "association.review-group")),
    ("as-committee", "质协审定委委员", ("association.committee",)),
    ("as-approver", "上海市质量协会", ("association.approver",)),
    ("as-applicant1", "示例精密仪器有限公司（质协）", ("association.applicant",)),
    ("as-applicant2", "示例检测集团有限公司", ("association.applicant",)),
    ("as-applicant3", "示例车间数字化项目组", ("association.applicant",)),
    ("as-applicant4", "示例公司总经理", ("association.applicant",)),
    ("as-applicant5", "示例公司质量部长", ("association.applicant",)),
    ("as-applicant6", "示例公司班组长", ("association.applicant",)),
    ("sh-office", "市审定办经办", ("shanghai.office-clerk", "shanghai.office-lead")),
    ("sh-expert", "市质量专家", ("shanghai.expert",)),
    ("sh-applicant", "示例半导体设备有限公司", ("shanghai.applicant",)),
)
CREDIT_CODES = (
    "91310106DEMEX00012",
    "91310106DEMEX00025",
    "91310106DEMEX00038",
    "91310106DEMEX0004B",
    "91310106DEMEX0005E",
    "91310106DEMEX0006H",
    "91310106DEMEX0007L",
    "91310106DEMEX0008P",
)
ADMINISTRATOR = ("admin", "系统管理员")


def furnish(pe: ProcessEngine, processes: Path, told: Callable[[str], object] = lambda _line: None) -> None:
    """Deploy the processes and, once, make the accounts. Later starts find everything as it was left."""
    _deploy(pe, bundles.read_folder(processes), told)
    with pe.database.reading() as connection:
        furnished = connection.execute(select(account_table.c.name).limit(1)).first()
    if furnished:
        return
    told("准备演示数据 …")
    hashed = accounts.hash_password(PASSWORD)  # one for all: it is printed anyway
    for name, shown, groups in (*PEOPLE, *OTHERS):
        accounts.write(pe.database, name, shown, hashed, groups)
    accounts.write(pe.database, *ADMINISTRATOR, hashed, admin=True)
    winners.enter(pe)
    _live(pe, processes)


def _deploy(pe: ProcessEngine, files: dict[str, bytes], told: Callable[[str], object]) -> None:
    """The folder, without taking back what was approved on the pages since the folder's text was deployed."""
    with pe.database.reading() as connection:
        approved = _approved(connection, files)
    try:
        deployments.deploy(pe, {**files, **approved}, Actor(DEPLOYER))
    except Refused:
        if not approved:
            raise
        told(f"批准过的 {'、'.join(sorted(approved))} 与目录里的新文件合不到一起，已按目录部署。")
        deployments.deploy(pe, files, Actor(DEPLOYER))


def _approved(connection: Connection, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Diagrams whose newest version somebody approved, while the folder holds a text that was deployed before."""
    joined = definition.join(deployment, deployment.c.id == definition.c.deployment_id)
    query = select(definition.c.file, definition.c.diagram, deployment.c.deployed_by).select_from(joined)
    versions: dict[str, list[Record]] = {}
    for row in records(connection, query.order_by(definition.c.version)):
        versions.setdefault(row["file"], []).append(row)
    return {
        path: rows[-1]["diagram"]
        for path, rows in versions.items()
        if rows[-1]["deployed_by"] != DEPLOYER and any(row["diagram"] == files.get(path) for row in rows)
    }


def _live(pe: ProcessEngine, processes: Path) -> None:
    """The past is lived on a lent clock; afterwards the machine's clock goes on."""
    now, real = pe.now(), pe.clock
    clock = LentClock(now - timedelta(days=120))
    applicants = [person for person in PEOPLE if person[0].startswith("applicant")]
    organisations = [
        Organisation(name, shown, code)
        for (name, shown, _), code in zip(applicants, CREDIT_CODES, strict=True)
    ]
    people = {name: frozenset(groups) for name, _, groups in (*PEOPLE, *OTHERS)}
    pe.clock = clock
    try:
        replays.play(pe, clock, processes, people, now)
        clock.set(now - timedelta(days=120))
        met = partial(seldom.supervise, who=organisations[0])
        story.live(pe, clock, organisations, now, (met, seldom.evaluate))
    finally:
        pe.clock = real


def sign_ins() -> str:
    """The demonstration's sign-ins, as lines for a terminal."""
    everybody = [*((name, shown) for name, shown, _ in (*PEOPLE, *OTHERS)), ADMINISTRATOR]
    width = max(len(name) for name, _ in everybody)
    lines = [f"    {name:{width}}  {shown}" for name, shown in everybody]
    return "\n".join([f"  演示帐号（密码都是 {PASSWORD}）：", *lines, ""])
