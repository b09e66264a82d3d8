"""Fills in whatever task is open, from the form's own schema: what a kind of field takes, unless somebody says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from engine.actor import Actor
from engine.commands import tasks
from engine.rehearsal.yaml_values import as_submission
from tests.lives.house import House

Said = Mapping[str, Any]


def complete(house: House, task: Row[Any], said: Said) -> None:
    """Complete a task with what was said of its fields; the rest as any careful person would fill it in."""
    groups = task.candidates["groups"]
    by = Actor(task.assignee or groups[0], frozenset(groups))
    form = house.form(task.form_id) if task.form_id else []
    tasks.complete(house.pe, task.id, as_submission(filled(form, said, house.today)), by)
    house.settle()


def filled(components: Sequence[Said], said: Said, today: date) -> dict[str, Any]:
    """What is said, and all that is required; what the form hides of it is dropped by the house."""
    values: dict[str, Any] = {}
    for component in components:
        key = component.get("path") or component.get("key")
        match component["type"]:
            case "group" if key:
                values[key] = filled(component["components"], said.get(key, {}), today)
            case "group":
                values |= filled(component["components"], said, today)
            case "dynamiclist":
                rows = said.get(key, ())
                values |= {key: [filled(component["components"], row, today) for row in rows]} if rows else {}
            case _ if key in said:
                values[key] = said[key]
            case _ if key and component.get("validate", {}).get("required"):
                values[key] = _default(component, today)
    return values


def _default(field: Said, today: date) -> Any:
    options = [option["value"] for option in field.get("values", ())]
    match field["type"]:
        case "textfield" | "textarea":
            return "示例"
        case "number":
            least = field["validate"].get("min", 1)
            return least if isinstance(least, int) else 1
        case "datetime":
            return today
        case "checkbox":
            return True
        case "filepicker":
            return "示例.pdf"
        case "radio" | "select":
            return options[0]
        case "checklist" | "taglist":
            return options
        case kind:
            raise AssertionError(f"no habit for a field of kind {kind}")
