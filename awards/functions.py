"""FEEL functions that the award office lends to diagrams; the calendar's own come from the engine."""

from __future__ import annotations

from engine.feel import LentFunction

FUNCTIONS: tuple[LentFunction, ...] = ()
