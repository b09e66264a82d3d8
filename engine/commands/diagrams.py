"""Commands on diagrams that are not deployed: check, keep as a draft, give up, put forward, withdraw."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, update

from engine import bundle as bundles
from engine.actor import Actor
from engine.db import Record, one_at_a_time
from engine.errors import Finding, LaurelError, NotFound, Refused
from engine.models import draft_diagram, proposal
from engine.process_engine import ProcessEngine
from engine.queries import diagrams
from engine.unit import Unit, unit
from engine.xml import parse_xml


class DiagramConflict(LaurelError):
    """“{name}”已经有了别的变化，这次没有保存。"""

    code, status = "diagram-conflict", 409


class SavedMeanwhile(DiagramConflict):
    """“{name}”在您打开之后，已由{who}改过草稿；这次没有保存，您画的还在浏览器里。请先下载留底，再刷新页面，在最新的草稿上重画。"""

    code = "saved-meanwhile"


class DeployedMeanwhile(DiagramConflict):
    """“{name}”现在部署的是第 {version} 版（{who}），您画的底稿不是这一版；没有保存，以免盖掉新版，您画的还在浏览器里。请先下载留底，放弃旧草稿，再刷新页面，在新版上重画。"""

    code = "deployed-meanwhile"


class UnderApproval(DiagramConflict):
    """“{name}”已由{who}提交审批，批准之前不能再改；要改，请先撤回。"""

    code = "under-approval"


class NothingDrawn(DiagramConflict):
    """“{name}”没有可以{act}的内容，可能刚刚已被别人处理；请刷新页面。"""

    code = "nothing-drawn"


class NotProposable(Refused):
    """{file}：还有 {count} 处错误，没有提交审批，草稿不受影响。{first}"""

    code = "not-proposable"


def check(pe: ProcessEngine, process_id: str, content: bytes, by: Actor) -> list[Finding]:
    """What deployment would say of this text among all that is deployed; errors first. Raises NotFound.

    Findings about other files are told only where this text is their cause.
    """
    with pe.database.reading() as connection:
        row = _mine(connection, process_id, by)
        deployed = diagrams.deployed_files(connection)
    found = _read(pe, {**deployed, row["file"]: content})
    elsewhere = [f for f in found if f.file != row["file"] and f.severity == "error"]
    if elsewhere:
        before = {(f.file, f.rule, f.message) for f in _read(pe, deployed)}
        elsewhere = [f for f in elsewhere if (f.file, f.rule, f.message) not in before]
    own = [f for f in found if f.file == row["file"]]
    return sorted(own + elsewhere, key=lambda f: (f.severity != "error", f.file != row["file"], f.line or 0))


def save(pe: ProcessEngine, process_id: str, content: bytes, opened: str, by: Actor) -> str:
    """Keep a drawing; the digest of what is kept now. `opened` is the digest of the text that was drawn on.

    Raises NotFound, Refused (what does not come through the door for XML), DiagramConflict.
    """
    with pe.database.reading() as connection:
        parse_xml(content, _mine(connection, process_id, by)["file"])
    digest, now = diagrams.digest_of(content), pe.now()
    with unit(pe, by) as work:
        row = _alone(work, process_id)
        _stands_on_newest(row)
        if opened != (row["draft_digest"] or row["digest"]):
            raise _changed(row)
        kept = {"content": content, "digest": digest, "saved_at": now, "saved_by": by.name}
        if row["draft_id"] is not None:
            work.connection.execute(update(draft_diagram).where(_this(row)).values(kept))
        else:
            _begin(work, row, {**kept, "base_digest": row["digest"]})
    return digest


def discard(pe: ProcessEngine, process_id: str, by: Actor) -> None:
    """Give the draft up. Its row stays, with who and when. Raises NotFound, NothingDrawn."""
    with unit(pe, by) as work:
        row = _alone(work, process_id)
        if row["draft_id"] is None:
            raise NothingDrawn(name=row["name"], act="放弃")
        _end_draft(work, row, "discarded")


def propose(pe: ProcessEngine, process_id: str, opened: str, by: Actor) -> int:
    """Put the draft forward for approval by somebody else; the number of the proposal.

    Raises NotFound, NotProposable (with the errors), DiagramConflict.
    """
    with pe.database.reading() as connection:
        draft = _mine(connection, process_id, by)["draft"]
    # Reading a whole bundle is slow: it happens before the transaction, and the digest says that nothing changed since.
    findings = check(pe, process_id, draft, by) if draft is not None else []
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise NotProposable(errors)
    with unit(pe, by) as work:
        row = _alone(work, process_id)
        _stands_on_newest(row)
        if row["draft_id"] is None:
            raise NothingDrawn(name=row["name"], act="提交")
        if row["draft_digest"] != opened or row["draft"] != draft:
            raise _changed(row)
        _end_draft(work, row, "proposed")
        values = {
            "file": row["file"],
            "process_id": row["process_id"],
            "content": row["draft"],
            "digest": row["draft_digest"],
            "base_digest": row["draft_base"],
            "status": "proposed",
            "proposed_at": pe.now(),
            "proposed_by": by.name,
        }
        made = work.connection.execute(insert(proposal).returning(proposal.c.id), values)
        return int(made.scalar_one())


def withdraw(pe: ProcessEngine, process_id: str, by: Actor) -> None:
    """Take the proposal back; what was drawn is a draft again. Raises NotFound, NothingDrawn."""
    with unit(pe, by) as work:
        row = _alone(work, process_id)
        if row["proposal_id"] is None:
            raise NothingDrawn(name=row["name"], act="撤回")
        ended = {"status": "withdrawn", "ended_at": pe.now(), "ended_by": by.name}
        work.connection.execute(update(proposal).where(proposal.c.id == row["proposal_id"]).values(ended))
        kept = {"content": row["proposal"], "digest": row["proposal_digest"], "saved_at": pe.now()}
        _begin(work, row, {**kept, "saved_by": by.name, "base_digest": row["proposal_base"]})


def _read(pe: ProcessEngine, files: dict[str, bytes]) -> list[Finding]:
    bundle = bundles.read(files, job_types=pe.registries.handlers, functions=pe.lent_functions)
    return bundle.findings


def _mine(connection: Connection, process_id: str, by: Actor) -> Record:
    row = diagrams.one(connection, by, process_id)
    if row is None:
        raise NotFound(what="这张流程图")
    return row


def _alone(work: Unit, process_id: str) -> Record:
    """The diagram as it stands, and nobody else changes it until this transaction ends."""
    one_at_a_time(work.connection, "diagram", process_id)
    return _mine(work.connection, process_id, work.actor)


def _stands_on_newest(row: Record) -> None:
    if row["proposal_id"] is not None:
        raise UnderApproval(name=row["name"], who=row["proposed_by"])
    if row["draft_id"] is not None and row["draft_base"] != row["digest"]:
        raise _overtaken(row)


def _changed(row: Record) -> DiagramConflict:
    """Why what was opened is not what stands now."""
    return (
        _overtaken(row) if row["draft_id"] is None else SavedMeanwhile(name=row["name"], who=row["saved_by"])
    )


def _overtaken(row: Record) -> DiagramConflict:
    return DeployedMeanwhile(name=row["name"], who=row["deployed_by"], version=row["version"])


def _begin(work: Unit, row: Record, values: dict[str, Any]) -> None:
    head = {"file": row["file"], "process_id": row["process_id"], "owner": work.actor.name, "status": "open"}
    work.connection.execute(insert(draft_diagram), {**head, "begun_at": work.pe.now(), **values})


def _end_draft(work: Unit, row: Record, status: str) -> None:
    ended = {"status": status, "ended_at": work.pe.now(), "ended_by": work.actor.name}
    work.connection.execute(update(draft_diagram).where(_this(row)).values(ended))


def _this(row: Record) -> Any:
    return draft_diagram.c.id == row["draft_id"]
