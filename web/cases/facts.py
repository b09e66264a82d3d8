"""Key facts of a case in words: variables by the names that the vocabulary or the case's forms give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.clock import SHANGHAI
from engine.definitions import Deployed
from engine.forms import Component
from engine.vocabulary import Vocabulary
from web.language import gettext as _

LONGEST = 12  # characters of a label; a whole sentence is a question of the form, not a fact of the case
Label = tuple[str, Mapping[str, str]]  # what a field is called, and its options' labels by value


def facts(
    deployed: Deployed, names: Vocabulary, variables: Mapping[str, Any], limit: int = 10
) -> list[tuple[str, str]]:
    """Pairs of label and text for the variables that have a label: the vocabulary's first, in its order."""
    slots = {str(k): str(v) for k, v in ((deployed.scheme or {}).get("slots") or {}).items()}
    values = {**names.values(deployed.process_id), **slots}
    labels: dict[str, Label] = {
        name: (text, values) for name, text in names.facts(deployed.process_id).items()
    }
    for form_id in deployed.bindings.get("forms", {}):
        for key, found in _form_labels(deployed, form_id):
            labels.setdefault(key, found)
    flat = _flat(variables)
    pairs = [(text, _text(flat[name], options)) for name, (text, options) in labels.items() if name in flat]
    return [(label, text) for label, text in dict(pairs).items() if text][:limit]


def text_of(value: Any) -> str:
    """A FEEL value as people write it; contexts and long lists give nothing."""
    match value:
        case None:
            return ""
        case bool():
            return _("是") if value else _("否")
        case datetime():
            local = value.astimezone(SHANGHAI)
            return f"{text_of(local.date())} {local:%H:%M}"
        case date():
            return _("%(year)s年%(month)s月%(day)s日", year=value.year, month=value.month, day=value.day)
        case time():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case list():
            return (
                _("、").join(text_of(item) for item in value)
                if len(value) <= 6
                else _("%(n)s 项", n=len(value))
            )
        case dict():
            return str(value.get("name") or "")
        case _:
            return str(value)


def _flat(variables: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in variables.items():
        flat[name] = value
        if isinstance(value, Mapping):
            flat |= {f"{name}.{key}": inner for key, inner in value.items()}
    return flat


def _text(value: Any, options: Mapping[str, str]) -> str:
    if isinstance(value, list) and options:
        return _("、").join(options.get(str(item), text_of(item)) for item in value)
    return options.get(str(value)) or text_of(value)


def _form_labels(deployed: Deployed, form_id: str) -> Iterator[tuple[str, Label]]:
    for component in deployed.form(form_id).fields():
        if component.key and 0 < len(component.label) <= LONGEST and component.type != "checkbox":
            yield component.key, (component.label, _words(component))


def _words(component: Component) -> dict[str, str]:
    """The labels of a field's written options by value."""
    options = component.choices.fixed if component.choices else ()
    return {str(option.value): option.label for option in options}
