"""Short words for integration tests: deploy a diagram, start it, find its tasks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from engine import jobs
from engine.actor import Actor
from engine.commands import deployments, instances
from engine.models import history, incident, instance, user_task
from engine.process_engine import ProcessEngine
from engine.runtime import peek

STAFF = Actor("clerk", frozenset({"test.staff"}))
OTHER = Actor("other", frozenset({"test.staff"}))
STRANGER = Actor("stranger", frozenset({"test.guests"}))
ADMIN = Actor("admin", admin=True)
GROUPS = b"groups:\n  test.staff: clerks\n  test.guests: guests\n"


def deploy(pe: ProcessEngine, **files: bytes) -> None:
    """Deploy diagrams by name (`p=diagram("test.p", ...)`), all in the folder `test`."""
    paths = {f"test/{name.replace('_', '-')}.bpmn": content for name, content in files.items()}
    deployments.deploy(pe, {"shared/groups.yaml": GROUPS, **paths}, Actor("owner"))


def start(pe: ProcessEngine, process: str = "test.p", key: str | None = None, **variables: Any) -> int:
    return instances.start(pe, process, business_key=key, variables=variables, by=STAFF)


def open_task(pe: ProcessEngine, root: int, element: str) -> int:
    """The id of the open task of an element."""
    query = select(user_task.c.id).where(
        user_task.c.root_id == root, user_task.c.element == element, user_task.c.status == "open"
    )
    with pe.database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def open_elements(pe: ProcessEngine, root: int) -> list[str]:
    query = select(user_task.c.element).where(user_task.c.root_id == root, user_task.c.status == "open")
    with pe.database.reading() as connection:
        return sorted(connection.execute(query).scalars())


def row(pe: ProcessEngine, instance_id: int) -> Row[Any]:
    with pe.database.reading() as connection:
        return connection.execute(select(instance).where(instance.c.id == instance_id)).one()


def settle(pe: ProcessEngine) -> None:
    """Do all jobs that are due."""
    while jobs.run_due(pe, "test"):
        pass


def open_incidents(pe: ProcessEngine) -> list[Row[Any]]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(incident).where(incident.c.resolved_at.is_(None))))


def kinds(pe: ProcessEngine, root: int) -> list[str]:
    """The kinds of a case's history entries, in order."""
    query = select(history.c.kind).where(history.c.root_id == root).order_by(history.c.id)
    with pe.database.reading() as connection:
        return list(connection.execute(query).scalars())


def peek_variables(pe: ProcessEngine, instance_id: int) -> dict[str, Any]:
    """The variables of an instance as they stand in the database."""
    with pe.database.reading() as connection:
        return peek(pe, connection, instance_id).variables()
