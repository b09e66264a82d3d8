"""The blueprint of the figures, and which scheme a page is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, request

from engine.errors import NotFound
from engine.queries.visibility import staff_schemes
from web.house import actor, vocabulary
from web.language import noop as N_

pages = Blueprint("figures", __name__)

# The pages of this room: the endpoint and its word.
TABS: Final = (
    ("figures.index", N_("周期")),
    ("figures.load", N_("工作量")),
    ("figures.notices", N_("公示日历")),
)


@dataclass(frozen=True, slots=True)
class Room:
    """The scheme that is looked at, and those one may change to, by their names."""

    scheme: str
    schemes: dict[str, str]

    @property
    def name(self) -> str:
        """The scheme's own name."""
        return self.schemes[self.scheme]


def room() -> Room:
    """The scheme asked for in the address, else the first that one may see. Raises NotFound."""
    words = vocabulary()
    known = [scheme for scheme, own in words.schemes.items() if own.name]
    seen = known if actor().admin else [scheme for scheme in staff_schemes(actor()) if scheme in known]
    asked = request.args.get("scheme") or next(iter(seen), "")
    if asked not in seen:
        raise NotFound(what=N_("这个页面"))
    return Room(asked, {scheme: words.scheme_short(scheme) for scheme in seen})
