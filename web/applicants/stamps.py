"""Instants to the second, as they stand on a receipt."""

from __future__ import annotations

from datetime import datetime

from engine.clock import SHANGHAI
from web.language import gettext as _


def stamp(instant: datetime) -> str:
    """`2026年9月28日 14:30:05`, in Shanghai."""
    local = instant.astimezone(SHANGHAI)
    day = {"year": local.year, "month": local.month, "day": local.day}
    return _("%(year)s年%(month)s月%(day)s日 %(clock)s", **day, clock=f"{local:%H:%M:%S}")
