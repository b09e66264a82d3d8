"""Bodies that share a role, a group each: the list in `groups.yaml`, and the groups that expressions name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from engine.bundle.model import Bundle, File
from engine.bundle.places import Place
from engine.errors import Finding
from engine.feel import Expression
from engine.vocabulary import BODIES, UNDER, scheme_of, words_of

CANDIDATES = ("候选组", "属性 candidate-sender-groups ")  # how the kernel says where groups are computed
_GROUP = re.compile(r"[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*")


def body_findings(bundle: Bundle) -> Iterator[Finding]:
    """Findings about every list of bodies, and about groups that expressions of diagrams and forms name."""
    for folder, section in bundle.bodies.items():
        yield from _section(bundle, folder, bundle.files["groups", folder], section)
    if not bundle.groups:
        return
    for definition in bundle.definitions.values():
        for element, where, expression in definition.expressions:
            found = definition.elements.get(element)
            place = Place(definition.file, element, found.line if found else None)
            yield from _asked(expression, bundle.groups, place)
            if where in CANDIDATES:
                yield from _named(expression, bundle.groups, place)
    for form in bundle.forms.values():
        for component, expression in form.expressions():
            place = Place(bundle.files["form", form.id].path, component.id)
            yield from _asked(expression, bundle.groups, place)


def _section(bundle: Bundle, folder: str, file: File, section: Any) -> Iterator[Finding]:
    place = Place(file.path, BODIES)
    if not isinstance(section, Mapping):
        yield place.error("bodies", "“bodies”应是“角色: {requirement: 条文编号, groups: 名单}”的列表。")
        return
    for role, said in section.items():
        yield from _role(bundle, folder, str(role), said, Place(file.path, str(role)))


def _role(bundle: Bundle, folder: str, role: str, said: Any, place: Place) -> Iterator[Finding]:
    listed = said.get("groups") if isinstance(said, Mapping) else None
    if not isinstance(said, Mapping) or not isinstance(listed or {}, Mapping):
        message = f"“{role}”应写成 {{requirement: 条文编号, groups: {{组的编号: 名称}}}}；名单可以空着。"
        yield place.error("bodies", message)
        return
    if role not in bundle.groups or scheme_of(role) != folder:
        yield place.error("missing-group", f"bodies 里的“{role}”不是本办法的候选组，请先写进 groups。")
    requirement = str(said.get("requirement") or "")
    if requirement not in words_of(bundle.schemes.get(folder) or {}).articles:
        message = f"“{role}”的 requirement 应是 scheme.yaml 里的条文编号，得到的是“{requirement}”。"
        yield place.error("missing-article", message)
    for group in listed or {}:
        if not str(group).startswith(f"{role}-"):
            message = f"组“{group}”的编号应以“{role}-”开头：看得到什么、办得了什么，都从编号认。"
            yield Place(place.file, str(group)).error("bodies", message)


def _asked(expression: Expression, groups: Collection[str], place: Place) -> Iterator[Finding]:
    """The role whose bodies an expression asks for must be there."""
    for role in sorted(expression.texts_given(UNDER)):
        if role not in groups:
            yield place.error(
                "missing-group", f"找不到候选组“{role}”，{UNDER} 得不到名单。请在 groups.yaml 里登记它。"
            )


def _named(expression: Expression, groups: Collection[str], place: Place) -> Iterator[Finding]:
    """Groups that are written out in an expression must be there like those written plainly."""
    for text in sorted(expression.texts - expression.texts_given(UNDER)):
        if _GROUP.fullmatch(text) and text not in groups:
            message = f"表达式里的候选组“{text}”没有登记。请在 groups.yaml 里登记它，或改正表达式。"
            yield place.error("missing-group", message)
