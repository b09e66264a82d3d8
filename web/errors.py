"""What people read when something did not work: the sentence, what is safe, and where to go from here."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping
from typing import Any

from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.commands.diagrams import DiagramConflict
from engine.errors import Invalid, LaurelError, NotAllowed, NotFound, NotOpen, StorageFull
from engine.queries import inbox
from engine.sentence import Sentence
from web.house import actor, reading, vocabulary
from web.language import gettext as _
from web.language import noop as N_
from web.language import said
from web.people.accounts import display_names

_PARTS = re.compile(r"(?<=[\u3002\uff1b.;])")  # between the parts of a sentence, Chinese or Latin
_END = re.compile(r"^\s+|[\u3002\uff1b.;\s]+$")
_WORD = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)  # an account or a group, among Chinese

TITLES = {
    400: N_("请求不完整"),
    403: N_("这一步不归您办理"),
    404: N_("没有找到"),
    405: N_("不能这样打开"),
    409: N_("这次操作没有生效"),
    413: N_("内容太大"),
    422: N_("没有保存"),
    429: N_("尝试过多"),
    500: N_("系统出错"),
    503: N_("暂时不可用"),
    507: N_("存储空间已满"),
}
RETRY_AFTER = 10  # seconds after which somebody who found the house closed may look again
SAFE = {
    403: N_("没有任何内容被改动。"),
    404: N_("如果您曾经能看到它，可能是任务已转给别人，或您已回避。"),
    409: N_("没有任何内容被改动。请刷新后再看最新进展。"),
    422: N_("没有任何内容被改动。"),
    500: N_("本次操作没有生效，已提交的内容没有丢失。请稍后重试；仍然出错，请告诉管理员。"),
    503: N_("恢复后可以继续，不必重新登录。"),
    507: N_("没有任何内容被改动；腾出空间后可以继续。"),
}


def sentence_of(error: LaurelError) -> str:
    """The error's sentence with roles and people by their names instead of their ids."""
    if not isinstance(error, NotAllowed | NotOpen | DiagramConflict):
        return error.sentence(_)
    words = {
        word for value in error.facts.values() if isinstance(value, str) for word in _WORD.findall(value)
    }
    with reading() as connection:
        names = {
            **{word: vocabulary(connection).group(word) for word in words},
            **display_names(connection, words),
        }
    named = {key: _named(value, names) for key, value in error.facts.items()}
    return type(error)(**named).sentence(_)


def page(status: int, sentence: str) -> tuple[Any, int, dict[str, str]]:
    """The error page, its panel alone if a part of a page asked, or the sentence if a script did."""
    headers = {"Retry-After": str(RETRY_AFTER)} if status in (503, 507) else {}
    if status >= 500:
        g.account = None  # whatever is broken: this page asks the database nothing
    if request.accept_mimetypes.best == "application/json":
        return {"sentence": sentence}, status, headers
    looked = status == 403 and request.method == "GET"  # nothing could have changed
    template = "error_part.html" if request.headers.get("HX-Request") else "error.html"
    body = render_template(
        template,
        title=_(TITLES.get(status, N_("没有完成"))),
        sentence=sentence,
        safe=_unsaid(_(SAFE[status]), sentence) if status in SAFE and not looked else "",
        back=_back(),
        status=status,
    )
    return body, status, headers


def _unsaid(safe: str, sentence: str) -> str:
    """What is safe, without the parts that the sentence has said already."""
    return "".join(part for part in _PARTS.split(safe) if _END.sub("", part) not in sentence).strip()


def _back() -> str:
    """The page of this house from which something was sent; empty if a page was only opened."""
    came = request.referrer or ""
    return came if request.method == "POST" and came.startswith(request.host_url) else ""


def install(app: Flask) -> None:
    app.register_error_handler(LaurelError, _laurel)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OSError, _disk)


def _laurel(error: LaurelError) -> Any:
    error = _unseen(error)
    if isinstance(error, Invalid):
        return page(422, _("；").join(map(said, error.errors.values())))
    return page(error.status, sentence_of(error))


def _unseen(error: LaurelError) -> LaurelError:
    """What one may not see is not there: a refusal about such a task says no more than that."""
    number = (request.view_args or {}).get("task_id")
    if number is None or not g.get("account") or not isinstance(error, NotAllowed | NotOpen):
        return error
    with reading() as connection:
        seen = inbox.task(connection, actor(), number)
    return error if seen else NotFound(what=_("这项任务"))


def _disk(error: OSError) -> Any:
    """A file that could not be written since the disk is full; any other trouble with files is the program's."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        raise error
    return _laurel(StorageFull())


def _forged(error: CSRFError) -> Any:
    return page(400, _("页面停留太久，或不是从本系统打开的。请返回上一页，刷新后重新提交。"))


def _http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error
    sentences = {
        404: N_("没有这个页面，或者您无权查看。"),
        405: N_("这个地址不能这样打开。"),
        413: N_("送来的内容超过这里能收的大小，没有保存。请压缩或拆成几份再送。"),
    }
    return page(code, _(sentences.get(code, N_("请求没有完成。"))))


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Sentence):
        return Sentence(value.template, **{key: _named(fact, names) for key, fact in value.facts.items()})
    if not isinstance(value, str):
        return value
    return _WORD.sub(lambda word: names.get(word[0]) or word[0], value)
