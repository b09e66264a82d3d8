"""Commands of those who draw: check a diagram, keep it as a draft, give the draft up."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from engine import bundle as bundles
from engine.actor import Actor
from engine.bundle import Bundle
from engine.db import Record, one_at_a_time
from engine.errors import Finding, LaurelError, NotAllowed, NotFound
from engine.models import draft_diagram
from engine.process_engine import ProcessEngine
from engine.queries import diagrams
from engine.queries.diagram_places import placed
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


class DraftGone(DiagramConflict):
    """“{name}”的草稿已由{who}放弃；这次没有保存，您画的还在浏览器里。请先下载留底，再刷新页面；要接着画，可以打开下载的文件。"""

    code = "draft-gone"


class UnderApproval(DiagramConflict):
    """“{name}”已由{who}提交审批，批准之前不能再改；要改，请先撤回。"""

    code = "under-approval"


class NothingDrawn(DiagramConflict):
    """“{name}”没有可以{act}的内容，可能刚刚已被别人处理；请刷新页面。"""

    code = "nothing-drawn"


def check(pe: ProcessEngine, process_id: str, content: bytes, by: Actor) -> list[Finding]:
    """What deployment would say of this text among all that is deployed; errors first.

    Raises NotFound. Who decides about a diagram may check it as well as who draws it.
    Findings about other files are told only where this text is their cause.
    """
    with pe.database.reading() as connection:
        row = seen(connection, process_id, by)
        deployed = diagrams.deployed_files(connection)
    found = read(pe, {**deployed, row["file"]: content}).findings
    elsewhere = [f for f in found if f.file != row["file"] and f.severity == "error"]
    if elsewhere:
        before = {(f.file, f.rule, f.message) for f in read(pe, deployed).findings}
        elsewhere = [f for f in elsewhere if (f.file, f.rule, f.message) not in before]
    own = placed((f for f in found if f.file == row["file"]), content)
    return sorted(own + elsewhere, key=lambda f: (f.severity != "error", f.file != row["file"], f.line or 0))


def save(pe: ProcessEngine, process_id: str, content: bytes, opened: str, by: Actor) -> str:
    """Keep a drawing; the digest of what is kept now. `opened` is the digest of the text that was drawn on.

    Raises NotFound, NotAllowed, Refused (what does not come through the door for XML), DiagramConflict.
    """
    with pe.database.reading() as connection:
        parse_xml(content, seen(connection, process_id, by)["file"])
    digest, now = diagrams.digest_of(content), pe.now()
    with unit(pe, by) as work:
        row = alone(work, process_id, diagrams.DRAWS)
        stands_on_newest(row)
        if opened != (row["draft_digest"] or row["digest"]):
            raise _changed(work, row, opened)
        hands = sorted({by.name, *(row["draft_hands"] or ())})
        kept = {"content": content, "digest": digest, "saved_at": now, "saved_by": by.name, "drawn_by": hands}
        if row["draft_id"] is not None:
            this = draft_diagram.c.id == row["draft_id"]
            work.connection.execute(update(draft_diagram).where(this).values(kept))
        else:
            begin_draft(work, row, {**kept, "owner": by.name, "base_digest": row["digest"]})
    return digest


def discard(pe: ProcessEngine, process_id: str, by: Actor) -> None:
    """Give the draft up. Its row stays, with who and when. Raises NotFound, NotAllowed, NothingDrawn."""
    with unit(pe, by) as work:
        row = alone(work, process_id, diagrams.DRAWS)
        if row["draft_id"] is None:
            raise NothingDrawn(name=row["name"], act="放弃")
        end_draft(work, row, "discarded")


def _changed(work: Unit, row: Record, opened: str) -> DiagramConflict:
    """Why what was opened is not what stands now."""
    if row["draft_id"] is not None:
        return SavedMeanwhile(name=row["name"], who=row["saved_by"])
    given_up = (draft_diagram.c.file == row["file"]) & (draft_diagram.c.status == "discarded")
    query = select(draft_diagram.c.ended_by).where(given_up & (draft_diagram.c.digest == opened))
    who = work.connection.execute(query.order_by(draft_diagram.c.id.desc()).limit(1)).scalar()
    return DraftGone(name=row["name"], who=who) if who else overtaken(row)


def read(pe: ProcessEngine, files: dict[str, bytes]) -> Bundle:
    """A folder of files, as this node would check it before deployment."""
    return bundles.read(files, job_types=pe.registries.handlers, functions=pe.lent_functions)


def seen(connection: Connection, process_id: str, by: Actor) -> Record:
    """A diagram that the actor draws or decides about. Raises NotFound."""
    row = diagrams.one(connection, by, process_id)
    if row is None:
        raise NotFound(what="这张流程图")
    return row


def alone(work: Unit, process_id: str, role: str) -> Record:
    """The diagram as it stands, and nobody else changes it until this transaction ends.

    Raises NotFound, NotAllowed for who sees it and has not this role in its scheme.
    """
    one_at_a_time(work.connection, "diagram", process_id)
    row = seen(work.connection, process_id, work.actor)
    if not diagrams.may(work.actor, role, process_id):
        scheme = process_id.rpartition(".")[0]
        raise NotAllowed(what=row["name"], who=f"{scheme}.{role}", actor=work.actor.name)
    return row


def stands_on_newest(row: Record) -> None:
    """Raises UnderApproval if it was put forward, DeployedMeanwhile if its draft is older than what is deployed."""
    if row["proposal_id"] is not None:
        raise UnderApproval(name=row["name"], who=row["proposed_by"])
    if row["draft_id"] is not None and row["draft_base"] != row["digest"]:
        raise overtaken(row)


def overtaken(row: Record) -> DiagramConflict:
    """What was drawn on is no longer what is deployed."""
    return DeployedMeanwhile(name=row["name"], who=row["deployed_by"], version=row["version"])


def begin_draft(work: Unit, row: Record, values: dict[str, Any]) -> None:
    """A new draft of a diagram that has none open."""
    head = {"file": row["file"], "process_id": row["process_id"], "status": "open", "begun_at": work.pe.now()}
    work.connection.execute(insert(draft_diagram), {**head, **values})


def end_draft(work: Unit, row: Record, status: str) -> None:
    """The open draft becomes `discarded` or `proposed`; its row stays."""
    ended = {"status": status, "ended_at": work.pe.now(), "ended_by": work.actor.name}
    this = draft_diagram.c.id == row["draft_id"]
    work.connection.execute(update(draft_diagram).where(this).values(ended))
