"""The pages on which people begin and send, by their names, as addresses and drafts carry them."""

from __future__ import annotations

from engine.errors import NotFound
from web.begin.paper import Paper
from web.begin.posting import Page
from web.begin.sending import Saying
from web.begin.starting import Start
from web.language import noop as N_


def page(name: str) -> Page:
    """The page of a name; whether it is one's own is asked of the page. Raises NotFound."""
    match name.split(":"):
        case ["begin", process_id, element]:
            return Start(process_id, element)
        case ["message", case_id, number] if _is_number(case_id) and _is_number(number):
            return Saying(int(case_id), int(number))
        case ["paper"]:
            return Paper()
    raise NotFound(what=N_("这个页面"))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
