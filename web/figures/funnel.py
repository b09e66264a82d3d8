"""The way of a cycle's applications as a funnel: how many came to each step, by award."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

LISTED: Final = "="  # a step that begins so is a list of the cycle: `=winners`


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: how many came so far, by award, and how many are at hand exactly here."""

    id: str
    label: str
    reached: Mapping[str, int]
    here: int

    @property
    def total(self) -> int:
        """How many came so far, of all awards."""
        return sum(self.reached.values())


@dataclass(frozen=True, slots=True)
class Way:
    """The stages of a scheme in their order, and the steps of its funnel (`scheme.yaml`, `funnel`)."""

    stages: Sequence[str]
    steps: Mapping[str, str]  # stage or =list -> label

    def behind(self, step: str) -> set[str]:
        """The stages of cases that have come to this step. What lies beyond the last step tells nothing of the way."""
        last = max((self._place(s) for s in self.steps if not s.startswith(LISTED)), default=0)
        first = self._place(step)
        known = {stage for n, stage in enumerate(self.stages) if first <= n <= last}
        everything = step == next(iter(self.steps), None)
        return known | ({"", *self.stages} if everything else set())

    def here(self, step: str) -> set[str]:
        """The stages from this step on that come before the next step of the funnel."""
        after = [s for s in self.steps if not s.startswith(LISTED) and self._place(s) > self._place(step)]
        later = self.behind(after[0]) if after else set()
        return self.behind(step) - later

    def _place(self, stage: str) -> int:
        return self.stages.index(stage) if stage in self.stages else 0


def way_of(scheme: Mapping[str, Any] | None, stages: Mapping[str, str]) -> Way:
    """The funnel as the owner wrote it; all stages where nothing is written."""
    written = (scheme or {}).get("funnel")
    steps = written if isinstance(written, Mapping) and written else stages
    return Way(list(stages), {str(step): str(label) for step, label in steps.items()})


def funnel(way: Way, rows: Sequence[Any], listed: Mapping[str, Collection[str]]) -> list[Step]:
    """The steps with their numbers. `rows` count cases by stage, slot and status; `listed` are the awards of the
    cases of each list of the cycle."""
    return [
        _listed(way, step, listed) if step.startswith(LISTED) else _stage(way, step, rows)
        for step in way.steps
    ]


def _stage(way: Way, step: str, rows: Sequence[Any]) -> Step:
    behind, here = way.behind(step), way.here(step)
    reached: Counter[str] = Counter()
    standing = 0
    for row in rows:
        if (row.stage or "") in behind:
            reached[row.slot or ""] += row.number
        if (row.stage or "") in here and row.status == "active":
            standing += row.number
    return Step(step, way.steps[step], dict(reached), standing)


def _listed(way: Way, step: str, listed: Mapping[str, Collection[str]]) -> Step:
    return Step(step, way.steps[step], dict(Counter(listed.get(step, ()))), 0)
