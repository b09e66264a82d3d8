"""The form of a task as its page shows it: what is known, what was typed, what both drafts say."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from engine.bpmn import Workflow
from engine.definitions import Deployed
from engine.feel import Environment, from_json
from engine.forms import BrowserSubmission, Form, Node, present
from engine.process_engine import ProcessEngine
from engine.queries import story
from web.files import attached
from web.files.doors import place_of
from web.forms import refused, rows
from web.forms import view as formview
from web.forms.refused import Refused
from web.tasks import comparing
from web.tasks.drafts import Draft


@dataclass(frozen=True, slots=True)
class TaskForm:
    """The nodes of a task's form and what stands around them."""

    nodes: Sequence[Node]
    controls: frozenset[str]  # keys of fields on which others depend
    entered: Sequence[tuple[str, str]]  # typed into a task that somebody else has or had
    comparison: comparing.Comparison | None
    page: str  # the name of this very page, which its posts carry
    refused: Refused = refused.NOTHING


def read(
    pe: ProcessEngine,
    connection: Connection,
    task: Mapping[str, Any],
    deployed: Deployed,
    draft: Draft,
    errors: Mapping[str, str],
    *,
    editable: bool,
    claimable: bool,
    wrong: Sequence[str] = (),
) -> TaskForm:
    """The form over what is known at the task and what was typed; over what was submitted if it is done.

    `errors` are those of a submission that was refused now, `wrong` the fields of one that was refused before.
    """
    form = deployed.form(task["form_id"]) if task["form_id"] else None
    page = secrets.token_urlsafe(12)
    if form is None:
        return TaskForm([], frozenset(), [], None, page)
    env = pe.environment(connection)
    if task["status"] != "open":
        known = from_json(story.completion(connection, task["instance_id"], task["token"]))
    else:
        known = Workflow.decode(deployed.definition, task["state"]).context(task["token"])
    typed = BrowserSubmission(draft.content) if editable and draft.content else None
    found = refused.now(errors)
    if wrong and editable:
        more = attached.faults(connection, place_of(task))
        found = refused.again(wrong, form, rows.without_marks(draft.content), known, env, more)
    nodes = present(form, known, env, typed, errors=found.errors)
    entered = [] if editable or claimable else _entered(form, env, draft)
    comparison = comparing.compare(form, known, env, draft) if editable else None
    return TaskForm(nodes, formview.controls_of(form), entered, comparison, page, found)


def _entered(form: Form, env: Environment, draft: Draft) -> Sequence[tuple[str, str]]:
    """What was typed and never submitted, and beside it what was typed on other pages."""
    contents = [draft.content, *(rival.content for rival in draft.rivals)]
    found = [formview.entered(present(form, {}, env, BrowserSubmission(one))) for one in contents if one]
    return list(dict.fromkeys(entry for entries in found for entry in entries))
