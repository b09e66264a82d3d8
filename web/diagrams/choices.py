"""What the fields beside a drawing offer: the forms, decisions, processes, groups, handlers and articles there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from engine.models import definition, resource
from engine.queries.visibility import in_schemes
from engine.vocabulary import scheme_of
from web.clauses import article_number
from web.house import engine, vocabulary

SHARED = "shared"
Choice = tuple[str, str]  # what is written into the diagram, and what people read beside it


def choices(
    connection: Connection, process_id: str, articles: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[Choice]]:
    """By name of the field, each in order; of one's own scheme and of what all schemes share."""
    near = (scheme_of(process_id), SHARED)
    names = vocabulary(connection)
    groups = [(group, name) for group, name in names.groups.items() if scheme_of(group) in near]
    return {
        "groups": sorted(groups),
        "forms": [(name, "") for name in _resources(connection, "form", near)],
        "decisions": [(name, "") for name in _resources(connection, "decision", near)],
        "processes": list(_processes(connection, near)),
        "handlers": [(name, "") for name in sorted(engine().registries.handlers)],
        "articles": [(key, _article(key, entry)) for key, entry in articles.items()],
    }


def _resources(connection: Connection, kind: str, schemes: Iterable[str]) -> list[str]:
    query = select(resource.c.name).distinct().where(resource.c.kind == kind)
    return sorted(connection.execute(query.where(in_schemes(resource.c.name, schemes))).scalars())


def _processes(connection: Connection, schemes: Iterable[str]) -> Iterator[Choice]:
    query = select(definition.c.process_id, definition.c.name).where(
        in_schemes(definition.c.process_id, schemes)
    )
    newest = {row.process_id: row.name for row in connection.execute(query.order_by(definition.c.version))}
    yield from sorted(newest.items())


def _article(key: str, entry: Mapping[str, Any]) -> str:
    return " ".join(part for part in (article_number(key), str(entry.get("title") or "")) if part != key)
