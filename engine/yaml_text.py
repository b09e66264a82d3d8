"""The one door for YAML: plain values only, by the C scanner where PyYAML has it (ten times as fast)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(text: str | bytes) -> Any:
    """The document of a text. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 (a safe loader)


def load_all(text: str | bytes) -> Iterator[Any]:
    """Every document of a text. Raises yaml.YAMLError."""
    return yaml.load_all(text, Loader=_LOADER)
