"""Called instances in the drive: how they begin, hand back, are given up, and send errors to their callers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from conformance.bpmn.running import Drive, Running
from engine.bpmn import Definition, Services, Wait, Workflow
from engine.feel import from_json

MAX_DEPTH = 20


class Calls:
    """`callee` finds a process outside the file, None if it is nowhere."""

    def __init__(self, world: Drive, callee: Callable[[str], Definition | None]) -> None:
        self._world = world
        self._callee = callee

    def call(self, caller: Running, wait: Wait) -> None:
        """Begin the called process of this file, else of another; a stub that completes, if it is nowhere."""
        if wait.token not in caller.kinds:
            return
        process = wait.facts["process_id"]
        own = next((d for d in self._world.definitions if d.process_id == process), None)
        definition = own or self._callee(process)
        if definition is None:
            self._world.act(caller, lambda w, s: w.complete(wait.token, {}, s))
        elif caller.depth() >= MAX_DEPTH:
            caller.failed = (wait.element, f"流程调用超过 {MAX_DEPTH} 层（“{process}”），已停止。")
        else:
            self._world.begin(definition, from_json(wait.facts["variables"]), caller, wait.token)

    def ended(self, running: Running) -> None:
        """A called instance that has completed hands its variables back."""
        caller = running.caller
        if caller is None or running.workflow.outcome.state != "completed":
            return
        if caller.active and running.token in caller.kinds:
            values = running.workflow.variables()
            self._world.act(caller, lambda w, s: w.complete(running.token, values, s))

    def abandon(self, caller: Running, token: str) -> None:
        """A call whose token is gone: what it called is cancelled."""
        for called in self._world.running:
            if called.caller is caller and called.token == token and called.active:
                self._world.act(called, lambda w, s: w.cancel(s))

    def fail(self, running: Running, code: str) -> None:
        """An error that nobody caught goes to the caller, and on to its caller."""
        self._hand_up(running, lambda token, w, s: w.throw_error(token, code, {}, s))

    def escalate(self, running: Running, code: str) -> None:
        """An escalation that nobody caught goes the same way; the called instance goes on unless its call ends."""
        self._hand_up(running, lambda token, w, s: w.throw_escalation(token, code, {}, s))

    def _hand_up(self, running: Running, throw: Callable[[str, Workflow, Services], bool]) -> None:
        at = running
        while at.caller is not None and at.token in at.caller.kinds:
            if self._world.act(at.caller, partial(throw, at.token)):
                return
            at = at.caller
