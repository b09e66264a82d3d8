"""What a password must be, by simple rules: long enough, not made of one's own name, not a run or a repetition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from web.language import gettext as _

SHORTEST: Final = 10  # characters
LONGEST: Final = 200
DISTINCT: Final = 5  # different characters at least
_RUN: Final = 6  # so many in a row of a keyboard, an alphabet or the digits are one
_ROWS: Final = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_OWN: Final = 4  # a name of fewer characters may occur by chance


def fault(password: str, own: Iterable[str] = ()) -> str | None:
    """What is wrong with a password, or None. `own` are names that everybody knows of its holder."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return _("密码至少 %(n)s 个字符，现在是 %(now)s 个", n=SHORTEST, now=len(password))
    if len(password) > LONGEST:
        return _("密码最多 %(n)s 个字符", n=LONGEST)
    if len(set(plain)) < DISTINCT or _repeats(plain):
        return _("密码的字符太少重复太多，请换一个；一句自己记得住的话就很好")
    if _run(plain):
        return _("密码里有连着的数字、字母或键盘上相邻的键，请换一个；一句自己记得住的话就很好")
    if any(len(name) >= _OWN and name.casefold() in plain for name in own):
        return _("密码里不要有账户名、邮箱名或单位名称")
    return None


def _repeats(text: str) -> bool:
    """Whether a text is a shorter one said several times."""
    return text in (text + text)[1:-1]


def _run(text: str) -> bool:
    """Whether more than half of a text is a run, forwards or backwards."""
    rows = [row for straight in _ROWS for row in (straight, straight[::-1])]
    pieces = {row[i : i + _RUN] for row in rows for i in range(len(row) - _RUN + 1)}
    covered = {
        i + k for i in range(len(text) - _RUN + 1) if text[i : i + _RUN] in pieces for k in range(_RUN)
    }
    return len(covered) * 2 > len(text)
