"""Counts: small and fixed for `make test`, as large as the goals name them for `make deep`."""

from __future__ import annotations

import os

DEEP = os.environ.get("LAUREL_DEEP") == "1"


def count(small: int, deep: int) -> int:
    """How many, in this run."""
    return deep if DEEP else small
