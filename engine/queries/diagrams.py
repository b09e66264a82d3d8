"""The diagrams that somebody draws or decides about: deployed, under the pen, put forward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, true

from engine.actor import Actor
from engine.db import Record, record, records
from engine.models import definition, deployment, draft_diagram, instance, proposal, resource
from engine.queries.visibility import in_schemes

DRAWS = "process-owner"  # may draw the diagrams of a scheme and put them forward
DECIDES = "process-approver"  # may accept or decline what others put forward
HISTORY = 20  # decided proposals that a page shows

# Where a stored file stood: its id is its path without the folder of its kind (engine/bundle/model.py).
_PLACES = {
    "form": "{folder}/forms/{name}.form",
    "decision": "{folder}/decisions/{name}.dmn",
    "letter": "{folder}/letters/{name}.md",
    "criteria": "{folder}/criteria/{name}.yaml",
    "scheme": "{id}/scheme.yaml",
    "groups": "{id}/groups.yaml",
    "vocabulary": "{id}/vocabulary.yaml",
}


def schemes_of(actor: Actor, *roles: str) -> list[str]:
    """The folders in which the actor has one of the roles, sorted."""
    return sorted({scheme for scheme, _, role in (g.rpartition(".") for g in actor.groups) if role in roles})


def may(actor: Actor, role: str, process_id: str) -> bool:
    """Whether the actor draws (`DRAWS`) or decides (`DECIDES`) here; an administrator does everywhere."""
    return actor.admin or process_id.startswith(tuple(f"{scheme}." for scheme in schemes_of(actor, role)))


def awaiting(connection: Connection, actor: Actor) -> int:
    """How many proposals the actor could decide: those of the actor's schemes that other hands drew."""
    query = select(proposal.c.process_id, proposal.c.drawn_by, proposal.c.proposed_by)
    rows = records(connection, query.where(proposal.c.status == "proposed"))
    return sum(may(actor, DECIDES, row["process_id"]) and actor.name not in hands(row) for row in rows)


def hands(row: Mapping[str, Any]) -> set[str]:
    """Who drew a proposal or put it forward: none of them decides about it."""
    return {row["proposed_by"], *(row["drawn_by"] or ())}


def decided(connection: Connection, process_id: str) -> list[Record]:
    """The proposals of a diagram that are over, newest first, without their texts; at most `HISTORY`."""
    told = (
        "id",
        "status",
        "reason",
        "proposed_at",
        "proposed_by",
        "ended_at",
        "ended_by",
        "answer",
        "version",
    )
    query = select(*(proposal.c[name] for name in told)).where(
        proposal.c.process_id == process_id, proposal.c.status != "proposed"
    )
    return records(connection, query.order_by(proposal.c.id.desc()).limit(HISTORY))


def listed(connection: Connection, actor: Actor) -> list[Record]:
    """The newest version of each diagram where the actor draws or decides, by file, with draft and proposal."""
    return records(connection, _diagrams(actor).order_by(definition.c.file))


def one(connection: Connection, actor: Actor, process_id: str) -> Record | None:
    """One diagram with its texts; None if there is none or the actor neither draws nor decides there.

    `diagram`, `draft` and `proposal` are files; `digest`, `draft_digest` and `proposal_digest` those of their text.
    """
    texts = (
        definition.c.diagram,
        draft_diagram.c.content.label("draft"),
        draft_diagram.c.digest.label("draft_digest"),
        draft_diagram.c.base_digest.label("draft_base"),
        proposal.c.content.label("proposal"),
        proposal.c.digest.label("proposal_digest"),
        proposal.c.base_digest.label("proposal_base"),
        proposal.c.reason,
    )
    query = _diagrams(actor).add_columns(*texts).where(definition.c.process_id == process_id)
    row = record(connection, query)
    return None if row is None else {**row, "digest": digest_of(row["diagram"])}


def digest_of(content: bytes) -> str:
    """What tells one text of a diagram from the next."""
    return sha256(content).hexdigest()


def deployed_files(connection: Connection) -> dict[str, bytes]:
    """Everything that is deployed, as the folder of files that a check reads.

    A folder is deployed as a whole: what its newest deployment did not bring any more is left out. Definitions
    know their path; the path of other files follows from kind and id. A file with several decisions is stored
    under each of them and comes back once.
    """
    query = select(definition.c.file, definition.c.diagram).where(_newest())
    files = {row.file: row.diagram for row in connection.execute(query)}
    rows = records(connection, select(resource).order_by(resource.c.name))
    newest: dict[str, int] = {}
    for row in rows:
        folder = _folder(row["name"])
        newest[folder] = max(newest.get(folder, 0), row["deployment_id"] or 0)
    current = (row for row in rows if (row["deployment_id"] or 0) == newest[_folder(row["name"])])
    return {**files, **_placed(current)}


def _placed(rows: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    seen: set[tuple[str, str]] = set()
    files = {}
    for row in rows:
        if (row["kind"], row["digest"]) in seen:
            continue
        if row["kind"] == "decision":
            seen.add((row["kind"], row["digest"]))
        folder, _, name = row["name"].replace(".", "/").rpartition("/")
        place = _PLACES[row["kind"]].format(folder=folder, name=name, id=row["name"].replace(".", "/"))
        files[place] = row["content"]
    return files


def _folder(name: str) -> str:
    return name.partition(".")[0]


def _newest() -> ColumnElement[bool]:
    other = definition.alias("other")
    of_process = other.c.process_id == definition.c.process_id
    return definition.c.version == select(func.max(other.c.version)).where(of_process).scalar_subquery()


def _diagrams(actor: Actor) -> Select[Any]:
    running = select(func.count()).where(
        instance.c.process_id == definition.c.process_id, instance.c.status == "active"
    )
    joined = (
        definition.join(deployment, deployment.c.id == definition.c.deployment_id)
        .outerjoin(
            draft_diagram,
            and_(draft_diagram.c.file == definition.c.file, draft_diagram.c.status == "open"),
        )
        .outerjoin(proposal, and_(proposal.c.file == definition.c.file, proposal.c.status == "proposed"))
    )
    query = select(
        definition.c.id,
        definition.c.process_id,
        definition.c.version,
        definition.c.name,
        definition.c.file,
        deployment.c.deployed_at,
        deployment.c.deployed_by,
        running.scalar_subquery().label("running"),
        draft_diagram.c.id.label("draft_id"),
        draft_diagram.c.owner.label("draft_owner"),
        draft_diagram.c.saved_at,
        draft_diagram.c.saved_by,
        draft_diagram.c.drawn_by.label("draft_hands"),
        proposal.c.id.label("proposal_id"),
        proposal.c.proposed_at,
        proposal.c.proposed_by,
        proposal.c.drawn_by,
    ).select_from(joined)
    seen = true() if actor.admin else in_schemes(definition.c.process_id, schemes_of(actor, DRAWS, DECIDES))
    return query.where(_newest(), seen)
