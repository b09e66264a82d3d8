"""What is shown for a year whose notice is not in: fixed statutory days only, and always provisional.

Lunar holidays, bridging days and make-up days are not guessed. A guess is for display: whoever releases a
step must ask for status "confirmed".
"""

from __future__ import annotations

from datetime import date
from typing import Final

_FIXED: Final = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}


def statutory_name(day: date) -> str | None:
    """The name of the fixed statutory holiday on that day, if there is one."""
    return _FIXED.get((day.month, day.day))
