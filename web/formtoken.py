"""The field that makes a second click the first one's: the token of a form, the same while it comes back with faults."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

FIELD: Final = "_once"
LONGEST: Final = 64  # characters; ours have 32


def sent(form: Mapping[str, str]) -> str | None:
    """The token of a form that was sent; None if it carries none."""
    return form.get(FIELD, "")[:LONGEST] or None


def fresh() -> str:
    """A token that no form had before, and that nobody guesses."""
    return secrets.token_urlsafe(24)
