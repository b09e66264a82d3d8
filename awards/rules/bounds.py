"""How much a published rule may be: far more than any has, far less than would hurt."""

from __future__ import annotations

from typing import Final

from awards.rules.reading import Unreadable

MAX_UNITS: Final = 2_000
MAX_ANNEXES: Final = 50
MAX_UNIT: Final = 50_000  # characters of one article
MAX_DEPTH: Final = 5  # numbers within numbers

_CURES: Final = {
    MAX_UNITS: "第 {line} 行：条文或章节超过了 {limit:,} 个；请分成几个文件",
    MAX_ANNEXES: "第 {line} 行：附件超过了 {limit:,} 个；请分成几个文件",
    MAX_UNIT: "第 {line} 行起的一条超过了 {limit:,} 个字；请核对编号",
    MAX_DEPTH: "第 {line} 行：编号套了 {limit:,} 层以上；请核对编号",
}


def expect(count: int, limit: int, line: int) -> None:
    """Raise Unreadable if there are more than `limit` of what has that limit."""
    if count > limit:
        raise Unreadable(reason=_CURES[limit].format(line=line, limit=limit))
