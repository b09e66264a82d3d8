"""Two independent entries of one text, compared line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OFF, WORK, CLOSED, OPEN, NOTHING = "放假", "上班", "停止办公", "恢复办公", "未列"


def compare(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[dict[str, str]]:
    """Where two entries (`as_dict` of a year's days or of closures) disagree: `{line, first, second}` each."""
    one, two = _lines(first), _lines(second)
    return [
        {"line": line, "first": one.get(line, NOTHING), "second": two.get(line, NOTHING)}
        for line in sorted(one.keys() | two.keys())
        if one.get(line) != two.get(line)
    ]


def _lines(content: Mapping[str, Any]) -> dict[str, str]:
    """What an entry says, by day; a status is a line of its own."""
    said = {"status": str(content["status"])} if "status" in content else {}
    said |= {day: f"{OFF} {name}" for day, name in content.get("off", {}).items()}
    said |= dict.fromkeys(content.get("work", ()), WORK)
    said |= {day: f"{CLOSED}（{reason}）" for day, reason in content.get("close", {}).items()}
    return said | dict.fromkeys(content.get("lift", ()), OPEN)
