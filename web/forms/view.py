"""Small helpers that turn a presented form into HTML: sections, ids, texts."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from flask import Flask, current_app
from jinja2 import TemplateNotFound
from markupsafe import Markup, escape

from engine.feel import Expression
from engine.forms import Form, Node
from engine.forms.options import as_posted
from engine.forms.templates import shown
from web.clauses import cited
from web.forms import places as formplaces
from web.forms import sections as formsections
from web.forms import tables as formtables
from web.forms.sections import field_id
from web.house import today
from web.language import gettext as _

_BOLD = re.compile(r"\*\*(.+?)\*\*")


class Controlled(Protocol):
    """A view that knows on which fields others depend."""

    @property
    def controls(self) -> frozenset[str]: ...


def fixed_text(node: Node) -> str:
    """A value that cannot be changed here, in words: labels instead of option values."""
    labels = {as_posted(option.value): option.label for option in node.options}
    if labels:
        return _("、").join(labels.get(posted, posted) for posted in node.picked)
    return shown(node.value)


def cell_text(text: str, words: Mapping[str, str]) -> str:
    """A cell of a table in words: a code by its name, a requirement by its article."""
    return words.get(text) or cited(text)


def controls_of(form: Form) -> frozenset[str]:
    """The keys of a form's fields on which others depend."""
    keys = {component.key for component in form.fields() if component.key}
    used = (part for _, expression in form.expressions() for path in expression.variables for part in path)
    return frozenset(keys.intersection(used))


def follows(node: Node, view: Controlled) -> bool:
    """Whether a part comes and goes with an answer of the same form; what the case decides only looks odd indented."""
    hide = node.component.hide
    return hide is not None and any(path[0] in view.controls for path in hide.variables)


def entered(nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """What was typed, as label and text, in the form's order; whether a part is shown does not matter."""
    found = []
    for node in nodes:
        if node.component.is_input:
            found.append((node.label, entry_text(node)))
        found += entered(node.nodes)
        for row in node.rows:
            found += entered(row.nodes)
    return [(label, text) for label, text in found if label and text]


def entry_text(node: Node) -> str:
    """What was typed into a field, in words; nothing for what was left empty."""
    if node.raw in (None, "", []):
        return ""
    if node.component.type == "checkbox":
        return _("是") if node.value is True else ""
    return fixed_text(node) if node.options or isinstance(node.value, date) else node.posted


def characters(node: Node) -> int:
    """The characters of a text as a limit counts them."""
    return len(node.value) if isinstance(node.value, str) else len(str(node.raw or "").strip())


def longest(node: Node) -> int | None:
    """How many characters a text may have, if the form says it outright."""
    most = node.component.validate.get("maxLength")
    return int(most) if isinstance(most, int) and not node.readonly else None


def hinted(node: Node) -> str:
    """What stands below a label: the form's own words, and the limits of a number."""
    bounds = limits(node) if node.component.type == "number" and not node.readonly else ""
    said = bounds and any(word in node.description for word in bounds.split(_("，")))
    return _("；").join(part for part in (node.description, "" if said else bounds) if part)


def limits(node: Node) -> str:
    """What a number may be, in words, as far as the form says it outright."""
    rules, settings = node.component.validate, node.component.settings
    least, most = (rules.get(name) for name in ("min", "max"))
    least, most = (None if isinstance(rule, Expression) else rule for rule in (least, most))
    parts = []
    if least is not None and most is not None:
        parts.append(_("%(least)s 至 %(most)s", least=least, most=most))
    elif least is not None:
        parts.append(_("不小于 %(least)s", least=least))
    elif most is not None:
        parts.append(_("不大于 %(most)s", most=most))
    places = settings.get("decimalDigits")
    if places == 0:
        parts.append(_("整数"))
    elif places:
        parts.append(_("最多 %(places)s 位小数", places=places))
    return _("，").join(parts)


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


def has_view(name: str) -> bool:
    """Whether somebody has written the special rendering of that name; without one the general one serves."""
    try:
        current_app.jinja_env.get_template(f"macros/views/{name}.html")
    except TemplateNotFound:
        return False
    return True


def install(app: Flask) -> None:
    app.jinja_env.globals.setdefault("once_token", lambda: secrets.token_urlsafe(12))
    app.jinja_env.globals["printed_on"] = lambda: shown(today())
    app.jinja_env.filters.update(
        has_view=has_view,
        sections=formsections.sections,
        field_id=field_id,
        fixed_text=fixed_text,
        cell_text=cell_text,
        follows=follows,
        prose=prose,
        progress=formsections.progress,
        located=formplaces.located,
        row_name=formplaces.row_name,
        characters=characters,
        longest=longest,
        hinted=hinted,
        looked_at=formtables.shown,
        posted=as_posted,
    )
