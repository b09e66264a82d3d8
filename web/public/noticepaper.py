"""A posted notice on paper: the frozen words with their list, red head and fingerprint, and a code that opens its page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import orjson

from awards.letters import printing
from awards.letters.papers import day_parts
from awards.settings import settings
from engine.letters import text_of
from web.language import gettext as _
from web.public.days import long_day, long_moment
from web.public.noticeview import Shown

KEPT: Final = 64  # papers in memory: the same notice is the same paper until something is added to it
BEFORE: Final = 2  # paragraphs that stand before the list


def pdf(shown: Shown) -> bytes:
    """The notice as it stands by now; to be called while the request speaks the language in which it was posted."""
    return _set(orjson.dumps(_data(shown)))


@lru_cache(maxsize=KEPT)
def _set(data: bytes) -> bytes:
    return printing.pdf("notice", orjson.loads(data))


def _data(shown: Shown) -> dict[str, Any]:
    notice = shown.line.notice
    content, address = notice.content, f"{settings().address}/notices/{notice.id}"
    return {
        "office": content["office"],
        "number": notice.number,
        "title": notice.title,
        "state": _state(shown),
        "before": content["paragraphs"][:BEFORE],
        "rows": _rows(shown),
        "after": content["paragraphs"][BEFORE:],
        "day": text_of(notice.posted_on),
        "issued": day_parts(notice.posted_on),
        "supplements": [
            _(
                "放假安排公布后重新计算，本公示的截止日期由 %(before)s 顺延到 %(after)s 24:00。（%(at)s）",
                before=long_day(more.before),
                after=long_day(more.after),
                at=long_moment(more.at),
            )
            for more in shown.supplements
        ],
        "fingerprint": notice.sha256,
        "address": address,
        "qr": printing.qr(address),
    }


def _rows(shown: Shown) -> list[list[str]]:
    """Heading and lines of the list; empty for a notice without one."""
    items = shown.line.notice.content["items"]
    heading = [_("序号"), *(text for _field, text in shown.columns)]
    lines = [
        [str(n), *(str(item[field]) for field, _text in shown.columns)] for n, item in enumerate(items, 1)
    ]
    return [heading, *lines] if lines else []


def _state(shown: Shown) -> str:
    if shown.line.notice.state == "replaced":
        return _("这份公示中断过，已经重新张贴、重新起算，以重新张贴的为准。")
    return _("这份公示已经停止，没有期满。") if shown.line.notice.state == "stopped" else ""
