"""A rule that lapses stops what exercises power until its owners decide; the rest goes on, marked (H-33, AMB-24)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments
from engine.process_engine import ProcessEngine
from tests.integration.awards.office import assigned, do
from tests.integration.house import GROUPS, open_incidents, peek_variables, row, settle, start
from tests.support import diagrams as d

SCHEME = """\
scheme: test
name: 示例奖
rule: {number: 示例〔2021〕1号, title: 示例办法, valid_from: 2021-11-22, valid_to: 2026-11-21}
"""


def deploy(pe: ProcessEngine, operation: str = "power", *, scheme: str = SCHEME) -> None:
    inputs = {"operation": f'="{operation}"', "on": "=on"}
    check = d.service("ask", "awards.rule-in-force", inputs=inputs)
    diagram = d.diagram("test.p", d.start(), d.task("wait"), check, d.end(), d.flows("start wait ask end"))
    files = {"shared/groups.yaml": GROUPS, "test/scheme.yaml": scheme.encode(), "test/p.bpmn": diagram}
    deployments.deploy(pe, files, Actor("owner"))


def ask(pe: ProcessEngine, root: int, operation: str, on: date | None = None) -> dict[str, Any]:
    inputs = {"operation": operation, "on": on, "scheme": "test"}
    return dict(do(pe, "awards.rule-in-force", inputs, root_id=root)["rule"])


def enter(pe: ProcessEngine, root: int, **edition: Any) -> None:
    """What the owners' process does once two people agree."""
    who = {"entered": "wait", "confirmed": "wait"}
    inputs = {"scheme": "test", "edition": {"reason": "示例依据", **edition}}
    do(pe, "awards.enter-edition", inputs, root_id=root, headers=who)
    handler = pe.registries.handlers["awards.resume-lapsed"]
    handler.call(assigned(pe, handler.type, inputs))


def begun(pe: ProcessEngine, on: str | None = None) -> int:
    from engine.commands import tasks
    from tests.integration.house import STAFF, open_task

    root = start(pe, on=on)
    tasks.complete(pe, open_task(pe, root, "wait"), {}, STAFF)
    settle(pe)
    return root


@pytest.mark.parametrize(
    ("now", "in_force", "lapsed"),
    [
        ("2021-11-21T23:59:59+08:00", False, False),
        ("2021-11-22T00:00:00+08:00", True, False),
        ("2026-11-21T23:59:59+08:00", True, False),
        ("2026-11-22T00:00:00+08:00", False, True),
    ],
)
@pytest.mark.parametrize("operation", ["intake", "obligation"])
def test_a_rule_holds_on_its_first_and_last_day(
    pe: ProcessEngine, clock: LentClock, now: str, in_force: bool, lapsed: bool, operation: str
) -> None:
    deploy(pe)
    clock.set(datetime.fromisoformat(now))
    assert ask(pe, 1, operation) == {
        "in_force": in_force,
        "lapsed": lapsed,
        "number": "示例〔2021〕1号",
        "valid_from": date(2021, 11, 22),
        "valid_to": date(2026, 11, 21),
    }


def test_the_date_may_be_that_of_the_filing(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe)
    clock.set(datetime.fromisoformat("2026-12-01T09:00:00+08:00"))
    assert ask(pe, 1, "intake", date(2026, 11, 21))["in_force"]


def test_a_lapsed_rule_stops_at_once_and_goes_on_after_an_extension(
    pe: ProcessEngine, clock: LentClock
) -> None:
    deploy(pe)
    clock.set(datetime.fromisoformat("2026-11-24T00:00:00+08:00"))
    root = begun(pe)
    [stopped] = open_incidents(pe)
    assert (stopped.code, stopped.root_id, stopped.element) == ("rule-lapsed", root, "ask")
    assert "《示例办法》（示例〔2021〕1号）的有效期到 2026-11-21 为止" in stopped.message
    enter(pe, root, kind="extension", valid_to=date(2027, 11, 21))
    settle(pe)
    assert open_incidents(pe) == []
    assert row(pe, root).status == "completed"
    told = peek_variables(pe, root)["rule"]
    assert (told["in_force"], told["lapsed"], told["valid_to"]) == (True, False, date(2027, 11, 21))


def test_another_schemes_extension_wakes_nobody(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe)
    clock.set(datetime.fromisoformat("2026-11-24T00:00:00+08:00"))
    begun(pe)
    handler = pe.registries.handlers["awards.resume-lapsed"]
    assert handler.call(assigned(pe, handler.type, {"scheme": "tes"})) == {"resumed": 0}
    assert len(open_incidents(pe)) == 1


