"""Deploy a bundle: all or nothing; only what changed becomes a new version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, update

from engine import bundle as bundles
from engine import starts
from engine.actor import Actor
from engine.bpmn import Definition, Services
from engine.bundle import Bundle
from engine.bundle.criteria import criteria_for
from engine.bundle.letters import letters_of
from engine.db import one_at_a_time
from engine.errors import Finding, Refused
from engine.history import record
from engine.models import definition as definitions
from engine.models import deployment, resource
from engine.process_engine import ProcessEngine
from engine.unit import Unit, unit


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a deployment did: `definitions` holds {"id", "process", "version", "changed"} for each diagram."""

    id: int
    definitions: list[dict[str, Any]]
    warnings: list[Finding]


def deploy(pe: ProcessEngine, files: Mapping[str, bytes], by: Actor) -> Deployment:
    """Check everything and deploy it. `files` maps paths below `processes` to bytes. Raises Refused."""
    bundle = bundles.read(files, job_types=pe.registries.handlers, functions=pe.lent_functions)
    if bundle.errors:
        raise Refused(bundle.errors)
    with unit(pe, by) as work:
        return within(work, bundle)


def within(work: Unit, bundle: Bundle) -> Deployment:
    """Deploy a bundle without errors as a part of somebody's transaction; what is deployed stands still from here."""
    pe = work.pe
    one_at_a_time(work.connection, "deployment")
    head = {"deployed_at": pe.now(), "deployed_by": work.actor.name}
    number = work.connection.execute(insert(deployment).returning(deployment.c.id), head).scalar_one()
    record(work.connection, pe.now(), work.actor.name, "deployed", deployment=number)
    services = Services(now=pe.now(), functions=pe.functions(work.connection))
    done = _Deploying(work.connection, bundle, number, services, work.actor.name).run()
    starts.refuse_shared_messages(work.connection)
    work.after += [pe.forget_vocabulary, pe.wake.set]
    return Deployment(number, done, bundle.findings)


class _Deploying:
    def __init__(
        self, connection: Connection, bundle: Bundle, number: int, services: Services, by: str
    ) -> None:
        self.connection, self.bundle, self.number = connection, bundle, number
        self.services, self.by = services, by
        self.resources: dict[tuple[str, str], int] = {}
        self.ids: dict[str, tuple[int, str]] = {}  # process -> (definition row, digest)

    def run(self) -> list[dict[str, Any]]:
        self._store_resources()
        return [self._define(self.bundle.definitions[p]) for p in callees_first(self.bundle)]

    def _store_resources(self) -> None:
        query = select(resource.c.id, resource.c.kind, resource.c.name, resource.c.digest)
        have = {(r.kind, r.name, r.digest): r.id for r in self.connection.execute(query)}
        for (kind, name), file in self.bundle.files.items():
            if kind == "process":
                continue
            key = (kind, name, file.digest)
            if key not in have:
                row = {"kind": kind, "name": name, "digest": file.digest, "content": file.content}
                made = self.connection.execute(insert(resource).returning(resource.c.id), row)
                have[key] = made.scalar_one()
            self.resources[kind, name] = have[key]
        brought = update(resource).where(resource.c.id.in_(self.resources.values()))
        self.connection.execute(brought.values(deployment_id=self.number))

    def _define(self, definition: Definition) -> dict[str, Any]:
        file = self.bundle.files["process", definition.process_id]
        bindings = self._bindings(definition)
        digest = self._digest(definition, bindings)
        table = definitions.c
        query = select(table.id, table.version, table.digest).where(table.process_id == definition.process_id)
        newest = self.connection.execute(query.order_by(table.version.desc()).limit(1)).first()
        if newest is not None and newest.digest == digest:
            self.ids[definition.process_id] = (newest.id, digest)
            return _answer(newest.id, definition, newest.version, changed=False)
        version = newest.version + 1 if newest is not None else 1
        row = {
            "process_id": definition.process_id,
            "version": version,
            "name": definition.name or definition.process_id,
            "deployment_id": self.number,
            "digest": digest,
            "file": file.path,
            "diagram": file.content,
            "bindings": bindings,
        }
        made = self.connection.execute(insert(definitions).returning(table.id), row).scalar_one()
        self.ids[definition.process_id] = (made, digest)
        starts.listen(self.connection, definition, made, self.services, self.by)
        return _answer(made, definition, version, changed=True)

    def _bindings(self, definition: Definition) -> dict[str, Any]:
        """What this version is pinned to. A name that FEEL computes may be any of the bundle."""
        decisions = self.bundle.decisions if "decision" in definition.dynamic else definition.decisions
        scheme = definition.process_id.rpartition(".")[0]
        letters = letters_of(self.bundle, definition)
        criteria = criteria_for(self.bundle, definition)
        return {
            "forms": {f: self.resources["form", f] for f in sorted(definition.forms)},
            "decisions": {d: self.resources["decision", d] for d in sorted(decisions)},
            "calls": {c: self.ids[c][0] for c in sorted(definition.calls)},
            "scheme": self.resources.get(("scheme", scheme)),
            **({"letters": {n: self.resources["letter", t] for n, t in letters.items()}} if letters else {}),
            **({"criteria": {c: self.resources["criteria", c] for c in criteria}} if criteria else {}),
        }

    def _digest(self, definition: Definition, bindings: Mapping[str, Any]) -> str:
        file = self.bundle.files["process", definition.process_id]
        bound = orjson.dumps(bindings, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(file.content + b"\0" + bound).hexdigest()


def callees_first(bundle: Bundle) -> Iterator[str]:
    """Processes in an order in which every called one stands before its callers."""
    done: set[str] = set()

    def visit(process: str) -> Iterator[str]:
        if process in done:
            return
        done.add(process)
        for callee in sorted(bundle.definitions[process].calls):
            yield from visit(callee)
        yield process

    for process in sorted(bundle.definitions):
        yield from visit(process)


def _answer(number: int, definition: Definition, version: int, *, changed: bool) -> dict[str, Any]:
    return {"id": number, "process": definition.process_id, "version": version, "changed": changed}
