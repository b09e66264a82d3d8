"""The drive of one file: its instances, its clock, and one thing after the other until nothing moves."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from conformance.bpmn.calls import Calls
from conformance.bpmn.camunda.activities import PUBLISH
from conformance.bpmn.judging import judge
from conformance.bpmn.post import Message, Post
from conformance.bpmn.report import Case
from conformance.bpmn.running import Running
from engine.bpmn import Definition, Services, Wait, Workflow
from engine.errors import LaurelError, NotOpen

MAX_STEPS = 200
MAX_INSTANCES = 200
_WORK = ("user-task", "job")
_STORY = {"element-completed": "", "element-cancelled": "-"}


@dataclass(frozen=True, slots=True)
class Undecided:
    """What a decision that is not there answers."""

    value: None
    record: Mapping[str, Any]


class World:
    """`definitions` are the file's, `callee` finds a process elsewhere, None if it is nowhere."""

    def __init__(
        self,
        definitions: Sequence[Definition],
        now: datetime,
        callee: Callable[[str], Definition | None],
    ) -> None:
        self.definitions = list(definitions)
        self.now = now
        self.running: list[Running] = []
        self.follows: deque[Callable[[], object]] = deque()
        self._calls = Calls(self, callee)
        self._post = Post(self)
        self._begun: set[str] = set()
        self._unborn: list[tuple[str, str]] = []
        self._begun_inside: dict[tuple[int, str], set[str]] = {}
        self._steps = 0
        self._story: list[str] = []

    def drive(self, file: str) -> Case:
        """Start what the file holds, and go on until nothing moves."""
        called = {name for d in self.definitions for name in d.calls}
        for definition in self.definitions:
            if definition.process_id not in called:
                with suppress(NotOpen):  # it waits for its trigger, or for its turn
                    self.begin(definition)
            self._follow_up()
        while self._step() or self._begin_another():
            pass
        return judge(file, self.running, self._unborn, tuple(self._story), self._steps >= MAX_STEPS)

    def begin(
        self,
        definition: Definition,
        variables: Mapping[str, Any] | None = None,
        caller: Running | None = None,
        token: str = "",
        **start: Any,
    ) -> None:
        """A new instance. Raises NotOpen if it cannot begin like that."""
        if len(self.running) >= MAX_INSTANCES:
            self._unborn.append(("", f"超过 {MAX_INSTANCES} 个实例，不再开始“{definition.process_id}”。"))
            return
        try:
            workflow = Workflow.start(definition, dict(variables or {}), self._services(), **start)
        except NotOpen:
            raise
        except LaurelError as error:
            self._begun.add(definition.process_id)
            self._unborn.append((str(error.facts.get("element", "")), str(error)))
            return
        self._begun.add(definition.process_id)
        running = Running(definition, workflow, caller, token)
        self.running.append(running)
        self._absorb(running)

    def act(self, running: Running, act: Callable[[Workflow, Services], Any]) -> Any:
        """Do one thing to an instance and take in what came of it. Returns what the act returned."""
        self._steps += 1
        try:
            result = act(running.workflow, self._services())
        except LaurelError as error:
            running.failed = (str(error.facts.get("element", "")), str(error))
            return None
        self._absorb(running)
        return result

    def open(self, *kinds: str) -> Iterator[tuple[Running, Wait]]:
        """Waits of these kinds: the oldest instance first, in it the oldest wait."""
        for running in self.running:
            for wait in running.waiting():
                if wait.kind in kinds:
                    yield running, wait

    # --- steps

    def _step(self) -> bool:
        """One thing that can be done now; False if there is none."""
        self._follow_up()
        if self._steps >= MAX_STEPS:
            return False
        found = next(self.open(*_WORK), None)
        if found is not None:
            self._work(*found)
            return True
        return self._begin_inside() or self._fire_next()

    def _work(self, running: Running, wait: Wait) -> None:
        self.act(running, lambda w, s: w.complete(wait.token, {}, s))
        if wait.facts.get("type") == PUBLISH:
            sent = wait.facts["variables"]
            message = Message(str(sent.get("message_name")), sent.get("correlation_key"))
            self.follows.append(partial(self._post.publish, message))

    def _begin_inside(self) -> bool:
        """In an ad-hoc sub-process everything is begun once, one after the other; then it is enough."""
        found = next(self.open("ad-hoc"), None)
        if found is None:
            return False
        running, wait = found
        begun = self._begun_inside.setdefault((id(running), wait.token), set())
        element = next((name for name in wait.facts["activities"] if name not in begun), None)
        if element is None:
            self.act(running, lambda w, s: w.complete(wait.token, {}, s))
        else:
            begun.add(element)
            self.act(running, lambda w, s: w.activate(wait.token, element, s))
        return True

    def _fire_next(self) -> bool:
        """The clock goes on to the timer that is due first."""
        timers = list(self.open("timer"))
        if not timers:
            return False
        running, wait = min(timers, key=lambda found: datetime.fromisoformat(found[1].facts["due_at"]))
        self.now = max(self.now, datetime.fromisoformat(wait.facts["due_at"]))
        self.act(running, lambda w, s: w.fire(wait.token, s))
        return True

    def _begin_another(self) -> bool:
        """A process that nothing in the drive has started begins as if its first start event had been triggered."""
        waiting = next((d for d in self.definitions if d.process_id not in self._begun), None)
        if waiting is None:
            return False
        try:
            self.begin(waiting)
        except NotOpen:
            self.begin(waiting, start_element=waiting.starts[0], payload={})
        return True

    # --- what follows from an act

    def _follow_up(self) -> None:
        """Let messages, signals and calls arrive before anything else is done."""
        while self.follows:
            self.follows.popleft()()

    def _absorb(self, running: Running) -> None:
        """Note what happened, and what has to follow from it."""
        changes = running.workflow.drain()
        self._story += [
            _STORY[h.kind] + running.named(h.element) for h in changes.happened if h.kind in _STORY
        ]
        for token in changes.closed:
            if running.kinds.pop(token, None) == "call":
                self._calls.abandon(running, token)
        for wait in changes.opened:
            running.kinds[wait.token] = wait.kind
            self._follow(running, wait)
        for happened in changes.happened:
            if happened.kind == "escalation-uncaught":
                self.follows.append(partial(self._calls.escalate, running, happened.facts["code"]))
        for signal in changes.signals:
            self.follows.append(partial(self._post.broadcast, running, signal))
        if changes.outcome is not None:
            self.follows.append(partial(self._calls.ended, running))

    def _follow(self, running: Running, wait: Wait) -> None:
        match wait.kind:
            case "call":
                self.follows.append(partial(self._calls.call, running, wait))
            case "message":
                self.follows.append(self._post.deliver_kept)
            case "incident" if "error" in wait.facts:
                self.follows.append(partial(self._calls.fail, running, wait.facts["error"]))

    def _services(self) -> Services:
        return Services(now=self.now, decide=lambda *_: Undecided(None, {}), hold=True)
