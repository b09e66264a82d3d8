"""Which row of a list a field stands in, in words: by what stands in it for good, else by its number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from engine.forms import Node, Row
from web.language import gettext as _
from web.language import said

_NAMING: Final = 2  # fixed texts at the beginning of a row that say which row it is: 4.1.2 高层领导的作用


def row_name(row: Row, number: int) -> str:
    """What a row is called: its first fixed texts; `第 3 行` where everything is typed in. `number` counts from 1."""
    return _fixed(row) or _("第 %(n)s 行", n=number)


def _fixed(row: Row) -> str:
    texts = []
    for node in row.nodes:
        if not (node.component.type == "textfield" and node.readonly):
            break
        texts.append(node.posted)
    return " ".join(text for text in texts[:_NAMING] if text)


def places(nodes: Sequence[Node], place: str = "") -> Iterator[tuple[str, Node, str]]:
    """Every component with its name and the rows in which it stands: `费用 第 2 行：`; empty outside of lists."""
    for node in nodes:
        yield node.name, node, place
        yield from places(node.nodes, place)
        for number, row in enumerate(node.rows, start=1):
            fixed = _fixed(row)
            where = (
                _("%(row)s：", row=fixed) if fixed else _("%(list)s第 %(n)s 行：", list=node.label, n=number)
            )
            yield from places(row.nodes, place + where)


def located(errors: Mapping[str, str], nodes: Sequence[Node]) -> dict[str, str]:
    """Messages by field, each with the row it is about; in the order in which the fields stand."""
    where = {name: (number, place) for number, (name, _node, place) in enumerate(places(nodes))}
    ordered = sorted(errors, key=lambda name: where.get(name, (len(where), ""))[0])
    return {name: where.get(name, (0, ""))[1] + said(errors[name]) for name in ordered}
