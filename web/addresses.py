"""Where a page may send somebody back to: only within this site."""

from __future__ import annotations

from flask import url_for


def safe(target: str | None) -> str:
    """The path asked for, if it belongs to this site; else the first page."""
    if target and target.startswith("/") and target[1:2] not in ("/", "\\") and "\\" not in target:
        return target
    return url_for("inbox.index")