SUCCESSOR = {
    "kind": "successor",
    "number": "示例〔2026〕9号",
    "title": "新办法",
    "valid_from": date(2026, 12, 1),
}


@pytest.mark.parametrize(
    ("transition", "number"), [("goes-on", "示例〔2021〕1号"), ("new-rule", "示例〔2026〕9号")]
)
def test_a_successor_lets_cases_go_on_as_its_owners_decided(
    pe: ProcessEngine, clock: LentClock, transition: str, number: str
) -> None:
    deploy(pe)
    clock.set(datetime.fromisoformat("2026-12-02T09:00:00+08:00"))
    root = begun(pe)
    enter(pe, root, **SUCCESSOR, transition=transition)
    settle(pe)
    told = peek_variables(pe, root)["rule"]
    assert (row(pe, root).status, told["number"], told["lapsed"]) == ("completed", number, True)


def test_between_two_rules_nothing_goes_on(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe)
    clock.set(datetime.fromisoformat("2026-11-30T23:59:59+08:00"))
    root = begun(pe)
    enter(pe, root, **SUCCESSOR, transition="goes-on")
    settle(pe)
    assert [i.code for i in open_incidents(pe)] == ["rule-lapsed"]
    clock.set(datetime.fromisoformat("2026-12-01T00:00:00+08:00"))
    assert ask(pe, root, "intake")["number"] == "示例〔2026〕9号"


def test_a_decision_that_cases_stop_says_so(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe)
    clock.set(datetime.fromisoformat("2026-12-02T09:00:00+08:00"))
    root = begun(pe)
    enter(pe, root, **SUCCESSOR, transition="stops")
    settle(pe)
    [stopped] = open_incidents(pe)
    assert stopped.code == "rule-stopped"
    assert "过渡决定写明在办案件停止办理" in stopped.message


def test_a_case_keeps_the_edition_it_began_under(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe)
    root = start(pe)
    newer = SCHEME.replace("2021〕1号", "2026〕9号").replace("2026-11-21", "2031-11-30")
    deploy(pe, scheme=newer)
    later = start(pe)
    assert ask(pe, root, "obligation")["number"] == "示例〔2021〕1号"
    assert ask(pe, later, "obligation")["number"] == "示例〔2026〕9号"


def test_a_rule_that_is_not_yet_in_force_stops_too(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe)
    clock.set(datetime.fromisoformat("2021-11-21T12:00:00+08:00"))
    begun(pe)
    assert [i.code for i in open_incidents(pe)] == ["rule-not-yet"]


def test_a_scheme_without_a_rule_is_held_up_by_none(pe: ProcessEngine) -> None:
    deploy(pe, scheme="scheme: test\nname: 示例奖\n")
    root = begun(pe)
    assert (row(pe, root).status, peek_variables(pe, root)["rule"]["number"]) == ("completed", None)


@pytest.mark.parametrize(
    ("edition", "refusal"),
    [
        ({"kind": "extension"}, "延期须写明新的失效日期"),
        ({"kind": "extension", "valid_to": date(2026, 11, 21)}, "延期后的失效日期须晚于现在的 2026-11-21"),
        ({"kind": "extension", "valid_to": date(2026, 11, 22)}, None),
        ({**SUCCESSOR, "transition": "stops"}, None),
        (SUCCESSOR, "请选择在办案件怎么办"),
        (
            {**SUCCESSOR, "number": "示例〔2021〕1号", "transition": "stops"},
            "新办法的文号与现行办法相同；只是延长有效期的，请选择延期",
        ),
        (
            {**SUCCESSOR, "valid_to": date(2026, 11, 30), "transition": "stops"},
            "新办法的失效日期早于施行日期",
        ),
        ({"kind": "successor", "transition": "stops"}, "新办法须写明文号\n新办法须写明施行日期"),
    ],
)
def test_an_edition_is_checked_before_the_second_person_sees_it(
    pe: ProcessEngine, edition: dict[str, Any], refusal: str | None
) -> None:
    deploy(pe)
    assert do(pe, "awards.check-edition", {"scheme": "test", "edition": edition}) == {"refusal": refusal}


def test_an_obligation_arises_under_a_lapsed_rule_and_is_marked(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe)
    root = start(pe)
    owed = {"kind": "annual-report", "applicant": "X", "name": "示例", "due_on": date(2027, 1, 4)}
    before = do(pe, "awards.obligation", owed, root_id=root)
    clock.set(datetime.fromisoformat("2026-11-22T00:00:00+08:00"))
    after = do(pe, "awards.obligation", owed, root_id=root)
    assert (before["lapsed"], after["lapsed"]) == (False, True)
