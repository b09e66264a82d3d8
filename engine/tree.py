"""What moves in one transaction: a locked root with the instances it called, followed until every token waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import CursorResult, select

from engine import callers
from engine.births import Birth
from engine.bpmn import Services, Workflow
from engine.db import Record
from engine.definitions import Deployed
from engine.errors import Conflict, NotFound, NotOpen
from engine.history import Story
from engine.instance_rows import BEGUN_BY, HEAD, RAISE, REDEFINE, SAVE, SAVE_ROOT, STATE_OF
from engine.models import instance as instances
from engine.naming import named
from engine.openings import Place
from engine.prepared import Ran
from engine.projection import Projection
from engine.unit import Unit
from engine.vocabulary import scheme_of

Act = Callable[[Workflow, Services], Any]


class Suspended(Conflict):
    """“{what}”已暂停办理，恢复之后才能继续。没有任何内容被改动。"""

    code = "suspended"


class Tree:
    """One root instance, locked, with its called instances: what moves in one transaction.

    `intervening`: an administrator acts, who may also move what is suspended.
    """

    def __init__(self, work: Unit, root: Record, *, intervening: bool = False) -> None:
        pe, connection, actor = work.pe, work.connection, work.actor
        self.work, self.pe, self.connection, self.actor = work, pe, connection, actor
        self._intervening = intervening
        self.now = pe.now()
        self.root_id: int = root["id"]
        self.scheme = scheme_of(root["process_id"])
        self.version: int = root["version"]
        self.projection = Projection(connection, self.now, actor.name)
        self.story = Story(self.now, actor.name)
        self._rows: dict[int, dict[str, Any]] = {self.root_id: dict(root)}
        self._workflows = pe.live.take(self.root_id, self.version)
        self._kinds: dict[int, dict[str, str]] = {}
        self._moved: set[int] = set()

    def row(self, instance_id: int) -> dict[str, Any]:
        """The instance row as this transaction knows it."""
        if instance_id not in self._rows:
            query = select(*HEAD).where(instances.c.id == instance_id, instances.c.root_id == self.root_id)
            found = self.connection.execute(query).first()
            if found is None:
                raise NotFound(what="这个流程实例")
            self._rows[instance_id] = found._asdict()
        return self._rows[instance_id]

    def deployed(self, instance_id: int) -> Deployed:
        return self.pe.definitions.get(self.connection, self.row(instance_id)["definition_id"])

    def workflow(self, instance_id: int) -> Workflow:
        """The live workflow of an instance of this tree."""
        found = self._workflows.get(instance_id)
        if found is None:
            state = self.connection.execute(STATE_OF, {"_id": instance_id}).scalar_one()
            found = Workflow.decode(self.deployed(instance_id).definition, state)
            self._workflows[instance_id] = found
        return found

    def act(self, instance_id: int, act: Act) -> Any:
        """Do one thing to a workflow and follow everything that comes of it. Returns what the act returned.

        Raises NotOpen (it has ended), Suspended, and what the act raises.
        """
        if self.row(instance_id)["status"] != "active":
            raise NotOpen(what=self.row(instance_id)["business_key"] or "这个流程实例", state="结束了")
        self.check_moves()
        workflow = self.workflow(instance_id)
        deployed = self.deployed(instance_id)
        self.kinds(instance_id)
        result = act(workflow, self.pe.services(self.connection, deployed, hold=self.work.hold))
        self.settle(instance_id)
        return result

    def check_moves(self) -> None:
        """Raises Suspended if the case stands still until it is resumed."""
        root = self._rows[self.root_id]
        if root["suspended_at"] is not None and not self._intervening:
            raise Suspended(what=root["business_key"] or "这个案件")

    def replace(self, instance_id: int, deployed: Deployed, workflow: Workflow) -> None:
        """Go on with a workflow that was migrated to another version; rows of what waits stay what they are."""
        self.kinds(instance_id)
        row = self.row(instance_id)
        row["definition_id"] = deployed.id
        self.connection.execute(REDEFINE, {"_id": instance_id, "_definition": deployed.id})
        self._workflows[instance_id] = workflow
        self.settle(instance_id)
        place = Place(self.root_id, self.scheme, instance_id, deployed.definition)
        self.projection.refit(place, workflow.waiting())

    def settle(self, instance_id: int) -> None:
        """Project what a workflow's last act changed; start what it calls; hand its end to its caller."""
        workflow, deployed, row = (
            self.workflow(instance_id),
            self.deployed(instance_id),
            self.row(instance_id),
        )
        changes = workflow.drain()
        kinds = self._kinds.setdefault(instance_id, {})
        calls = [token for token in changes.closed if kinds.get(token) == "call"]
        self._moved.add(instance_id)
        place = Place(self.root_id, self.scheme, instance_id, deployed.definition)
        own, escalations = callers.sorted_out(row, changes.happened)
        self.story.follow(self.root_id, instance_id, own)
        self.projection.take(place, changes, kinds)
        if changes.variables:
            row |= named(row, deployed.definition.properties, workflow, self.pe.environment(self.connection))
        for token in calls:
            callers.abandon(self, instance_id, token)
        for wait in changes.opened:
            if wait.kind == "call":
                callers.call(self, instance_id, wait.token, wait.facts)
        callers.hand_up(self, instance_id, escalations, changes.opened)
        outcome = workflow.outcome
        if outcome.state != "active" and row["status"] == "active":
            self._end(instance_id, outcome.state, outcome.ends)

    def call(self, parent_id: int, token: str, deployed: Deployed, variables: Mapping[str, Any]) -> None:
        """Bear what a call activity's token calls; it has its caller's key and owner."""
        parent = self.row(parent_id)
        inherited = {"business_key": parent["business_key"], "owner": parent["owner"]}
        birth = Birth(deployed, variables, parent_id=parent_id, parent_token=token, **inherited)
        workflow = birth.workflow(self.work)
        self.take_in(birth, birth.row(self.work, self.root_id), workflow)

    def take_in(self, birth: Birth, row: dict[str, Any], workflow: Workflow) -> None:
        """A new instance of this tree: told of, and followed."""
        number = row["id"]
        self._rows[number], self._workflows[number], self._kinds[number] = row, workflow, {}
        self.story.note("instance-started", self.root_id, number, **birth.told())
        self.settle(number)

    def save(self) -> None:
        """Write states, rows and story. Raises Conflict if the root moved meanwhile."""
        for instance_id in sorted(self._moved):
            row = self._rows[instance_id]
            values = {f"_{name}": row[name] for name in ("title", "owner", "status", "ends", "ended_at")}
            values |= {"_id": instance_id, "_state": self._workflows[instance_id].encode()}
            if instance_id == self.root_id:
                self._guarded(SAVE_ROOT.run(self.connection, {**values, "_version": self.version}))
            else:
                self.connection.execute(SAVE, values)
        if self.root_id not in self._moved:
            where = {"_id": self.root_id, "_version": self.version}
            self._guarded(self.connection.execute(RAISE, where))
        self.projection.write()
        self.story.write(self.connection)
        for listener in self.pe.registries.listeners:
            listener(self.connection, self.story.entries)
        self.work.after.append(self._keep)

    def forget(self, instance_id: int, token: str) -> None:
        """The caller has ended this token's row itself; the projection leaves it alone."""
        self.kinds(instance_id).pop(token, None)

    def kinds(self, instance_id: int) -> dict[str, str]:
        """What each token of an instance waits for."""
        if instance_id not in self._kinds:
            self._kinds[instance_id] = self.workflow(instance_id).kinds()
        return self._kinds[instance_id]

    def _keep(self) -> None:
        """After the commit: the workflows are what the database says, so the next step may start from them."""
        if self._rows[self.root_id]["status"] == "active":
            # A called instance that was not touched has no row here; it is as active as before.
            ended = {k for k, row in self._rows.items() if row["status"] != "active"}
            live = {k: w for k, w in self._workflows.items() if k not in ended}
            self.pe.live.put(self.root_id, self.version + 1, live)
        if self.projection.made_work:
            self.pe.wake.set()

    def _guarded(self, done: CursorResult[Any] | Ran) -> None:
        """The version in the statement's condition is the guard: no row means that the root moved meanwhile."""
        if done.rowcount != 1:
            raise Conflict

    def _end(self, instance_id: int, state: str, ends: tuple[str, ...]) -> None:
        row = self.row(instance_id)
        row["status"], row["ends"], row["ended_at"] = state, list(ends), self.now
        self.story.note(f"instance-{state}", self.root_id, instance_id, ends=list(ends))
        if row["parent_id"] is None:
            self._free(row)
        elif state == "completed":
            callers.hand_back(self, instance_id)

    def _free(self, row: Mapping[str, Any]) -> None:
        """The key of a root is free again: messages that begin its process may have waited for that."""
        if row["business_key"]:
            begun_by = self.connection.execute(BEGUN_BY, {"_process": row["process_id"]})
            for name in begun_by.scalars().all():
                self.projection.call_message(name, row["business_key"])
