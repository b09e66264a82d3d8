"""User and manual tasks: work for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.activity import Activity, text_of
from engine.bpmn.elements.base import Details
from engine.bpmn.timers import as_instant
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation, Value, said, shown, whole
from engine.feel import to_json

PRIORITY = (0, 100)


@dataclass(frozen=True, slots=True)
class UserTaskDetails(Details):
    """Who may do it, with which form, and by when."""

    form_id: str | None = None
    assignee: Value | None = None
    candidate_groups: Value | None = None
    candidate_users: Value | None = None
    due_date: Value | None = None
    follow_up_date: Value | None = None
    priority: Value | None = None


class UserTask(Activity):
    """Waits until a person completes it."""

    kind = "user-task"

    def act(self, token: Token) -> None:
        d: UserTaskDetails = self.details
        facts: dict[str, Any] = {
            "assignee": _text(text_of(d.assignee, token)),
            "candidate_groups": _names(d.candidate_groups, token),
            "candidate_users": _names(d.candidate_users, token),
            "priority": _number(d.priority, token),
        }
        facts["due_date"], facts["derivations"] = _date(d.due_date, token)
        facts["follow_up_date"], _ = _date(d.follow_up_date, token)
        token.open_wait({k: v for k, v in facts.items() if v})

    def facts(self, token: Token) -> dict[str, Any]:
        d: UserTaskDetails = self.details
        facts: dict[str, Any] = {
            "name": d.name,
            "form_id": d.form_id,
            "assignee": None,
            "candidate_groups": [],
            "candidate_users": [],
            "due_date": None,
            "follow_up_date": None,
            "priority": None,
            "derivations": [],
        }
        return facts | super().facts(token)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number(value: Value | None, token: Token) -> int | None:
    found = text_of(value, token)
    try:
        return None if found is None else whole(found, PRIORITY)
    except ValueError as error:
        raise token.failed(f"{said(PRIORITY, '优先级')}，得到的是{shown(found)}") from error


def _names(value: Value | None, token: Token) -> list[str]:
    """A FEEL list of texts, or one text with commas."""
    found = text_of(value, token)
    if found is None:
        return []
    items = found if isinstance(found, list) else str(found).split(",")
    return [str(i).strip() for i in items if i is not None and str(i).strip()]


def _date(value: Value | None, token: Token) -> tuple[str | None, list[Any]]:
    """An instant as ISO text, with the derivations of the functions that counted it."""
    if value is None:
        return None, []
    evaluation = Evaluation(token)
    found = value.text if value.expression is None else evaluation.value(value.expression, value.where)
    if found is None:
        return None, []
    try:
        return as_instant(found).isoformat(), to_json(evaluation.derivations)
    except (ValueError, TypeError) as error:
        raise token.failed(f"{value.where}须是日期，得到的是{shown(found)}") from error
