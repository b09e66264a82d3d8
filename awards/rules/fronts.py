"""What stands before the first article or section: the notice that issued the rule, its title, an introduction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from awards.rules import marks
from awards.rules.document import Left, kind_of
from awards.rules.joining import Piece

_SUBTITLE: Final = re.compile(r"^（[^（）]{1,30}）$")
_REVISED: Final = re.compile(r"^（([0-9]{4}年.{0,10}(?:修订|修正|版|本).{0,6})）$")
_TITLE_LENGTH: Final = 80
STRAY: Final = "不知道属于哪里的零散文字"


@dataclass(slots=True)
class Front:
    """The front, told apart."""

    notice: list[str] = field(default_factory=list)
    title: str = ""
    subtitle: str = ""
    number: str = ""
    revision: str = ""
    introduction: list[Piece] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def told_apart(front: Sequence[Piece]) -> Front:
    """The last title before the body is the rule's own; what stands before it issued it, what follows introduces."""
    found = Front(number=_number(front))
    at = next((i for i in reversed(range(len(front))) if is_title(front[i].text)), None)
    if at is None:
        found.introduction = list(front)
        return found
    found.title = front[at].text
    after = at + 1
    if after < len(front) and _SUBTITLE.match(front[after].text):
        found.subtitle = front[after].text
        revised = _REVISED.match(found.subtitle)
        found.revision = revised[1] if revised else ""
        after += 1
    found.introduction = list(front[after:])
    issued = max((i for i in range(at) if marks.closes(front[i].text)), default=at)
    found.notice = [piece.text for piece in front[: min(issued + 1, at)]]
    found.left = [Left(piece.line, piece.text, STRAY, debris=False) for piece in front[issued + 1 : at]]
    return found


def is_title(text: str) -> bool:
    """A line without a sentence in it that ends as documents are called."""
    bare = re.sub("《[^》]*》", "", text)
    return len(text) <= _TITLE_LENGTH and not re.search("[，。；：]", bare) and kind_of(text) != ""


def _number(front: Sequence[Piece]) -> str:
    return next((p.text for p in front if marks.DOCUMENT_NUMBER.match(p.text)), "")
