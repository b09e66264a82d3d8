"""Notices of what was done, told on the next page: each once, and only the latest where nobody looked at a page."""

from __future__ import annotations

from flask import Flask, Response, session

KEPT = 3  # they travel in a cookie, which must stay small
_TOLD = "_flashes"  # where Flask keeps what `flash` was given


def install(app: Flask) -> None:
    """Before the cookie is written, repeated and old notices are left out."""
    app.after_request(_latest)


def _latest(response: Response) -> Response:
    told = session.get(_TOLD)
    if told and len(told) > 1:
        # counted from the end, so that a notice said again stands where it was said last
        session[_TOLD] = list(dict.fromkeys(tuple(each) for each in reversed(told)))[:KEPT][::-1]
    return response
