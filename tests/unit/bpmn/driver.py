"""Plays a diagram twice over: on one live workflow, or decoded from its bytes before every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from engine.bpmn import Changes, Definition, Happened, Services, Signal, Wait, Workflow, parse
from engine.feel import from_json, to_json

NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
LETTER = {"element-completed": "", "element-cancelled": "-"}


class Play:
    """One instance being played. `story` lists completed elements and, with a minus, cancelled ones."""

    def __init__(
        self,
        source: bytes | Definition,
        reload: bool,
        variables: Mapping[str, Any] | None = None,
        **start: Any,
    ) -> None:
        self.definition = parse(source, "p.bpmn")[0] if isinstance(source, bytes) else source
        self.reload = reload
        self.now = NOW
        self.decide: Any = None
        self.hold = bool(start.pop("hold", False))
        self.happened: list[Happened] = []
        self.signals: list[Signal] = []
        self.told: dict[str, Wait] = {}  # what the changes said is open
        self.seen: dict[str, Any] = {}  # root variables as the changes said
        given = from_json({"key": "k", **(variables or {})})
        if "payload" in start:
            start["payload"] = from_json(start["payload"])
        self.workflow = Workflow.start(self.definition, given, self.services, **start)
        self.settle()

    @property
    def services(self) -> Services:
        return Services(now=self.now, decide=self.decide, hold=self.hold)

    # --- steps

    def complete(self, element: str, index: int = 0, **variables: Any) -> Play:
        """Answer the wait of an element; `index` counts its waits from the oldest."""
        wait = self.find(element, index)
        return self.act("complete", wait.token, from_json(variables))

    def do(self, *elements: str) -> Play:
        """Complete elements one after the other."""
        for element in elements:
            self.complete(element)
        return self

    def deliver(self, element: str, index: int = 0, **payload: Any) -> Play:
        return self.act("deliver", self.find(element, index).token, from_json(payload))

    def signal(self, element: str, index: int = 0, **payload: Any) -> Play:
        return self.act("signal", self.find(element, index).token, from_json(payload))

    def set(self, **values: Any) -> Play:
        """Change variables of the instance from outside."""
        return self.act("set_variables", from_json(values))

    def fire(self, element: str, index: int = 0) -> Play:
        """Fire a timer at its due instant."""
        wait = self.find(element, index)
        self.now = max(self.now, datetime.fromisoformat(wait.facts["due_at"]))
        return self.act("fire", wait.token)

    def begin(self, host: str, element: str) -> Play:
        """Begin an element inside an ad-hoc sub-process."""
        return self.act("activate", self.find(host).token, element)

    def modify(self, *instructions: Any) -> Play:
        return self.act("modify", instructions)

    def migrate(self, source: bytes, mapping: Mapping[str, str] | None = None) -> Changes:
        """Go on with another diagram."""
        new = parse(source, "p.bpmn")[0]
        state = self.workflow.encode()
        self.workflow = Workflow.migrate(state, self.definition, new, mapping or {}, self.services)
        self.definition = new
        return self.settle()

    def token(self, element: str, index: int = 0) -> str:
        """The id of a token on an element, of those too that do not wait for anything."""
        return [p.token for p in self.workflow.places() if p.element == element][index]

    def fail(self, element: str, code: str, index: int = 0, **payload: Any) -> bool:
        """Throw a business error from an element; True if something caught it."""
        token = self.find(element, index).token
        self.refresh()
        caught = self.workflow.throw_error(token, code, from_json(payload), self.services)
        self.settle()
        return caught

    def escalate(self, element: str, code: str, index: int = 0, **payload: Any) -> bool:
        """Escalate from an element that goes on; True if something caught it."""
        token = self.find(element, index).token
        self.refresh()
        caught = self.workflow.throw_escalation(token, code, from_json(payload), self.services)
        self.settle()
        return caught

    def act(self, name: str, *arguments: Any) -> Play:
        self.refresh()
        getattr(self.workflow, name)(*arguments, self.services)
        self.settle()
        return self

    def refresh(self) -> None:
        if self.reload:
            self.workflow = Workflow.decode(self.definition, self.workflow.encode())

    def settle(self) -> Changes:
        """Take the changes and check that they say the same as a look at the whole."""
        changes = self.workflow.drain()
        for token in changes.closed:
            del self.told[token]
        self.told |= {w.token: w for w in changes.opened}
        for token, element in changes.renamed.items():
            self.told[token] = replace(self.told[token], element=element)
        self.seen |= changes.variables
        self.happened += changes.happened
        self.signals += changes.signals
        waiting = {w.token: w for w in self.workflow.waiting()}
        assert {t: (w.kind, w.element) for t, w in self.told.items()} == {
            t: (w.kind, w.element) for t, w in waiting.items()
        }
        assert self.workflow.kinds() == {t: w.kind for t, w in waiting.items()}
        assert self.seen == self.workflow.variables()
        return changes

    # --- looks

    def find(self, element: str, index: int = 0) -> Wait:
        found = [w for w in self.workflow.waiting() if w.element == element]
        assert len(found) > index, f"{element} waits not; open: {self.open}; story: {self.story}"
        return found[index]

    @property
    def open(self) -> list[str]:
        """Elements that wait for an answer from outside, sorted; joins left out."""
        return sorted(w.element for w in self.workflow.waiting() if w.kind != "join")

    @property
    def story(self) -> str:
        return " ".join(LETTER[h.kind] + h.element for h in self.happened if h.kind in LETTER)

    @property
    def variables(self) -> dict[str, Any]:
        """Root variables as JSON, without the key that every test instance has."""
        found = to_json(self.workflow.variables())
        return {name: value for name, value in found.items() if name != "key"}

    def ended(self, *ends: str) -> bool:
        """Completed at these end events, with nothing left behind."""
        inner = self.workflow._instance
        assert self.workflow.outcome.state == "completed", f"open: {self.open}; story: {self.story}"
        assert set(inner.tokens) == {1}
        assert set(inner.variables.scopes) == {1}
        assert not inner.subprocesses
        assert not self.told
        assert self.workflow.outcome.ends == ends
        return True
