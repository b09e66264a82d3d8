"""Collects what is wrong with a form, each with its component and line, and compiles its expressions."""

from __future__ import annotations

import json
from typing import Any

from engine.errors import Finding
from engine.feel import Expression, FeelError, compile


class Findings:
    """The findings of one file."""

    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self.found: list[Finding] = []
        self._lines = source.splitlines()

    def say(self, rule: str, element: str | None, message: str) -> None:
        """Note a finding at a component."""
        self.found.append(Finding(rule, message, self.file, element, self.line_of(element)))

    def line_of(self, element: str | None) -> int | None:
        """The first line that names the id or, for a component without one, its key."""
        if element is None:
            return None
        name = json.dumps(element, ensure_ascii=False)
        for number, line in enumerate(self._lines, start=1):
            if name in line and ('"id"' in line or '"key"' in line):
                return number
        return None

    def expression(
        self, element: str, where: str, source: Any, wanted: str | None = None
    ) -> Expression | None:
        """The compiled expression of a property that begins with "="; None and a finding if it is wrong."""
        if not isinstance(source, str) or not source.startswith("="):
            self.say("form-expression", element, f"{where} 应是以 = 开头的表达式")
            return None
        try:
            compiled = compile(source[1:])
        except FeelError as error:
            self.say("form-expression", element, f"{where} 的表达式无法读取：{error}")
            return None
        if wanted and compiled.type not in (None, wanted):
            self.say("form-expression", element, f"{where} 的表达式应得到 {wanted}，实际得到 {compiled.type}")
        return compiled
