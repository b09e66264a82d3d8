"""What groups, schemes, kinds of cases, stages and facts are called, as the newest deployed files say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from engine import yaml_text
from engine.feel import Environment, LentFunction
from engine.models import resource

KINDS = ("groups", "scheme", "vocabulary")  # of resources that give names
SHARED = "shared"  # the folder of what belongs to no scheme
BODIES = "bodies"  # in groups.yaml: the groups of a role that several bodies have, each for itself
UNDER = "groups under"
SECTIONS = ("kinds", "parts", "stages", "facts", "values")  # of scheme.yaml and of the shared vocabulary.yaml
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The names that one file gives, by id: of kinds of cases, of parts that cases call, stages, variables, values."""

    name: str = ""
    short_name: str = ""
    kinds: Names = field(default_factory=dict)
    parts: Names = field(default_factory=dict)
    stages: Names = field(default_factory=dict)
    facts: Names = field(default_factory=dict)
    values: Names = field(default_factory=dict)
    articles: frozenset[str] = frozenset()  # the ids of its rule's requirements


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of all deployed schemes; what has no name is called by its id."""

    groups: Names = field(default_factory=dict)
    schemes: Mapping[str, Words] = field(default_factory=dict)
    shared: Words = field(default_factory=Words)
    sources: frozenset[int] = frozenset()  # the resources it was read from
    bodies: Mapping[str, Names] = field(default_factory=dict)  # by role: each body's group and name

    def group(self, group: str) -> str:
        """`jingan.office-clerk` -> 静安区审定办经办."""
        return self.groups.get(group, group)

    def groups_text(self, groups: Iterable[str]) -> str:
        """Several groups in one phrase."""
        return "、".join(dict.fromkeys(self.group(group) for group in groups))

    def scheme(self, identity: str) -> str:
        """The name of a scheme, given by its own id or by that of a process or group of it."""
        scheme = scheme_of(identity)
        return (self.shared if scheme == SHARED else self._own(scheme)).name or scheme

    def scheme_short(self, identity: str) -> str:
        """As `scheme`, where there is little room."""
        return self._own(scheme_of(identity)).short_name or self.scheme(identity)

    def own_articles(self, scheme: str, cited: Iterable[str]) -> list[str]:
        """Of the articles that an element cites for all schemes, those of this one; all, if it has none of them."""
        ids = list(dict.fromkeys(cited))
        return [identity for identity in ids if identity in self._own(scheme).articles] or ids

    def kind(self, process_id: str) -> str:
        """What a case of this process is, or a part of cases: `jingan.application` -> 申报."""
        kind = kind_of(process_id)
        return self.kinds(process_id).get(kind) or self._merged("parts", process_id).get(kind, kind)

    def kinds(self, process_id: str) -> dict[str, str]:
        """The kinds of cases of a scheme."""
        return self._merged("kinds", process_id)

    def all_kinds(self) -> dict[str, str]:
        """The kinds of cases of all schemes; several names of one kind stand together."""
        names: dict[str, dict[str, None]] = {kind: {name: None} for kind, name in self.shared.kinds.items()}
        for words in self.schemes.values():
            for kind, name in words.kinds.items():
                names.setdefault(kind, {})[name] = None
        return {kind: "、".join(several) for kind, several in names.items()}

    def stages(self, process_id: str) -> dict[str, str]:
        """The stages of a scheme's cases, in the order of the way."""
        return self._merged("stages", process_id)

    def facts(self, process_id: str) -> dict[str, str]:
        """How variables are called: `applicant.name` -> 申报人."""
        return self._merged("facts", process_id)

    def values(self, process_id: str) -> dict[str, str]:
        """How values of variables are called: `organisation` -> 组织."""
        return self._merged("values", process_id)

    def _own(self, scheme: str) -> Words:
        return self.schemes.get(scheme, _NOTHING)

    def _merged(self, section: str, process_id: str) -> dict[str, str]:
        return {**getattr(self.shared, section), **getattr(self._own(scheme_of(process_id)), section)}


