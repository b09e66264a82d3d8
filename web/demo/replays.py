"""Further schemes' past: their own stories from `processes/`, played up to a telling moment by the demo's people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from awards.numbers import issue
from engine.actor import Actor
from engine.clock import LentClock
from engine.process_engine import ProcessEngine
from engine.rehearsal import scenario as scenarios
from engine.rehearsal.passing import pass_time, settle
from engine.rehearsal.player import Player
from engine.rehearsal.scenario import Scenario

People = Mapping[str, frozenset[str]]  # account -> groups


@dataclass(frozen=True, slots=True)
class Replay:
    """A story of a file (the first, unless `story` says which), up to its step `until` (not done any more).

    `cast` says which account plays a name of the story; a role without a part is played by the scheme's `office`.
    `numbers` are the office's numbers that the story uses: kind, year, how many.
    """

    file: str
    cast: Mapping[str, str]
    until: int | None = None
    story: int = 0
    numbers: tuple[tuple[str, int, int], ...] = ()


HONGKOU = {
    "office-clerk": "hk-office",
    "office-lead": "hk-lead",
    "recommender-association": "hk-recommender",
    "recommender-sub-district": "hk-recommender2",
    "review-group": "hk-reviewer",
    "review-leader": "hk-leader",
    "committee": "hk-committee",
    "approver": "hk-approver",
    **{f"expert-{n}": "hk-reviewer" for n in (1, 2, 3)},
    "expert-4": "hk-leader",
    "org-1": "hk-applicant1",
    "org-2": "hk-applicant2",
    "org-3": "hk-applicant4",
    "org-4": "hk-applicant5",
    "person-1": "hk-applicant3",
    "hongkou.office-clerk": "hk-office",
    "hongkou.follow-up": "hk-office",
}
ASSOCIATION = {
    "office-clerk": "as-office",
    "office-lead": "as-lead",
    "review-leader": "as-leader",
    "committee": "as-committee",
    "approver": "as-approver",
    **{f"expert-{n}": "as-reviewer" for n in range(1, 9)},
    "expert-9": "as-reviewer2",
    "org-1": "as-applicant1",
    "org-2": "as-applicant2",
    "project-1": "as-applicant3",
    "person-1": "as-applicant4",
    "person-2": "as-applicant5",
    "person-3": "as-applicant6",
}
SHANGHAI = {
    "office-clerk": "sh-office",
    "office-lead": "sh-office",
    "expert": "sh-expert",
    "applicant": "sh-applicant",
    "org-1": "sh-applicant",
}
REPLAYS = (
    Replay(
        "jingan/scenarios/after-award.yaml",
        {"org-1": "applicant1", "jingan.office-clerk": "office", "office-lead": "lead"},
        until=15,
        numbers=(("application", 2023, 1), ("certificate", 2023, 1)),
    ),
    Replay("hongkou/scenarios/after-award.yaml", HONGKOU, until=9, numbers=(("application", 2023, 1),)),
    Replay("shanghai/scenarios/sc-07-internal-notice.yaml", SHANGHAI, numbers=(("application", 2025, 1),)),
    Replay(
        "hongkou/scenarios/full-cycle-2026.yaml",
        HONGKOU,
        until=115,
        numbers=(("cycle", 2026, 1), ("application", 2026, 3)),
    ),
    Replay("shanghai/scenarios/incubation-life.yaml", SHANGHAI, until=14),
    Replay(
        "association/scenarios/full-cycle-2026.yaml",
        ASSOCIATION,
        until=124,
        numbers=(("cycle", 2026, 1), ("application", 2026, 6)),
    ),
    # An application lies with each of two recommending bodies; filed while the rule was in force.
    Replay(
        "hongkou/scenarios/recommending.yaml",
        HONGKOU,
        until=12,
        numbers=(("cycle", 2027, 1), ("application", 2027, 2)),
    ),
)


def play(pe: ProcessEngine, clock: LentClock, processes: Path, people: People, now: datetime) -> None:
    """All replays that have begun by now, each at its own time; what falls due in between is done afterwards."""
    for one in REPLAYS:
        told = scenarios.read(processes / one.file, one.file)[one.story]
        if told.clock >= now:
            continue
        told = replace(told, steps=_past(told, one.until, now))
        _Replaying(_Street(pe, clock), _cast(told, one.cast), one.cast, people).play()
        _take_numbers(pe, told.scheme if told.scheme != "shared" else "", one)


def _past(told: Scenario, until: int | None, now: datetime) -> list[Mapping[str, Any]]:
    """The steps before `until` and before the clock reaches the present."""
    steps = told.steps[: None if until is None else until - 1]
    ahead = (
        n for n, s in enumerate(steps) if "clock" in s and scenarios.instant(s["clock"], told.file) >= now
    )
    return steps[: next(ahead, None)]


class _Street:
    """The demonstration's own house in the place of a stage: nothing is swept away, nothing is put on."""

    def __init__(self, pe: ProcessEngine, clock: LentClock) -> None:
        self.pe, self.clock = pe, clock

    def sweep(self, at: datetime) -> None:
        self.clock.set(at)

    def play_handlers(self, when: Mapping[str, Mapping[str, Any]]) -> None:
        if when:
            raise ValueError("a story with handlers of its own is not for the demonstration")

    def fail(self, times: Mapping[str, int]) -> None:
        raise ValueError(f"nothing is made to fail in the demonstration: {', '.join(times)}")

    def settle(self) -> None:
        settle(self.pe)

    def move_to(self, target: datetime) -> None:
        pass_time(self.pe, self.clock, target)


class _Replaying(Player):
    """The same steps by the demonstration's people; what rehearsals expect was seen there."""

    def __init__(self, street: _Street, told: Scenario, cast: Mapping[str, str], people: People) -> None:
        super().__init__(street, told, {})
        self._cast, self._people = cast, people

    def actor(self, name: str | None, fallback: Row[Any] | None = None) -> Actor:
        if name is None:
            return super().actor(name, fallback)
        account = self._cast.get(name, name)
        return Actor(account, self._people.get(account, frozenset()))

    def _expect(self, step: Mapping[str, Any]) -> None:
        if "started" in step["expect"]:
            super()._expect({**step, "expect": {"started": step["expect"]["started"]}})


def _cast(told: Scenario, cast: Mapping[str, str]) -> Scenario:
    """The story with the demonstration's accounts in all that is started and filled in."""
    starts: list[Mapping[str, Any]] = [_begun(start, cast) for start in told.starts]
    steps = [{"start": _begun(s["start"], cast)} if "start" in s else _renamed(s, cast) for s in told.steps]
    return replace(told, starts=starts, steps=steps)


def _begun(start: Mapping[str, Any], cast: Mapping[str, str]) -> dict[str, Any]:
    """A case belongs to its applicant, who begins it; all else is begun by the office's lead."""
    begun = _renamed(dict(start), cast)
    applicant = (begun.get("variables") or {}).get("applicant") or {}
    owner = applicant.get("account")
    return {"by": owner or cast.get("office-lead"), "owner": owner, **begun}


def _renamed(value: Any, cast: Mapping[str, str]) -> Any:
    match value:
        case dict():
            return {key: _renamed(inner, cast) for key, inner in value.items()}
        case list():
            return [_renamed(inner, cast) for inner in value]
        case str():
            return cast.get(value, value)
    return value


def _take_numbers(pe: ProcessEngine, scheme: str, one: Replay) -> None:
    """The story's numbers are used up, so that the office's next one follows them."""
    with pe.database.transaction() as connection:
        for kind, year, count in one.numbers:
            for _ in range(count):
                issue(connection, f"{scheme}.{kind}", year)
