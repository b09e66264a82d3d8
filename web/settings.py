"""What a deployment may set for its web pages."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from engine.clock import Clock, SystemClock
from web.limits import DEFAULTS, Allowance

SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the web part; `secret_key` signs the anti-forgery token and the one-time notices."""

    secret_key: str
    demo: bool = False
    demo_password: str = ""  # shown on the sign-in page of a demonstration only
    secure_cookies: bool = True
    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=8)
    failures_for_account: int = 5
    failures_for_address: int = 20
    failure_window: timedelta = timedelta(minutes=15)
    page_size: int = 25
    uploads: Mapping[str, Allowance] = field(default_factory=lambda: dict(DEFAULTS))  # by role
    clock: Clock = field(default_factory=SystemClock)  # of sign-ins; business time is the engine's

    @property
    def largest_request(self) -> int:
        """Bytes of the largest file that anybody may send, with the form around it."""
        return max(one.largest for one in self.uploads.values()) + 1024 * 1024

    def __post_init__(self) -> None:
        if len(self.secret_key) < SHORTEST_SECRET:
            raise ValueError(f"the secret key needs at least {SHORTEST_SECRET} characters")


def secret_from(path: Path) -> str:
    """The secret kept in a file that only this account may read; made at the first start."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
