"""Where a field stands after its row's neighbours went or moved."""

from __future__ import annotations

import pytest

from web.forms import paths


@pytest.mark.parametrize(
    ("field", "removed", "moved", "found"),
    [
        ("name", "rows[0]", None, "name"),
        ("rows[0].a", "rows[1]", None, "rows[0].a"),
        ("rows[1].a", "rows[1]", None, None),
        ("rows[2].a", "rows[1]", None, "rows[1].a"),
        ("rows[2].a", None, "rows[2]", "rows[1].a"),
        ("rows[1].a", None, "rows[2]", "rows[2].a"),
        ("rows[0].a", None, "rows[2]", "rows[0].a"),
        ("rows[0].a", None, "rows[0]", "rows[0].a"),
        ("others[2].a", "rows[1]", None, "others[2].a"),
        ("rows[1].inner[2].a", "rows[1].inner[0]", None, "rows[1].inner[1].a"),
        ("rows[2].inner[2].a", "rows[0]", None, "rows[1].inner[2].a"),
        ("rows[2].a", "rows", "x", "rows[2].a"),
    ],
)
def test_a_field_follows_its_row(
    field: str, removed: str | None, moved: str | None, found: str | None
) -> None:
    assert paths.after(field, removed, moved) == found
