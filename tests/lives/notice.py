"""A public notice in a life: posted, interrupted, objected to, held, left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.lives.life import Life
from tests.lives.reckoning import SHANGHAI, at
from tests.lives.rules import Hold

FAR = datetime(2100, 1, 1, tzinfo=SHANGHAI)  # a notice that is to be posted has no end yet
MODES = {"accepted": "holds", "needs-proof": "holds until proof"}  # as the house calls them


@dataclass
class Objection:
    """One objection in the life of a case."""

    key: str
    root: int
    mode: str
    settled: datetime | None = None
    excludes: bool = False

    @property
    def holds(self) -> bool:
        return self.mode.startswith("holds")


class NoticeLife(Life):
    """Posting a notice, and what people object to it."""

    raised: list[Objection]  # against the case, in its notices
    open_until: datetime  # the end of the notice that runs, or has run
    proof_message: str  # with which an objector hands in proof
    late_while_held = (
        True  # whether somebody objects after the notice, while another objection still holds the case
    )
    second_channel = False  # beside the first, perhaps on another day
    objections = 0  # raised so far
    least_days = 5  # that may be filled in for a notice
    valid_to: date | None = None  # the last day of the rule that the life goes by

    def post(self, case: int, key: str, next_task: str) -> bool:
        """Post a notice in a case, live through it and whatever holds the applicant's (`key`); whether it goes on."""
        self.raised, self.open_until = [], FAR
        if not self.may_act(case):
            return False
        self.open_until = self._posted(case)
        if self.perhaps(0.08):
            self.go(self.before(self.open_until))
            self.say("notice-interrupted", self.house.case(case).business_key, interruption="网页打不开")
            self.same("the notice runs no more", self.house.due(case, "notice-over"), None)
            self.open_until = FAR
            self.open_until = self._posted(case)
        over = self.open_until
        for _ in range(self.dice.choice([0, 0, 0, 1, 1, 2])):
            self.objections += 1  # of the whole life: each has a key of its own
            late = self.perhaps(0.2)
            when = over + timedelta(hours=self.dice.randint(0, 900)) if late else self.before(over)
            self.plan(when, lambda n=self.objections: self._object(key, f"{key}异{n}"))
        self.go(over)
        return self._wait_for(case, next_task, over)

    def may_act(self, case: int) -> bool:
        """Nothing is posted or decided under a rule that has lapsed: the case stands still."""
        lapsed = self.house.incidents(case) == ["rule-lapsed"]
        self.agree("in_force", not lapsed, self.today, self.valid_to)
        return not lapsed

    def announced(self, key: str, least: int) -> bool:
        """The notice of the winners, posted for the whole cycle; whether the rule still allowed it."""
        told = {"case_keys": [], "title": "示例公示", "items": [], "reference": None}
        board = self.start(
            "shared.public-notice", key, scheme=self.scheme, notice_type="winners", notice_key=key, **told
        )
        if not self.may_act(board):
            return False
        self.go_on(self.soon())
        posted, days = self.today, least + self.dice.choice([0, 0, 1, 3])
        first = posted - timedelta(days=self.dice.choice([0, 2]) if self.second_channel else 0)
        self.do(board, "post-notice", posted_on=first, second_posted_on=posted, notice_days=days)
        self.agree("winners_over", self.house.due(board, "notice-over"), posted, days)
        self.go(self.rules.winners_over(posted, days))
        self.agree("winners_over", self.ended(board, "notice-complete"), posted, days)
        return True

    def _posted(self, case: int) -> datetime:
        self.go_on(self.soon())
        posted = self.today - timedelta(days=self.dice.choice([0, 0, 0, 1, 3]))
        days = self.least_days + self.dice.choice([0, 0, 0, 1, 5])
        self.do(case, "post-notice", posted_on=posted, notice_days=days)
        over = self.rules.notice_over(posted, days)
        if over > self.house.now:
            self.agree("notice_over", self.house.due(case, "notice-over"), posted, days)
        return max(over, self.house.now)

    def before(self, over: datetime) -> datetime:
        """Some instant before the end of a window, often in its last minute."""
        left = max(int((over - self.house.now).total_seconds()) - 1, 0)
        seconds = min(left, self.dice.choice([1, 60, self.dice.randint(0, left)]))
        return over - timedelta(seconds=max(seconds, 1))

    def _wait_for(self, case: int, task: str, over: datetime) -> bool:
        """Until everything that holds the case is settled, it is where it was; whether it then goes on."""
        while True:
            holds: tuple[Hold, ...] = tuple(o.settled for o in self.raised if o.holds)
            excluded = any(o.excludes for o in self.raised)
            self.agree("goes_on", self.house.opened(case, task), over, holds, excluded)
            if None not in holds:
                break
            self.next()
        return not excluded

    def _object(self, key: str, number: str) -> None:
        if any(o.excludes for o in self.raised):
            return
        named, proof = self.perhaps(0.75), self.perhaps(0.6)
        in_window = self.house.now < self.open_until
        self.say(
            f"{self.scheme}.objection-submitted",
            number,
            objection_key=number,
            case_key=key,
            named=named,
            has_proof=proof,
            objector={"name": "示例异议人", "account": "person-9", "contact": "person-9"} if named else None,
            facts="示例事实",
        )
        root = self.house.newest(f"{self.scheme}.objection")
        mode = self.house.variables(root)["admission"]["mode"]
        self.agree("admission", MODES.get(mode, mode), named, proof, in_window)
        objection = Objection(number, root, MODES.get(mode, mode))
        self.raised.append(objection)
        match objection.mode:
            case "lead":
                self.ended(root, "registered-as-lead")
            case "holds until proof":
                self._ask_for_proof(objection)
            case "late":
                self.do(root, "decide-late-hold", late_hold="no")
                self._investigated_later(objection)
            case _:
                self._investigated_later(objection)

    def _ask_for_proof(self, objection: Objection) -> None:
        due_on = self.soon()
        self.do(objection.root, "request-proof", proof_due_on=due_on)
        self.agree("closed", self.house.due(objection.root, "proof-overdue"), due_on)
        if self.perhaps(0.5):
            self.plan(self.before(self.rules.closed(due_on)), lambda: self._prove(objection))
        else:
            self.plan(at(due_on) + timedelta(days=1), lambda: self._unproven(objection))

    def _prove(self, objection: Objection) -> None:
        self.say(self.proof_message, objection.key, proof_files=["证明.pdf"])
        self._investigated_later(objection)

    def _unproven(self, objection: Objection) -> None:
        objection.settled = self.ended(objection.root, "lapsed-to-lead")

    def _investigated_later(self, objection: Objection) -> None:
        self.plan(
            at(self.soon(), 8) + timedelta(hours=self.dice.randint(0, 10)), lambda: self._settle(objection)
        )

    def _settle(self, objection: Objection) -> None:
        """The office looks into it; only the committee excludes, and a case that goes on anyway is not stopped."""
        root = objection.root
        exclude = objection.holds and self.perhaps(0.35)
        said: dict[str, Any] = {"objection_upheld": "yes" if exclude else "no"}
        self.do(root, "investigate", recommend_exclusion="yes" if exclude else "no", **said)
        if exclude:
            objection.excludes = self.perhaps(0.7)
            self.do(root, "committee-decision", objection_excludes=objection.excludes)
        objection.settled = self.house.now
        self.ended(root, "resolved")
