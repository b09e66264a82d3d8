"""How long a notice stands: what the form of a posting asks, by the notice rule of a scheme."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.feel import Environment
from engine.forms import check, parse_form, present
from engine.forms.nodes import every

FILE = Path(__file__).resolve().parents[2] / "processes" / "shared" / "forms" / "post-notice.form"
FORM = parse_form(FILE.read_bytes(), FILE.name)
AT_LEAST = {"days": Decimal(5), "minimum": True}
EXACTLY = {"days": Decimal(7), "minimum": False}
BY_OFFICE = {"days": Decimal(5), "unit": "working-days", "minimum": True, "set_by": "office"}
CALENDAR = {"days": Decimal(7), "unit": "calendar-days", "minimum": True, "set_by": "rule"}
SHORT = "天数不同的理由"


def errors(rule: dict[str, Any], days: int, reason: str | None = None) -> dict[str, str]:
    """What is wrong with a posting that is complete but for its length."""
    sent = {
        "posted_on": "2026-06-01",
        "notice_days": days,
        "notice_channels": ["government"],
        "posted_url": "https://example.invalid/notice",
        "objection_channel_shown": True,
    } | ({"notice_days_reason": reason} if reason else {})
    context: dict[str, Any] = {"title": "公示", "items": [], "reference": None, "notice_rule": rule}
    return check(FORM, sent, context, Environment()).errors


@pytest.mark.parametrize(
    ("rule", "days", "wrong"),
    [
        (AT_LEAST, 4, {"notice_days": "公示工作日数不得小于 5"}),
        (AT_LEAST, 5, {}),
        (AT_LEAST, 9, {}),
        (EXACTLY, 6, {"notice_days": "公示工作日数不得小于 7"}),
        (EXACTLY, 7, {}),
        (EXACTLY, 8, {"notice_days_reason": f"请填写{SHORT}"}),
        (BY_OFFICE, 0, {"notice_days": "公示工作日数不得小于 1", "notice_days_reason": f"请填写{SHORT}"}),
        (BY_OFFICE, 4, {"notice_days_reason": f"请填写{SHORT}"}),
        (BY_OFFICE, 5, {}),
        (BY_OFFICE, 8, {}),
        (CALENDAR, 6, {"notice_days": "公示天数不得小于 7"}),
        (CALENDAR, 7, {}),
    ],
)
def test_the_length_of_a_notice(rule: dict[str, Any], days: int, wrong: dict[str, str]) -> None:
    assert errors(rule, days) == wrong


@pytest.mark.parametrize(("rule", "days"), [(EXACTLY, 8), (BY_OFFICE, 4)])
def test_a_reason_makes_another_length_possible(rule: dict[str, Any], days: int) -> None:
    assert errors(rule, days, "跨节假日") == {}


def test_a_period_set_by_the_office_is_not_shown_as_the_rules() -> None:
    def shown(rule: dict[str, Any]) -> dict[str, str | None]:
        nodes = present(FORM, {"notice_rule": rule}, Environment())
        return {n.component.id: n.text for n in every(nodes) if n.shown}

    assert shown(BY_OFFICE)["text_set_by"] == "这种公示的天数由审定办确定，不是办法规定的；默认 5 个工作日。"
    assert "text_set_by" not in shown(AT_LEAST)
    assert "text_set_by" not in shown(CALENDAR)
