"""Which elements, flows and articles the stories touched, per process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from engine.bpmn import Definition
from engine.models import history, instance

Touched = dict[str, set[str]]  # process -> element and flow ids


def touched(connection: Connection) -> Touched:
    """What every instance of the present database walked through."""
    query = select(instance.c.process_id, history.c.facts).join(
        history, history.c.instance_id == instance.c.id
    )
    found: Touched = {}
    for process, facts in connection.execute(query):
        walked = {element for letter, element in facts.get("trail", []) if letter in "cef"}
        found.setdefault(process, set()).update(walked)
    return found


def summary(definitions: Mapping[str, Definition], walked: Touched) -> dict[str, Any]:
    """For each process what was covered of its elements, flows and articles, with the missing ids."""
    result = {}
    for process, definition in sorted(definitions.items()):
        have = walked.get(process, set())
        articles = {a for e in definition.elements.values() for a in e.articles}
        seen = {a for e in definition.elements.values() if e.id in have for a in e.articles}
        result[process] = {
            "elements": _share(definition.elements, have),
            "flows": _share(definition.flows, have),
            "articles": _share(articles, seen),
        }
    return result


def _share(all_ids: Iterable[str], have: set[str]) -> dict[str, Any]:
    ids = sorted(set(all_ids))
    missing = [i for i in ids if i not in have]
    return {"covered": len(ids) - len(missing), "total": len(ids), "missing": missing}
