"""Breaking labels into lines: Chinese may break anywhere but before closing punctuation, Latin words stay whole."""

from __future__ import annotations

import re
import unicodedata

_PIECES = re.compile(r"[A-Za-z0-9_.\-/]+\s*|\s+|.", re.DOTALL)
_NOT_FIRST = "，。、；：！？）》〉】』」”’,.;:!?)]}%"


def width_of(text: str, size: float) -> float:
    """About how wide a text is, in pixels, at a font size in pixels."""
    wide = sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.56 for c in text)
    return wide * size


def wrap(text: str, width: float, size: float, most: int) -> list[str]:
    """At most `most` lines no wider than `width` pixels, about equally long; the rest ends in an ellipsis."""
    lines = _filled(text, width, size)
    if len(lines) > 1:
        even = width_of(text, size) / len(lines) + size
        balanced = _filled(text, min(width, even), size)
        lines = balanced if len(balanced) == len(lines) else lines
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    return lines


def _filled(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for piece in _PIECES.findall(" ".join(text.split())):
        joined = lines[-1] + piece
        fits = width_of(joined.rstrip(), size) <= width
        if fits or not lines[-1] or piece in _NOT_FIRST:
            lines[-1] = joined
        else:
            lines.append(piece.lstrip())
    return [line.strip() for line in lines if line.strip()]
