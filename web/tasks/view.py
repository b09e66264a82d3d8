"""One task gathered for its page: form, due date with its reasons, clause, case facts, where the case stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import Connection

from engine.actor import Actor
from engine.bpmn import Workflow
from engine.calendar import Calendar
from engine.clock import business_date
from engine.definitions import Deployed
from engine.errors import NotFound
from engine.explain import standing
from engine.forms import Node
from engine.process_engine import ProcessEngine
from engine.queries import cases, story
from engine.queries.sealing import sealed
from engine.queries.visibility import is_staff
from web import clauses, ruler, taskstate
from web.cases import facts, stages, waiting
from web.cases import view as caseview
from web.files.doors import TaskDoor, place_of
from web.forms.refused import Refused
from web.language import noop as N_
from web.people.accounts import display_names
from web.tasks import form as taskform
from web.tasks import side as taskside
from web.tasks.drafts import Draft
from web.tasks.form import TaskForm
from web.tasks.side import Side


@dataclass(frozen=True, slots=True)
class Clock:
    """The due date with the days counted behind it."""

    due: taskstate.Due
    limit: datetime
    counted: waiting.Counted | None
    picture: ruler.Ruler | None


@dataclass(frozen=True, slots=True)
class TaskView:
    """Everything the task page shows."""

    task: Mapping[str, Any]
    badge: taskstate.Badge
    clause: str
    clauses: clauses.Panel
    who: str
    clock: Clock | None
    form: TaskForm
    words: Mapping[str, str]  # what codes in tables are called
    draft: Draft
    editable: bool
    claimable: bool
    releasable: bool
    stages: Sequence[stages.Stage]
    facts: Sequence[tuple[str, str]]
    case: Mapping[str, Any] | None  # the case, if its reader may see more of it than the task
    side: Side
    looks: Mapping[str, str]  # which table is sorted how, and which of its pages is shown

    @property
    def door(self) -> TaskDoor:
        """Where its fields send files."""
        return TaskDoor(place_of(self.task))

    @property
    def nodes(self) -> Sequence[Node]:
        """The form's nodes."""
        return self.form.nodes

    @property
    def refused(self) -> Refused:
        """What is wrong with a submission that was refused."""
        return self.form.refused

    @property
    def errors(self) -> Mapping[str, str]:
        """Its messages by field."""
        return self.refused.errors

    @property
    def controls(self) -> frozenset[str]:
        """Keys of fields on which others depend."""
        return self.form.controls

    @property
    def form_address(self) -> str:
        """What takes the form as it is being filled."""
        return url_for("tasks.form", task_id=self.task["id"], **self.looks)  # type: ignore[arg-type]

    @property
    def page_address(self) -> str:
        """The page itself, as it is looked at."""
        return url_for("tasks.show", task_id=self.task["id"])


def read(
    pe: ProcessEngine,
    connection: Connection,
    task: Mapping[str, Any],
    actor: Actor,
    draft: Draft,
    errors: Mapping[str, str],
    looks: Mapping[str, str],
    wrong: Sequence[str] = (),
) -> TaskView:
    """Gather the page of a task that the actor may see; `errors` and `wrong` as `web.tasks.form.read` says."""
    today, calendar = business_date(pe.now()), pe.calendar(connection)
    deployed = pe.definitions.get(connection, task["definition_id"])
    if sealed(connection, task, deployed.definition.elements[task["element"]].properties, actor):
        raise NotFound(what=N_("这项任务"))
    parts = cases.parts(connection, task["root_id"])
    root = next(part for part in parts if part.id == task["root_id"])
    root_deployed = pe.definitions.get(connection, root.definition_id)
    editable = task["status"] == "open" and taskstate.holds(task, actor)
    claimable = task["status"] == "open" and task["assignee"] is None and taskstate.works_on(task, actor)
    form = taskform.read(
        pe,
        connection,
        task,
        deployed,
        draft,
        errors,
        editable=editable,
        claimable=claimable,
        wrong=wrong,
    )
    assignee = task["assignee"] or task["ended_by"]
    people = display_names(connection, [assignee])
    due = taskstate.due_of(task["due_at"], calendar, today)
    staff = is_staff(actor, root.process_id)
    seen = cases.one(connection, actor, task["root_id"])
    case = {**seen, "staff": staff} if seen is not None else None
    beside = taskside.deployed_of(pe, connection, parts)
    variables = Workflow.decode(root_deployed.definition, root.state).variables()
    names = pe.vocabulary(connection)
    readable = caseview.readable(variables, actor.name, staff=staff)
    cited = clauses.panel(
        connection, clauses.ruled(pe, connection, deployed, root_deployed, variables), task["articles"]
    )
    return TaskView(
        task=task,
        badge=taskstate.badge(task["status"], task["assignee"], due),
        clause=cited.label,
        clauses=cited,
        who=people.get(assignee, assignee) if assignee else names.groups_text(task["candidates"]["groups"]),
        clock=_clock(task, due, calendar, today) if task["status"] == "open" else None,
        form=form,
        words={**names.values(root.process_id), **_slots(root_deployed)},
        draft=draft,
        editable=editable,
        claimable=claimable,
        releasable=editable and bool(task["candidates"]["groups"] or task["candidates"]["users"]),
        stages=_stages(pe, connection, task, root_deployed),
        facts=facts.facts(root_deployed, names, readable, 8),
        case=case,
        side=taskside.read(pe, connection, case, beside, actor),
        looks=looks,
    )


def _slots(deployed: Deployed) -> dict[str, str]:
    return {str(key): str(name) for key, name in ((deployed.scheme or {}).get("slots") or {}).items()}


def _clock(
    task: Mapping[str, Any], due: taskstate.Due | None, calendar: Calendar, today: date
) -> Clock | None:
    if due is None:
        return None
    found = waiting.derivation(task["derivations"] or [])
    counted = waiting.counted_of(found, calendar, today)
    picture = ruler.period(calendar, found, today) if found else None
    return Clock(due, task["due_at"], counted, picture)


def _stages(
    pe: ProcessEngine, connection: Connection, task: Mapping[str, Any], root: Deployed
) -> Sequence[stages.Stage]:
    here = standing(pe, connection, task["root_id"], task["instance_id"], task["element"])
    if task["status"] != "open" or here not in root.definition.elements:
        return []
    return stages.strip(root.definition, set(story.walked(connection, task["root_id"])), here)
