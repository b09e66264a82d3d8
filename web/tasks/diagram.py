"""The diagram of a task with its step marked, fetched when somebody opens it: the task's page stays light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from sqlalchemy import Connection

from engine.db import Record
from engine.definitions import Deployed
from engine.errors import NotFound
from engine.queries import inbox, story
from engine.queries.sealing import sealed
from web.access import SIGNED_IN, may
from web.clauses import scheme_in
from web.diagrams import outline
from web.house import actor, engine, reading, vocabulary
from web.language import noop as N_

pages = Blueprint("taskdiagram", __name__)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the viewer needs, and the same as an outline."""

    task_id: int
    process: str
    nodes: Sequence[outline.Node]
    tokens: dict[str, Any]

    @property
    def source(self) -> str:
        """Where the diagram itself is."""
        return url_for("taskdiagram.source", task_id=self.task_id)


@pages.get("/tasks/<int:task_id>/diagram")
@may(SIGNED_IN)
def show(task_id: int) -> str:
    """The diagram with this one step marked; where else the case stands is told on the case's page."""
    with reading() as connection:
        task, deployed = _seen(connection, task_id)
        definition = deployed.definition
        walked = story.walked(connection, task["instance_id"])
        scheme = scheme_in(task["root_process_id"], {})
        names = vocabulary(connection)
        here = {task["element"]: (1,)} if task["status"] == "open" else {}
        nodes = outline.outline(
            definition, set(walked), here, cited=lambda articles: names.own_articles(scheme, articles)
        )
    marks = [{"element": e, "number": 1, "tone": "run", "label": task["name"]} for e in here]
    drawing = Drawing(task_id, definition.process_id, nodes, {"walked": walked, "here": marks})
    return render_template("task_diagram.html", task=task, drawing=drawing)


@pages.get("/tasks/<int:task_id>/diagram.bpmn")
@may(SIGNED_IN)
def source(task_id: int) -> Response:
    """The diagram of the task as deployed, for the viewer."""
    with reading() as connection:
        _, deployed = _seen(connection, task_id)
    return Response(deployed.diagram, mimetype="application/xml")


def _seen(connection: Connection, task_id: int) -> tuple[Record, Deployed]:
    """The task with its diagram, if its page may be seen. Raises NotFound."""
    task = inbox.task(connection, actor(), task_id)
    if task is not None:
        deployed = engine().definitions.get(connection, task["definition_id"])
        properties = deployed.definition.elements[task["element"]].properties
        if not sealed(connection, task, properties, actor()):
            return task, deployed
    raise NotFound(what=N_("这项任务"))
