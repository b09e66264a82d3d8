"""The bytes of a published rule as numbered lines; what is too large or no text at all is refused in one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from awards.rules.typography import cleaned, is_chinese, typeset
from engine.errors import LaurelError

MAX_BYTES: Final = 2_000_000
MAX_LINES: Final = 20_000
MAX_LINE: Final = 10_000  # characters
_BREAKS: Final = re.compile("\r\n|[\r\v\u0085\u2028\u2029]")
_CHINESE_SHARE: Final = 0.2  # of what is not space; a rule has far more


class Unreadable(LaurelError):
    """没有载入：{reason}。"""

    code, status = "unreadable-rule", 422


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its number in the file (from 1), its page (from 1), as it came and as it should be set."""

    number: int
    page: int
    source: str
    text: str


def lines(content: bytes) -> list[Line]:
    """All lines, empty ones too. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(
            reason=f"文件有 {len(content):,} 字节，超过了 {MAX_BYTES:,} 字节；请只载入办法本身的文字"
        )
    physical = _BREAKS.sub("\n", _decoded(content)).split("\n")
    if len(physical) > MAX_LINES:
        raise Unreadable(
            reason=f"文件有 {len(physical):,} 行，超过了 {MAX_LINES:,} 行；请只载入办法本身的文字"
        )
    found, page = [], 1
    for number, printed in enumerate(physical, 1):
        if len(printed) > MAX_LINE:
            raise Unreadable(
                reason=f"第 {number} 行有 {len(printed):,} 个字，超过了 {MAX_LINE:,} 个；请按自然段分行"
            )
        pieces = printed.split("\f")
        for at, piece in enumerate(pieces):
            page += at > 0
            source = cleaned(piece)
            found.append(Line(number, page, source, typeset(source)))
    return found


def characters(text: str) -> int:
    """How many characters that are not space."""
    return len("".join(text.split()))


def _decoded(content: bytes) -> str:
    if content.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or b"\0" in content:
        raise Unreadable(reason="这不是纯文本（例如是 PDF 或 Word 文件）；请先另存为 UTF-8 的纯文本")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        _expect_chinese(text)
        return text
    raise Unreadable(reason="文字编码既不是 UTF-8 也不是 GBK；请另存为 UTF-8 的纯文本")


def _expect_chinese(text: str) -> None:
    total = characters(text)
    if not total:
        raise Unreadable(reason="文件里没有文字")
    if sum(map(is_chinese, text)) < total * _CHINESE_SHARE:
        raise Unreadable(reason="文件里几乎没有汉字，不像是办法的文本；请确认选对了文件，编码是 UTF-8 或 GBK")
