"""What a page complains of while a test drives it: console errors, broken scripts, CSP violations, foreign requests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

LOUD = {"error", "warning"}
STATUS = re.compile(r"status of (\d{3})")
INLINE = ("data:", "blob:", "about:")
TELL_VIOLATIONS = """
addEventListener('securitypolicyviolation', (event) =>
  console.error(`CSP ${event.effectiveDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`));
"""


@dataclass
class Watch:
    """Collects complaints of all pages of a test; `allow` names statuses and texts that the test provokes on purpose."""

    complaints: list[str] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)

    def allow(self, *expected: int | str) -> None:
        """Let pass what is part of the story: allow(422), allow("没有画出来")."""
        self.statuses |= {each for each in expected if isinstance(each, int)}
        self.texts |= {each for each in expected if isinstance(each, str)}

    def follow(self, context: BrowserContext, base_url: str) -> None:
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", lambda request: self._request(request, base_url))

    def assert_clean(self) -> None:
        assert self.complaints == [], self.complaints

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in LOUD and not self._expected(message.text):
            self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _expected(self, text: str) -> bool:
        status = STATUS.search(text)
        return bool(status and int(status[1]) in self.statuses) or any(each in text for each in self.texts)

    def _request(self, request: Request, base_url: str) -> None:
        if not request.url.startswith((base_url, *INLINE)):
            self.complaints.append(f"left the house: {request.url}")
