"""The fields of a form that take files: found by their path, and the names that they hold.

A browser cannot claim a file by typing its name. What a field of files holds is what lies in the store for it, and
what the case knew there already. Programs and stories, which come through the engine, name files as they like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from engine.forms import Component, Form
from web.forms.rows import look_up

_ROW: Final = re.compile(r"\[[0-9]{1,3}\]")
Known = Callable[[str], Collection[str]]  # the names that a case had in a field before


def picker(form: Form, field: str) -> Component | None:
    """The file field at a path of a form (`cases[0].proof`); None if there is none, or it may not be changed."""
    found = dict(_pickers(form.components))
    return found.get(place_in(field))


def place_in(field: str) -> str:
    """The path of a field in its form, whatever row it is of: `cases[].proof`."""
    return _ROW.sub("[]", field)


def takes(component: Component) -> tuple[str, bool]:
    """Which endings a field takes (`.pdf,.docx`; empty: all that the house takes), and whether several files."""
    return str(component.settings.get("accept") or ""), bool(component.settings.get("multiple"))


def laid(
    form: Form | None, content: Mapping[str, Any], names: Mapping[str, Sequence[str]], known: Known
) -> dict[str, Any]:
    """Entries of a browser with the true names in every file field; `names` are those in the store, by field."""
    result = deepcopy(dict(content))
    if form is not None and any(_pickers(form.components)):
        _lay(form.components, result, "", names, known)
    return result


def known_in(context: Mapping[str, Any]) -> Known:
    """The names that stand in a context."""
    return lambda field: names_of(look_up(context, field))


def submitted(form: Form, values: Mapping[str, Any]) -> dict[str, set[str]]:
    """The names in each file field of what a check has let pass, by path with `[]` for the rows of a list."""
    return {path: set(_names_at(values, path.split("."))) for path, _ in _pickers(form.components)}


def names_of(value: Any) -> list[str]:
    """The names that a field's value holds."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item]


def _names_at(value: Any, path: Sequence[str]) -> Iterator[str]:
    if not path:
        yield from names_of(value)
        return
    key = path[0].removesuffix("[]")
    inner = value.get(key) if isinstance(value, Mapping) else None
    if path[0].endswith("[]"):
        for row in inner if isinstance(inner, list) else []:
            yield from _names_at(row, path[1:])
    else:
        yield from _names_at(inner, path[1:])


def _pickers(components: Sequence[Component], prefix: str = "") -> Iterator[tuple[str, Component]]:
    """Every file field that may be changed, by its path with `[]` for the rows of a list."""
    for component in components:
        if component.type == "filepicker" and component.key and component.readonly is not True:
            yield prefix + component.key, component
        rows = "[]" if component.type == "dynamiclist" else ""
        inner = f"{prefix}{'.'.join(component.path)}{rows}" if component.path else prefix
        yield from _pickers(component.components, f"{inner}." if component.path else inner)


def _lay(
    components: Sequence[Component],
    content: dict[str, Any],
    prefix: str,
    names: Mapping[str, Sequence[str]],
    known: Known,
) -> None:
    for component in components:
        if component.type == "filepicker" and component.key and component.readonly is not True:
            _put(component, content, prefix + component.key, names, known)
        elif component.type == "dynamiclist":
            holder = _inside(content, component.path[:-1])
            listed = holder.get(component.path[-1]) if holder is not None else None
            for number, row in enumerate(listed if isinstance(listed, list) else []):
                if isinstance(row, dict):
                    place = f"{prefix}{'.'.join(component.path)}[{number}]."
                    _lay(component.components, row, place, names, known)
        elif component.components:
            below = _inside(content, component.path)
            if below is not None:
                place = prefix + "".join(f"{part}." for part in component.path)
                _lay(component.components, below, place, names, known)


def _put(
    component: Component,
    content: dict[str, Any],
    field: str,
    names: Mapping[str, Sequence[str]],
    known: Known,
) -> None:
    """The names of a field: what the case knew and still stands there, then what was sent for it."""
    stored, posted = names.get(field, []), names_of(content.pop(str(component.key), None))
    claimed = [name for name in posted if name not in stored]
    before = [name for name in claimed if name in known(field)] if claimed else []
    found = [*dict.fromkeys([*before, *stored])]
    if not component.settings.get("multiple"):
        found = found[-1:]
    if found:
        content[str(component.key)] = found if len(found) > 1 else found[0]


def _inside(content: dict[str, Any], path: Sequence[str]) -> dict[str, Any] | None:
    """The mapping at a path, made where nothing stands; None where something else does."""
    for part in path:
        below = content.setdefault(part, {})
        if not isinstance(below, dict):
            return None
        content = below
    return content
