"""A life in Jing'an: application, review, notice, objections, award, reports, revocation, and once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from awards.models import application, ban
from tests.lives.filing import LONG_AGO, Award, Filing
from tests.lives.jingan_rules import JinganRules
from tests.lives.life import Life
from tests.lives.reckoning import DAY, at

KEYS = {"organisation": "91310106DEMEX00012", "person": "demo-person-1"}
REVIEWER = {"account": "expert-1", "name": "评审员一", "in_pool": True, "not_mentor": True}
FIRST_DAY, LAST_DAY = date(2024, 1, 15), date(2026, 8, 31)


class JinganLife(Life):
    """One applicant of Jing'an."""

    scheme = "jingan"
    rules: JinganRules
    habits = {
        "submit-application": {
            "internal_result": "none",
            "uscc": KEYS["organisation"],
            "registered_district": "jingan",
            "district_since": LONG_AGO,
            "cqo_appointed": True,
            "has_loss": "no",
            "declared_other": "none",
        },
        "assign-reviewers": {"reviewers": [REVIEWER]},
    }

    def live(self) -> None:
        kind = self.dice.choice(["organisation", "organisation", "person"])
        category = "model" if kind == "organisation" else "achievement"
        level = self.dice.choice(["gold", "gold", "top"])
        filed_on = self.day_in(FIRST_DAY, LAST_DAY)
        self.filing = self._past(Filing(kind, level, category, filed_on))
        case = self.apply(self.filing, "001号")
        if case is None or not self.qualify(case) or not self.review(case):
            return
        ...
