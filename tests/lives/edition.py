"""An applicant's life inside an edition of Jing'an's award: the cycle decides, its notice holds who is objected to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.lives.district import CYCLE, FIRST_KEY, DistrictLife
from tests.lives.filing import Filing
from tests.lives.notice import FAR

# Somebody sits in the meeting, which passes the whole list at once.
MEETING: Mapping[str, Any] = {
    "attendance": [{"member": "委员甲"}],
    "ballot": "together",
    "committee_result": "passed",
}


class EditionLife(DistrictLife):
    """The cycle's own tasks, from the plan of the edition to the document of the commendation."""

    cycle: int | None = None  # its case, in lives that have one

    def open_edition(self, closes_on: date) -> None:
        """The edition is planned, and applications are called for."""
        self.cycle = self.start(f"{self.scheme}.cycle", CYCLE, cycle=CYCLE)
        self.do(self.cycle, "open-cycle", year=self.today.year, objection_procedure_published_on=self.today)
        self.do(self.cycle, "publish-notice", closes_on=closes_on)
        self.agree("closed", self.house.due(self.cycle, "intake-closes"), closes_on)
        self.intake_ends = self.rules.closed(closes_on)

    def through_the_edition(self, case: int, filing: Filing) -> Filing | None:
        """Two lists, a committee, an approval, the notice, the document; what the register then holds."""
        self.round(case)
        self.go(self.intake_ends)
        self.go_on(self.soon(40))
        listed = self.perhaps(0.9)
        self.do(self.cycle, "onsite-list", selection=[{"selected": listed}])
        if not listed:
            self.do(case, "feedback-report")
            self.ended(case, "not-selected")
            return None
        self.round(case)
        self.do(case, "comprehensive-report")
        self.do(self.cycle, "propose-winners", proposal=[{"proposed": True}])
        for element, said in (("committee-deliberation", MEETING), ("record-approval", {})):
            self.go_on(self.soon())
            self.raised, self.open_until = [], FAR
            self.do(self.cycle, element, **said)
        if not self.post(self.cycle, FIRST_KEY, "commendation"):
            if self.raised:
                self.ended(case, "not-awarded")
                self.ended(self.cycle, "commended")
            return None
        self.is_at(self.cycle, "commendation")
        self.go_on(self.soon(60))
        document = {"document_number": "示例府 30 号", "document_date": self.today}
        self.do(self.cycle, "commendation", confirmation=[{"commended": True}], **document)
        self.ended(self.cycle, "commended")
        return self.awarded(case, filing, self.today)
