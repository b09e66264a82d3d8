"""The properties that say how clocks and jobs are served: known values at known places, everything else refused."""

from __future__ import annotations

import pytest

from engine.bpmn import check
from tests.unit.bpmn.diagrams import boundary, diagram, end, path, properties, service, start, timer, user


def rules(*parts: str) -> list[tuple[str, str | None]]:
    found = check(diagram(start(), *parts), "p.bpmn")
    return [(f.rule, f.element) for f in found if f.rule in ("missed", "job-priority")]


def late(event: str, missed: str) -> list[str]:
    return [
        user("a"),
        boundary("b", "a", event, False, properties(missed=missed)),
        *(end(), end("r"), path("s", "a", "e"), path("b", "r")),
    ]


@pytest.mark.parametrize(
    ("event", "missed", "expected"),
    [
        (timer("R/PT1H", "timeCycle"), "each", []),
        (timer("R/PT1H", "timeCycle"), "once", []),
        (timer("R/PT1H", "timeCycle"), "all", [("missed", "b")]),
        (timer("PT1H"), "each", [("missed", "b")]),
    ],
)
def test_what_becomes_of_missed_repetitions(event, missed, expected):
    assert rules(*late(event, missed)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [("0", []), ("999", []), ("1000", [("job-priority", "w")]), ("high", [("job-priority", "w")])],
)
def test_a_priority_is_a_small_whole_number(number, expected):
    work = service("w", properties(job_priority=number))
    assert rules(work, end(), path("s", "w", "e")) == expected
