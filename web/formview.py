"""Small helpers that turn a presented form into HTML: sections, ids, texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from flask import Flask
from markupsafe import Markup, escape

from engine.forms import Node
from engine.forms.options import as_posted
from engine.forms.templates import shown
from web.clauses import cited

_BOLD = re.compile(r"\*\*(.+?)\*\*")


class Controlled(Protocol):
    """A view that knows on which fields others depend."""

    @property
    def controls(self) -> frozenset[str]: ...


@dataclass(slots=True)
class Section:
    """A panel of the form: a group of the first level, or what stands between groups."""

    title: str
    nodes: list[Node] = field(default_factory=list)


def sections(nodes: Sequence[Node]) -> list[Section]:
    """The form's panels; hidden groups and panels without anything to show are left out."""
    found: list[Section] = []
    loose: Section | None = None
    for node in nodes:
        if node.component.type == "group" and node.label:
            loose = None
            if node.shown:
                found.append(Section(node.label, node.nodes))
        elif node.shown:
            if loose is None:
                loose = Section("")
                found.append(loose)
            loose.nodes.append(node)
    return found


def field_id(name: str) -> str:
    """The id of a field on the page: `cases[0].score` -> `f-cases-0-score`."""
    return "f-" + re.sub(r"[^a-z0-9_]+", "-", name).strip("-")


def fixed_text(node: Node) -> str:
    """A value that cannot be changed here, in words: labels instead of option values."""
    labels = {as_posted(option.value): option.label for option in node.options}
    if labels:
        return "、".join(labels.get(posted, posted) for posted in node.picked)
    return shown(node.value)


def cell_text(text: str, words: Mapping[str, str]) -> str:
    """A cell of a table in words: a code by its name, a requirement by its article."""
    return words.get(text) or cited(text)


def follows(node: Node, view: Controlled) -> bool:
    """Whether a part comes and goes with an answer of the same form; what the case decides only looks odd indented."""
    hide = node.component.hide
    return hide is not None and any(path[0] in view.controls for path in hide.variables)


def entered(nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """What was typed, as label and text, in the form's order; whether a part is shown does not matter."""
    found = []
    for node in nodes:
        if node.raw not in (None, "", []):
            text = (
                "是"
                if node.component.type == "checkbox"
                else fixed_text(node)
                if node.options
                else node.posted
            )
            found.append((node.label, text))
        found += entered(node.nodes)
        for row in node.rows:
            found += entered(row.nodes)
    return [(label, text) for label, text in found if label and text]


def prose(text: str) -> Markup:
    """Plain text with headings (#), lists (-) and **bold** as HTML; everything else is escaped."""
    return Markup("").join(_blocks(text.splitlines()))


def _blocks(lines: Sequence[str]) -> Iterator[Markup]:
    items: list[Markup] = []
    for line in [*(line.strip() for line in lines), ""]:
        if line.startswith(("- ", "* ")):
            items.append(Markup("<li>{}</li>").format(_inline(line[2:])))
            continue
        if items:
            yield Markup("<ul>{}</ul>").format(Markup("").join(items))
            items = []
        if line.startswith("#"):
            yield Markup("<h3>{}</h3>").format(_inline(line.lstrip("# ")))
        elif line:
            yield Markup("<p>{}</p>").format(_inline(line))


def _inline(text: str) -> Markup:
    return Markup(_BOLD.sub(r"<b>\1</b>", str(escape(text))))  # noqa: S704 - escaped on the same line


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        sections=sections,
        field_id=field_id,
        fixed_text=fixed_text,
        cell_text=cell_text,
        follows=follows,
        prose=prose,
        posted=as_posted,
    )
