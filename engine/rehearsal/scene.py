"""One instance of a story at one moment, and what each kind of expectation compares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.bpmn import Workflow
from engine.clock import SHANGHAI
from engine.feel import to_json
from engine.models import history, incident, instance, job, message, user_task
from engine.process_engine import ProcessEngine
from engine.rehearsal.yaml_values import as_json
from engine.runtime import peek

# These wait without holding a token: boundary events, and starts of event sub-processes.
ARMED = ("boundaryEvent", "startEvent")


class Failed(Exception):
    """The story and the house disagree; the text says how."""


class Scene:
    """One instance at one moment; each method holds one kind of expectation against it. Raises Failed."""

    def __init__(self, pe: ProcessEngine, connection: Connection, root_id: int, inside: str | None) -> None:
        self.pe, self.connection, self.root_id = pe, connection, root_id
        self.instance_id = root_id if inside is None else self._child(inside)

    def _child(self, inside: str) -> int:
        workflow = peek(self.pe, self.connection, self.root_id)
        tokens = [w.token for w in workflow.waiting() if w.kind == "call" and w.element == inside]
        query = select(instance.c.id).where(
            instance.c.parent_id == self.root_id, instance.c.parent_token.in_(tokens)
        )
        found = self.connection.execute(query).scalar()
        if found is None:
            raise Failed(f"“{inside}”现在没有在调用别的流程")
        return int(found)

    @property
    def workflow(self) -> Workflow:
        return peek(self.pe, self.connection, self.instance_id)

    def row(self) -> Row[Any]:
        return self.connection.execute(select(instance).where(instance.c.id == self.instance_id)).one()

    def family(self) -> list[int]:
        """This instance and those it called, down to the last."""
        rows = self.connection.execute(
            select(instance.c.id, instance.c.parent_id).where(instance.c.root_id == self.root_id)
        ).all()
        found = [self.instance_id]
        for number in found:
            found += [r.id for r in rows if r.parent_id == number]
        return found

    def at(self, wanted: list[str]) -> None:
        workflow = self.workflow
        number = self.row().definition_id
        elements = self.pe.definitions.get(self.connection, number).definition.elements
        have = sorted({w.element for w in workflow.waiting() if elements[w.element].type not in ARMED})
        if have != sorted(wanted):
            raise Failed(f"应停在 {sorted(wanted)}，实际停在 {have}")

    def open(self, wanted: list[str]) -> None:
        query = select(user_task.c.element).where(
            user_task.c.instance_id.in_(self.family()), user_task.c.status == "open"
        )
        have = set(self.connection.execute(query).scalars())
        missing = sorted(set(wanted) - have)
        if missing:
            raise Failed(f"应有打开的任务 {missing}，现有 {sorted(have)}")

    def trail(self, letter: str) -> set[str]:
        query = select(history.c.facts).where(history.c.instance_id.in_(self.family()))
        told = self.connection.execute(query).scalars()
        return {e for facts in told for k, e in facts.get("trail", []) if k == letter}

    def done(self, wanted: list[str]) -> None:
        missing = sorted(set(wanted) - self.trail("c"))
        if missing:
            raise Failed(f"应已完成 {missing}")

    def not_reached(self, wanted: list[str]) -> None:
        reached = sorted(set(wanted) & self.trail("e"))
        if reached:
            raise Failed(f"不应到达 {reached}")

    def due(self, wanted: Mapping[str, Any]) -> None:
        for element, when in wanted.items():
            have = self.due_of(element)
            if have is None:
                raise Failed(f"“{element}”没有到期时间")
            if isinstance(when, datetime):
                expected: Any = when if when.tzinfo else when.replace(tzinfo=SHANGHAI)
                same = have == expected
            else:
                day = when if isinstance(when, date) else None
                expected = day or datetime.fromisoformat(str(when))
                same = (
                    have.astimezone(SHANGHAI).date() == day
                    if day
                    else have == (expected if expected.tzinfo else expected.replace(tzinfo=SHANGHAI))
                )
            if not same:
                raise Failed(f"“{element}”应于 {expected} 到期，实际 {have.astimezone(SHANGHAI).isoformat()}")

    def due_of(self, element: str) -> datetime | None:
        """When an element's timer or task falls due; for a call activity, its callee's timer."""
        family = self.family()
        timers = select(job).where(job.c.kind == "timer", job.c.status == "ready")
        rows = list(self.connection.execute(timers.where(job.c.instance_id.in_(family))))
        own = [r.due_at for r in rows if r.instance_id == self.instance_id and r.element == element]
        query = select(user_task.c.due_at).where(
            user_task.c.instance_id.in_(family), user_task.c.element == element, user_task.c.status == "open"
        )
        own += [d for d in self.connection.execute(query).scalars() if d is not None]
        if own:
            return min(own)
        called = [w for w in self.workflow.waiting() if w.kind == "call" and w.element == element]
        below = [r.due_at for r in rows if r.instance_id != self.instance_id] if called else []
        return min(below) if below else None

    def variables(self, wanted: Mapping[str, Any]) -> None:
        have = to_json(self.workflow.variables())
        for name, value in wanted.items():
            if not _matches(have.get(name), as_json(value)):
                raise Failed(f"变量“{name}”应为 {value!r}，实际 {have.get(name)!r}")

    def incidents(self, wanted: list[str]) -> None:
        query = select(incident.c.code).where(
            incident.c.root_id == self.root_id, incident.c.resolved_at.is_(None)
        )
        have = sorted(self.connection.execute(query).scalars())
        if have != sorted(wanted):
            raise Failed(f"未解决的故障应为 {sorted(wanted)}，实际 {have}")

    def ended(self, wanted: str | list[str]) -> None:
        row = self.row()
        ends = [wanted] if isinstance(wanted, str) else list(wanted)
        if row.status == "active":
            at = sorted({w.element for w in self.workflow.waiting()})
            raise Failed(f"应以 {ends} 结束，实际还停在 {at}")
        if sorted(row.ends) != sorted(ends):
            raise Failed(f"应以 {ends} 结束，实际 {row.ends or row.status}")

    def messages(self, wanted: list[str]) -> None:
        have = set(self.connection.execute(select(message.c.name)).scalars())
        missing = sorted(set(wanted) - have)
        if missing:
            raise Failed(f"应已发出消息 {missing}，实际 {sorted(have)}")

    def letters(self, wanted: list[str]) -> None:
        query = select(history.c.facts).where(
            history.c.root_id == self.root_id, history.c.kind.in_(("letter", "reminder"))
        )
        have = sorted(f["template"] for f in self.connection.execute(query).scalars())
        if have != sorted(wanted):
            raise Failed(f"信函应为 {sorted(wanted)}，实际 {have}")

    def jobs(self, wanted: list[str]) -> None:
        query = select(job.c.type).where(
            job.c.root_id == self.root_id, job.c.kind == "service", job.c.status.in_(("ready", "dead"))
        )
        have = sorted(self.connection.execute(query).scalars())
        if have != sorted(wanted):
            raise Failed(f"待执行的作业应为 {sorted(wanted)}，实际 {have}")

    def provisional(self, wanted: list[str] | bool) -> None:
        query = select(job.c.element).where(
            job.c.instance_id.in_(self.family()), job.c.status == "ready", job.c.provisional
        )
        tasks = select(user_task.c.element, user_task.c.derivations).where(
            user_task.c.instance_id.in_(self.family()), user_task.c.status == "open"
        )
        have = set(self.connection.execute(query).scalars())
        have |= {
            t.element
            for t in self.connection.execute(tasks)
            if any(d.get("status") == "provisional" for d in t.derivations)
        }
        if isinstance(wanted, bool):
            if bool(have) != wanted:
                raise Failed(f"推定日期：应{'有' if wanted else '没有'}，实际 {sorted(have)}")
        elif have != set(wanted):
            raise Failed(f"推定日期的元素应为 {sorted(wanted)}，实际 {sorted(have)}")

    def started(self, wanted: Mapping[str, str]) -> dict[str, int]:
        scheme = self.row().process_id.rpartition(".")[0]
        aliases = {}
        for name, alias in wanted.items():
            process = name if "." in name else f"{scheme}.{name}"
            query = select(instance.c.id).where(
                instance.c.process_id == process, instance.c.parent_id.is_(None)
            )
            found = self.connection.execute(query.order_by(instance.c.id.desc())).scalar()
            if found is None:
                raise Failed(f"没有启动流程“{process}”")
            aliases[alias] = int(found)
        return aliases


def _matches(have: Any, wanted: Any) -> bool:
    """Partial for contexts, equal for everything else."""
    if isinstance(wanted, dict) and "$" not in wanted:
        return isinstance(have, dict) and all(_matches(have.get(k), v) for k, v in wanted.items())
    if isinstance(wanted, list):
        return (
            isinstance(have, list)
            and len(have) == len(wanted)
            and all(_matches(h, w) for h, w in zip(have, wanted, strict=True))
        )
    return bool(have == wanted)
