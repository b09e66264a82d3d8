"""What is known of a content: not scanned, waiting, given up, clean, infected, refused; and who may have it."""

from __future__ import annotations

from typing import Final

from engine.errors import LaurelError
from web.language import noop as N_

UNSCANNED: Final = "unscanned"  # no scanner when it came
WAITING: Final = "waiting"
STUCK: Final = "stuck"  # asked for until nobody asked any more: an incident stands among the others
CLEAN: Final = "clean"
INFECTED: Final = "infected"
REFUSED: Final = "refused"  # by the scanner: too large for it, for instance
LEAVING: Final = "leaving"  # nobody has it any more, and it is being swept away

WORDS: Final = {
    UNSCANNED: N_("未查毒"),
    WAITING: N_("正在查毒"),
    STUCK: N_("查毒没有完成"),
    CLEAN: N_("已查毒"),
    INFECTED: N_("含有病毒"),
    REFUSED: N_("没有通过检查"),
}
BAD: Final = frozenset({INFECTED, REFUSED})
HELD: Final = BAD | {WAITING, STUCK}  # nobody gets it as things stand


class NotYet(LaurelError):
    """“{name}”正在查毒，还不能下载；一般几分钟内完成，请稍后再试。"""

    code, status = "not-scanned-yet", 409


class NotScanned(LaurelError):
    """“{name}”多次查毒都没有完成，暂不提供下载。系统管理员可以在“故障”里重试；也可以请上传它的人再传一次，会重新查毒。"""

    code, status = "not-scanned", 409


class Held(LaurelError):
    """“{name}”查出问题（{finding}），不提供下载。请上传它的人在干净的电脑上重新制作后再传。"""

    code, status = "held-back", 409


def check_may_leave(name: str, state: str, finding: str | None, *, scanner: bool) -> None:
    """Raise NotYet, NotScanned or Held for a content that nobody may have; without a scanner what was not scanned goes out."""
    if state in BAD:
        raise Held(name=name, finding=finding or WORDS[state])
    if state == STUCK:
        raise NotScanned(name=name)
    if state == WAITING or (state == UNSCANNED and scanner):
        raise NotYet(name=name)
