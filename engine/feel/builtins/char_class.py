"""Differences of character classes, `[a-z-[aeiou]]` (XML Schema part 2, appendix F), which RE2 does not know."""

from __future__ import annotations

import re

LAST = 0x10FFFF
NESTING = 8
CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
ESCAPED = frozenset(r"\|.-^?*+{}()[]$")
PIECE = re.compile(r"\\.|[^\\\[]+|\\$", re.DOTALL)
PLAIN_CLASS = re.compile(r"\[(?:\\.|[^\]\\-]|-(?!\[))*\]", re.DOTALL)

Ranges = list[tuple[int, int]]
"""Code points from and to, both included, in order and apart."""


class NoDifference(Exception):
    """A class that is torn or backward, nests too deep, or takes from a category such as `\\w`."""


def resolved(source: str) -> str:
    """The pattern with every difference written out as ranges; what has none stays. Raises NoDifference."""
    if "-[" not in source:
        return source
    pieces, place = [], 0
    while place < len(source):
        plain = PIECE.match(source, place) or PLAIN_CLASS.match(source, place)
        if plain:
            pieces.append(plain[0])
            place = plain.end()
        else:
            ranges, place = _class(source, place, 1)
            pieces.append(_written(ranges))
    return "".join(pieces)


def _class(source: str, place: int, depth: int) -> tuple[Ranges, int]:
    """The class that opens here, and the place behind it."""
    if depth > NESTING:
        raise NoDifference
    place += 1
    negative = source.startswith("^", place)
    place += negative
    found: Ranges = []
    while source[place : place + 1] != "]":
        if source.startswith("-[", place):
            taken, place = _class(source, place + 1, depth + 1)
            if source[place : place + 1] != "]":
                raise NoDifference
            kept = _outside(found) if negative else found
            return _outside([*_outside(kept), *taken]), place + 1
        low, place = _character(source, place)
        high = low
        if source.startswith("-", place) and source[place + 1 : place + 2] not in ("[", "]", ""):
            high, place = _character(source, place + 1)
        if high < low:
            raise NoDifference
        found.append((low, high))
    return (_outside(found) if negative else found), place + 1


def _character(source: str, place: int) -> tuple[int, int]:
    """The code point of a character, escaped or not, and the place behind it."""
    text = source[place : place + 2]
    if not text or text[0] == "[":
        raise NoDifference
    if text[0] != "\\":
        return ord(text[0]), place + 1
    if text[1:] in CONTROLS:
        return ord(CONTROLS[text[1]]), place + 2
    if text[1:] not in ESCAPED:
        raise NoDifference
    return ord(text[1]), place + 2


def _outside(ranges: Ranges) -> Ranges:
    """All code points that no range has."""
    found, free = [], 0
    for low, high in sorted(ranges):
        if low > free:
            found.append((free, low - 1))
        free = max(free, high + 1)
    return [*found, (free, LAST)] if free <= LAST else found


def _written(ranges: Ranges) -> str:
    """A class as RE2 reads it; one that is empty matches nothing."""
    if not ranges:
        return rf"[^\x{{0}}-\x{{{LAST:X}}}]"
    return "[" + "".join(rf"\x{{{low:X}}}-\x{{{high:X}}}" for low, high in ranges) + "]"
