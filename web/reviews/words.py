"""Words and figures of the review templates: points as they are written, places on the line of a spread."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask import Flask

from engine.forms.nodes import Row

_LEFT, _STEP = 8, 1.94  # the line of a spread in its picture: where 0 stands, and how wide one per cent is


def points(value: Any) -> str:
    """A number of points without needless zeros; empty for nothing."""
    return (
        ""
        if value is None
        else f"{Decimal(str(value)):f}".rstrip("0").rstrip(".")
        if value % 1
        else f"{value:.0f}"
    )


def along(percent: Any) -> str:
    """Where a percentage stands on the line of a spread."""
    return f"{_LEFT + float(percent) * _STEP:.1f}"


def by_category(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows of a sheet in their order, category by category."""
    return [
        (str(category or ""), list(run))
        for category, run in groupby(rows, key=lambda row: row.cells["category"].value)
    ]


def install(app: Flask) -> None:
    app.jinja_env.filters.update(points=points, along=along, by_category=by_category)
