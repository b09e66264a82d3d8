"""Decision tables of a bundle: gaps, overlaps, dead rules and values out of place, as findings with file and line."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bundle.model import Bundle
from engine.dmn.table_checks import check_tables
from engine.errors import Finding


def tables(bundle: Bundle) -> Iterator[Finding]:
    """What the tables' checks say; rules are `decision-gap`, `decision-overlap` and so on. Each file is read once."""
    seen: set[str] = set()
    for decision, model in bundle.decisions.items():
        file = bundle.files["decision", decision].path
        if file in seen:
            continue
        seen.add(file)
        for found in check_tables(model):
            yield Finding(
                f"decision-{found.kind}", found.message, file, found.element, found.line, found.severity
            )
