"""What stands after the last article: signature, date, list of annexes, copies; and the lines of attached forms."""

from __future__ import annotations

import re
from typing import Final

from awards.rules import marks
from awards.rules.fronts import is_title
from awards.rules.joining import Piece

_ENTRY: Final = re.compile(r"^(?:附件：)?(?:附件)?[0-9一二三四五六七八九十]{0,2}[、.：]?")
_SIGNATURE: Final = re.compile("^[^，。；：！？]{2,40}$")
_NOTE: Final = re.compile("^(?:附件|附表|附|注|备注|（)")
_SPREAD: Final = re.compile(r"\S(?:\t| {2,})\S")


def signs(piece: Piece, after: Piece | None) -> bool:
    """A body's name above the date of its signature."""
    return after is not None and marks.is_date(after.text) and _SIGNATURE.match(piece.text) is not None


def may_follow_the_end(piece: Piece, after: Piece | None) -> bool:
    """A signature, a note or the title of what is attached; other text after the end belongs nowhere."""
    return signs(piece, after) or _NOTE.match(piece.text) is not None or is_title(piece.text)


def annex_title(entry: str) -> str:
    """The title in an entry of the list of annexes: `附件：1、甲表` -> 甲表."""
    return _ENTRY.sub("", entry)


def titles_annex(piece: Piece, annex: str, heading: str) -> bool:
    """Whether a line is the title of an annex whose heading was its number only."""
    bare = heading.startswith("附件") and len(heading) <= len(annex) + 1
    return bare and (is_title(piece.text) or len(piece.text) <= marks.HEADING)


def as_in_form(piece: Piece) -> str:
    """A line of a form keeps the gaps between its fields."""
    spread = len(piece.parts) == 1 and _SPREAD.search(piece.source)
    return " ".join(piece.source.split()) if spread else piece.text
