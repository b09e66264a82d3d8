"""What a form must hold so that it is its object that decides, not an empty field."""

from __future__ import annotations

from typing import Any, Final

REASON: Final = {"reason": "理由"}
BODIES: Final[dict[str, dict[str, Any]]] = {
    **{f"intervening.{name}": REASON for name in ("begin", "cancel", "resume", "suspend", "timer")},
    "proposals.decline": REASON,
    "proposals.propose": REASON,
    "inbox.assign": {"to": "office2"},
    "inbox.delegate": {"to": "office2"},
    "inbox.follow_up": {"act": "clear"},
}
