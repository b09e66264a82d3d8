"""One line as it should have been set: digits and Latin half wide, Chinese punctuation, no space between Chinese."""

from __future__ import annotations

import re
from typing import Final

# What scanners and word processors leave inside lines: invisible marks, marks that turn text around, bookmarks.
_INVISIBLE: Final = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_BOOKMARK: Final = re.compile(r"\[bookmark: ?\w{0,60}\]")
_BULLET: Final = re.compile(r"^(?:[-*•·●]|#{1,6})[ \t]+(?=\S)(?![0-9]+[ \t]*[-—–]?$)")  # - 3 - is a page
_KEPT_WIDE: Final = "（），：；！？～"
_NARROW: Final = {0x3000: " ", 0xA0: " "} | {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_WIDE
}
_WIDE: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_CLOSERS: Final = "”’》）】〉"
_SPACES: Final = re.compile(r"[ \t]+")
_CHINESE: Final = re.compile("[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uff01-\uff60]")


def is_chinese(character: str) -> bool:
    """A Chinese character or a mark of Chinese punctuation."""
    return _CHINESE.match(character) is not None


def cleaned(line: str) -> str:
    """A line without what nobody meant to print; its spaces stay."""
    return _BULLET.sub("", _BOOKMARK.sub("", _INVISIBLE.sub("", line)).translate(_NARROW).strip())


def typeset(line: str) -> str:
    """A cleaned line in the house's typography. Only spaces are lost, and only widths of marks change."""
    foreign = any(map(latin, line)) and not any(map(is_chinese, line))
    return _SPACES.sub(" ", line) if foreign else _punctuated(_closed_up(line))


def width(line: str) -> int:
    """Columns: a Chinese character takes two."""
    return sum(2 if is_chinese(character) else 1 for character in line)


def latin(character: str) -> bool:
    """A Latin letter or a digit: two words of them need a space between, also across lines."""
    return character.isascii() and character.isalnum()


def _closed_up(line: str) -> str:
    """Without the spaces that justified setting puts beside Chinese."""

    def space(found: re.Match[str]) -> str:
        before, after = line[found.start() - 1 : found.start()], line[found.end() : found.end() + 1]
        return "" if not before or not after or is_chinese(before) or is_chinese(after) else " "

    return _SPACES.sub(space, line)


def _punctuated(line: str) -> str:
    """Half-wide punctuation in a Chinese sentence made wide; inside numbers, words and addresses it stays."""
    characters, opened = list(line), []
    for at, character in enumerate(line):
        before, after = line[at - 1 : at], line[at + 1 : at + 2]
        inner = bool(before and after and latin(before) and latin(after))
        if character == "(":
            opened.append(inner)
            characters[at] = "(" if inner else "（"
        elif character == ")":
            kept = opened.pop() if opened else inner
            characters[at] = ")" if kept else "）"
        elif character in _WIDE and not inner:
            characters[at] = character if after == "/" else _WIDE[character]
        elif character == "." and _ends_sentence(before, after):
            characters[at] = "。"
    return "".join(characters)


def _ends_sentence(before: str, after: str) -> bool:
    if not before or (after and after in ".…"):
        return False
    return "\u3400" <= before <= "\u9fff" or before in _CLOSERS + ")"
