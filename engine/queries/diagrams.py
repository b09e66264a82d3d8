"""The diagrams of the schemes that somebody owns: deployed, under the pen, put forward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from engine.actor import Actor
from engine.db import Record, record, records
from engine.models import definition, deployment, draft_diagram, instance, proposal, resource
from engine.queries.visibility import in_schemes

ROLE = "process-owner"

# Where a stored file stood: its id is its path without the folder of its kind (engine/bundle/model.py).
_PLACES = {
    "form": "{folder}/forms/{name}.form",
    "decision": "{folder}/decisions/{name}.dmn",
    "scheme": "{id}/scheme.yaml",
    "groups": "{id}/groups.yaml",
    "vocabulary": "{id}/vocabulary.yaml",
}


def owned_schemes(actor: Actor) -> list[str]:
    """The folders whose diagrams the actor may draw, sorted; an administrator may draw all."""
    return sorted(scheme for scheme, _, role in (g.rpartition(".") for g in actor.groups) if role == ROLE)


def listed(connection: Connection, actor: Actor) -> list[Record]:
    """The newest version of each diagram of the actor's schemes, by file, with draft, proposal and running instances."""
    return records(connection, _diagrams(actor).order_by(definition.c.file))


def one(connection: Connection, actor: Actor, process_id: str) -> Record | None:
    """One diagram with its texts; None if there is none or it is not the actor's.

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
        proposal.c.id.label("proposal_id"),
        proposal.c.proposed_at,
        proposal.c.proposed_by,
    ).select_from(joined)
    owned = true() if actor.admin else or_(in_schemes(definition.c.process_id, owned_schemes(actor)))
    return query.where(_newest(), owned)
