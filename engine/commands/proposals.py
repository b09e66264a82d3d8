"""Commands on what was put forward: propose, withdraw; and, by somebody who did not draw it, accept or decline."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from engine.actor import Actor
from engine.bundle import Bundle
from engine.commands import deployments
from engine.commands.diagrams import (
    DiagramConflict,
    NothingDrawn,
    SavedMeanwhile,
    alone,
    begin_draft,
    check,
    end_draft,
    read,
    seen,
    stands_on_newest,
)
from engine.db import Record, one_at_a_time
from engine.errors import Invalid, NotAllowed, Refused
from engine.models import deployment, proposal
from engine.process_engine import ProcessEngine
from engine.queries import diagrams
from engine.queries.diagram_changes import changes
from engine.sentence import Sentence
from engine.unit import Unit, unit

LONGEST = 2000  # characters of a reason


class NothingProposed(DiagramConflict):
    """“{name}”现在没有这份送审的内容，可能刚刚已被撤回或办理；请刷新页面。"""

    code = "nothing-proposed"


class NothingChanged(DiagramConflict):
    """“{name}”的草稿与部署中的第 {version} 版没有不同，不用审批；不再改的话，可以放弃草稿。"""

    code = "nothing-changed"


class Outdated(DiagramConflict):
    """“{name}”现在部署的是第 {version} 版（{who}），送审的是在更早的版本上画的，没有部署，以免盖掉新版。请退回，由画图的人在新版上重画。"""

    code = "outdated"


class DeployedBeside(DiagramConflict):
    """就在这一刻，有人部署了别的文件；“{name}”没有部署，什么都没有改变。请再批准一次。"""

    code = "deployed-beside"


class NotProposable(Refused):
    """{file}：还有 {count} 处错误，没有提交审批，草稿不受影响。{first}"""

    code = "not-proposable"


class NotDeployable(Refused):
    """{file}：与现在部署的其他文件放在一起有 {count} 处错误，没有部署，什么都没有改变。{first}"""

    code = "not-deployable"


class OwnHands(NotAllowed):
    """“{what}”是您自己画的或提交的，须由另一位流程批准人决定。"""

    code = "own-hands"


def propose(pe: ProcessEngine, process_id: str, opened: str, reason: str, by: Actor) -> int:
    """Put the draft forward for approval by somebody else; the number of the proposal.

    `opened` is the digest of the draft that was read, `reason` says why the diagram is to change.
    Raises NotFound, NotAllowed, Invalid, NotProposable (with the errors), DiagramConflict.
    """
    reason = _told(reason, Sentence("请写明修改理由，批准的人要看。"))
    with pe.database.reading() as connection:
        row = seen(connection, process_id, by)
    draft = row["draft"]
    if draft is not None and row["draft_digest"] == opened and not changes(row["diagram"], draft):
        raise NothingChanged(name=row["name"], version=row["version"])
    # Reading a whole bundle is slow: it happens before the transaction, and the digest says that nothing changed since.
    findings = check(pe, process_id, draft, by) if draft is not None else []
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise NotProposable(errors)
    with unit(pe, by) as work:
        row = alone(work, process_id, diagrams.DRAWS)
        stands_on_newest(row)
        if row["draft_id"] is None:
            raise NothingDrawn(name=row["name"], act="提交")
        if row["draft_digest"] != opened or row["draft"] != draft:
            raise SavedMeanwhile(name=row["name"], who=row["saved_by"])
        end_draft(work, row, "proposed")
        values = {
            "file": row["file"],
            "process_id": row["process_id"],
            "content": row["draft"],
            "digest": row["draft_digest"],
            "base_digest": row["draft_base"],
            "status": "proposed",
            "reason": reason,
            "drawn_by": row["draft_hands"],
            "proposed_at": pe.now(),
            "proposed_by": by.name,
        }
        made = work.connection.execute(insert(proposal).returning(proposal.c.id), values)
        return int(made.scalar_one())


def withdraw(pe: ProcessEngine, process_id: str, by: Actor) -> None:
    """Take the proposal back; what was drawn is a draft again. Raises NotFound, NotAllowed, NothingProposed."""
    with unit(pe, by) as work:
        row = alone(work, process_id, diagrams.DRAWS)
        if row["proposal_id"] is None:
            raise NothingProposed(name=row["name"])
        _end(work, row, status="withdrawn")
        _draft_again(work, row, by.name)


def accept(pe: ProcessEngine, process_id: str, opened: str, by: Actor) -> int:
    """Deploy the proposal whose digest is `opened`; the version that it became.

    Raises NotFound, NotAllowed, OwnHands, NotDeployable (with the errors), DiagramConflict.
    """
    with pe.database.reading() as connection:
        row = _decidable(seen(connection, process_id, by), opened, by)
        before = _newest_deployment(connection)
        deployed = diagrams.deployed_files(connection)
    bundle = _bundle(pe, deployed, row)
    with unit(pe, by) as work:
        row = _decidable(alone(work, process_id, diagrams.DECIDES), opened, by)
        if row["proposal_base"] != row["digest"]:
            raise Outdated(name=row["name"], who=row["deployed_by"], version=row["version"])
        one_at_a_time(work.connection, "deployment")
        if _newest_deployment(work.connection) != before:
            raise DeployedBeside(name=row["name"])  # what was read together is not what stands now
        done = deployments.within(work, bundle)
        version = next(d["version"] for d in done.definitions if d["process"] == process_id)
        _end(work, row, status="accepted", version=version)
        return int(version)


def decline(pe: ProcessEngine, process_id: str, opened: str, reason: str, by: Actor) -> None:
    """Send the proposal back as a draft, with the reason. Raises NotFound, NotAllowed, OwnHands, Invalid, DiagramConflict."""
    with unit(pe, by) as work:
        row = _decidable(alone(work, process_id, diagrams.DECIDES), opened, by)
        reason = _told(reason, Sentence("请写明退回的理由，画图的人要看。"))
        _end(work, row, status="declined", answer=reason)
        _draft_again(work, row, row["proposed_by"])


def _told(reason: str, wanted: Sentence) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": wanted})
    if len(reason) > LONGEST:
        raise Invalid(
            {"reason": Sentence("理由不超过 {most} 个字，现在有 {n} 个字。", most=LONGEST, n=len(reason))}
        )
    return reason


def _decidable(row: Record, opened: str, by: Actor) -> Record:
    """The row, if what was read is what stands there, and other hands drew it."""
    if row["proposal_id"] is None or row["proposal_digest"] != opened:
        raise NothingProposed(name=row["name"])
    if by.name in diagrams.hands(row):
        raise OwnHands(what=row["name"])
    return row


def _bundle(pe: ProcessEngine, deployed: dict[str, bytes], row: Record) -> Bundle:
    """Everything that is deployed with the proposal in its place. Raises NotDeployable.

    What was broken before (an old diagram whose form is gone) is left as it stands and not deployed anew.
    """
    ours = {row["file"]: row["proposal"]}
    bundle = read(pe, {**deployed, **ours})
    if bundle.errors:
        broken = {finding.file for finding in read(pe, deployed).errors}
        sound = {path: text for path, text in deployed.items() if path not in broken}
        bundle = read(pe, {**sound, **ours})
    if bundle.errors:
        raise NotDeployable(bundle.errors)
    return bundle


def _newest_deployment(connection: Connection) -> int | None:
    return connection.execute(select(func.max(deployment.c.id))).scalar()


def _end(work: Unit, row: Record, **values: Any) -> None:
    ended = {"ended_at": work.pe.now(), "ended_by": work.actor.name, **values}
    work.connection.execute(update(proposal).where(proposal.c.id == row["proposal_id"]).values(ended))


def _draft_again(work: Unit, row: Record, owner: str) -> None:
    kept = {"content": row["proposal"], "digest": row["proposal_digest"], "base_digest": row["proposal_base"]}
    saved = {"owner": owner, "saved_at": work.pe.now(), "saved_by": owner, "drawn_by": row["drawn_by"]}
    begin_draft(work, row, {**kept, **saved})
