"""Which template a case's letter is written by, and what it may read of the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, select

from engine import yaml_text
from engine.definitions import Deployed
from engine.errors import LaurelError
from engine.letters import Template, parse_template
from engine.models import resource
from engine.vocabulary import scheme_of

SHARED = "shared"
NAMES = ("name", "short_name", "organiser", "operator", "office")


class NoTemplate(LaurelError):
    """没有信函模板“{name}”。请补上 {scheme}/letters/{name}.md 并部署，然后重试。"""

    code, status = "no-template", 422


def find(connection: Connection, deployed: Deployed, name: str) -> Template:
    """The template of a case: as bound to its version, else the newest of that name. Raises NoTemplate.

    Cases that began before there were templates have none bound.
    """
    if name in (deployed.bindings.get("letters") or {}):
        return deployed.letter(name)
    scheme = scheme_of(deployed.process_id)
    for identifier in (f"{scheme}.{name}", f"{SHARED}.{name}"):
        content = _newest(connection, "letter", identifier)
        if content is not None:
            return parse_template(content, identifier, identifier)
    raise NoTemplate(name=name, scheme=scheme)


def scheme_data(connection: Connection, deployed: Deployed, scheme: str) -> Mapping[str, Any]:
    """The rule data of the scheme a letter is written for: pinned to the case, for shared cases the newest."""
    if deployed.scheme is not None:
        return deployed.scheme
    content = _newest(connection, "scheme", scheme)
    return {} if content is None else yaml_text.load(content)


def standard_facts(root: Row[Any], scheme: Mapping[str, Any]) -> dict[str, Any]:
    """What every template may read: the case, the scheme with its rule, the articles by their ids."""
    rule = scheme.get("rule") or {}
    told = {name: str(rule.get(name) or "") for name in ("number", "title")}
    articles = {
        str(one["id"]): {name: str(one.get(name) or "") for name in ("number", "title", "summary")}
        for one in scheme.get("articles") or ()
    }
    return {
        "case": {"key": root.business_key or "", "title": root.title or ""},
        "scheme": {**{name: str(scheme.get(name) or "") for name in NAMES}, "rule": told},
        "articles": articles,
    }


def _newest(connection: Connection, kind: str, name: str) -> bytes | None:
    query = select(resource.c.content).where(resource.c.kind == kind, resource.c.name == name)
    newest = query.order_by(func.coalesce(resource.c.deployment_id, 0).desc(), resource.c.id.desc())
    return connection.execute(newest.limit(1)).scalar()
