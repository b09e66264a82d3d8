"""What is known of a content: not scanned, waiting for the scanner, clean, infected, refused; and who may have it."""

from __future__ import annotations

from typing import Final

from engine.errors import LaurelError
from web.language import noop as N_

UNSCANNED: Final = "unscanned"  # no scanner when it came
WAITING: Final = "waiting"
CLEAN: Final = "clean"
INFECTED: Final = "infected"
REFUSED: Final = "refused"  # by the scanner: too large for it, for instance
LEAVING: Final = "leaving"  # nobody has it any more, and it is being swept away

WORDS: Final = {
    UNSCANNED: N_("未查毒"),
    WAITING: N_("正在查毒"),
    CLEAN: N_("已查毒"),
    INFECTED: N_("含有病毒"),
    REFUSED: N_("没有通过检查"),
}
BAD: Final = frozenset({INFECTED, REFUSED})


class NotYet(LaurelError):
    """“{name}”正在查毒，还不能下载；一般几分钟内完成，请稍后再试。"""

    code, status = "not-scanned-yet", 409


class Held(LaurelError):
    """“{name}”查出问题（{finding}），不提供下载。请上传它的人在干净的电脑上重新制作后再传。"""

    code, status = "held-back", 409


def check_may_leave(name: str, state: str, finding: str | None, *, scanner: bool) -> None:
    """Raise NotYet or Held for a content that nobody may have; without a scanner what was not scanned goes out."""
    if state in BAD:
        raise Held(name=name, finding=finding or WORDS[state])
    if state == WAITING or (state == UNSCANNED and scanner):
        raise NotYet(name=name)