def scheme_of(process_id: str) -> str:
    """`jingan.application` -> `jingan`."""
    return process_id.partition(".")[0]


def kind_of(process_id: str) -> str:
    """`jingan.application` -> `application`."""
    return process_id.rpartition(".")[2]


def groups_of(data: Mapping[str, Any]) -> dict[str, str]:
    """The groups of a `groups.yaml`, with or without the heading `groups`; a body's group is one like any other."""
    own = _names(data.get("groups", {key: name for key, name in data.items() if key != BODIES}))
    return own | {group: name for names in bodies_of(data).values() for group, name in names.items()}


def bodies_of(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The groups of a `groups.yaml` under each role that several bodies have, in its order."""
    section = data.get(BODIES)
    said = section.items() if isinstance(section, Mapping) else ()
    return {str(role): _names(of.get("groups")) for role, of in said if isinstance(of, Mapping)}


def group_functions(vocabulary: Vocabulary) -> dict[str, LentFunction]:
    """`groups under(role)` for FEEL: the bodies that have a role, each as {group, name}; the role itself, if none is
    listed. Null for a role that no `groups.yaml` has."""

    def under(env: Environment, role: Any) -> list[dict[str, str]] | None:
        if not isinstance(role, str) or role not in vocabulary.groups:
            env.null(f"{UNDER}：第 1 个参数应是 groups.yaml 里登记的候选组")
            return None
        found = vocabulary.bodies.get(role) or {role: vocabulary.group(role)}
        env.items(len(found))
        return [{"group": group, "name": name} for group, name in found.items()]

    return {UNDER: LentFunction(UNDER, ("role",), under, "list")}


def words_of(data: Mapping[str, Any]) -> Words:
    """The names in a `scheme.yaml` or `vocabulary.yaml`; sections of another shape give none."""
    sections = {section: _names(data.get(section)) for section in SECTIONS}
    listed = data.get("articles")
    articles = [a.get("id") for a in listed if isinstance(a, Mapping)] if isinstance(listed, list) else []
    return Words(
        name=str(data.get("name") or ""),
        short_name=str(data.get("short_name") or ""),
        kinds=sections["kinds"],
        parts=sections["parts"],
        stages=sections["stages"],
        facts=sections["facts"],
        values=sections["values"],
        articles=frozenset(str(identity) for identity in articles),
    )


def load_vocabulary(connection: Connection, known: Vocabulary | None = None) -> Vocabulary:
    """The names that the newest deployment of each file gave; `known` itself if nothing newer came."""
    sources = frozenset(_newest(connection))
    if known is not None and known.sources == sources:
        return known
    query = select(resource.c.kind, resource.c.name, resource.c.content).where(resource.c.id.in_(sources))
    files = [
        (r.kind, r.name, yaml_text.load(r.content))
        for r in connection.execute(query.order_by(resource.c.name))
    ]
    listed = [data for kind, _, data in files if kind == "groups"]
    return Vocabulary(
        groups={group: name for data in listed for group, name in groups_of(data).items()},
        bodies={role: names for data in listed for role, names in bodies_of(data).items()},
        schemes={name: words_of(data) for kind, name, data in files if kind == "scheme"},
        shared=next((words_of(data) for kind, _, data in files if kind == "vocabulary"), _NOTHING),
        sources=sources,
    )


def _newest(connection: Connection) -> Iterable[int]:
    query = select(resource.c.id, resource.c.kind, resource.c.name).where(resource.c.kind.in_(KINDS))
    rows = connection.execute(query.order_by(func.coalesce(resource.c.deployment_id, 0), resource.c.id))
    return {(row.kind, row.name): row.id for row in rows}.values()


def _names(section: Any) -> dict[str, str]:
    if not isinstance(section, Mapping):
        return {}
    return {str(identity): str(name) for identity, name in section.items() if name is not None}


_NOTHING = Words()
