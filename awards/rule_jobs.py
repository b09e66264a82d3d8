"""The job type that asks whether a rule is in force before something is done under it (J-40, H-33, AMB-24)."""

from __future__ import annotations

from typing import Any

from awards.assignments import connection_of, day_of, scheme_of
from awards.editions import Rule, Standing, for_new_cases, pinned_rule, standing
from engine.errors import PeopleFirst
from engine.registries import Assignment, JobHandler, Variables

OPERATIONS = ("power", "intake", "obligation")


class RuleLapsed(PeopleFirst):
    """{rule}的有效期到 {valid_to} 为止，“{what}”不能再办。请办法负责人录入延期或新办法和过渡决定；录入后本步骤自动重试。"""

    code, status = "rule-lapsed", 409


class RuleNotYet(PeopleFirst):
    """{rule}自 {valid_from} 起施行，“{what}”还不能办。请到施行之日再重试。"""

    code, status = "rule-not-yet", 409


class CasesStopped(PeopleFirst):
    """{rule}已被新办法代替，过渡决定写明在办案件停止办理，“{what}”不能再办。请结束本案，或由办法负责人更改过渡决定。"""

    code, status = "rule-stopped", 409


class UnknownOperation(PeopleFirst):
    """核对办法效力时的 operation“{operation}”没有意义，应是 power、intake 或 obligation。请更正流程图。"""

    code, status = "unknown-operation", 422


def _in_force(assignment: Assignment) -> Variables:
    """Inputs: operation, on (a date; default: today), scheme (default: the case's). Result: rule.

    `rule` is {in_force, number, valid_from, valid_to, lapsed}. *power* (posting, deciding, approving, revoking)
    raises RuleLapsed, RuleNotYet or CasesStopped unless the rule is in force or its owners decided how cases go
    on; *intake* and *obligation* only answer, and what they do under a lapsed rule is marked `lapsed`.
    """
    given = assignment.variables
    operation = str(given.get("operation") or "power")
    if operation not in OPERATIONS:
        raise UnknownOperation(operation=operation)
    found = standing_of(assignment, given.get("on"), intake=operation == "intake")
    if operation == "power" and not found.in_force:
        _refuse(found, assignment)
    return {"rule": found.as_context()}


def standing_of(assignment: Assignment, on: Any, *, intake: bool = False) -> Standing:
    """How the case of a job stands to its rule on a day (default: today)."""
    connection = connection_of(assignment)
    rule = pinned_rule(connection, assignment.root_id, scheme_of(assignment))
    return (for_new_cases if intake else standing)(connection, rule, day_of(on, assignment))


def _refuse(found: Standing, assignment: Assignment) -> None:
    told = {"rule": _named(found.rule), "what": assignment.headers.get("step") or "行使职权的步骤"}
    if found.transition is not None:
        raise CasesStopped(**told)
    if found.lapsed:
        raise RuleLapsed(valid_to=found.rule.valid_to, **told)
    raise RuleNotYet(valid_from=found.rule.valid_from, **told)


def _named(rule: Rule) -> str:
    title = f"《{rule.title}》" if rule.title else f"“{rule.scheme}”的办法"
    return f"{title}（{rule.number}）" if rule.number else title


RULE_IN_FORCE = JobHandler("awards.rule-in-force", "inside", _in_force)
