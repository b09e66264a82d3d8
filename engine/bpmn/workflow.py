"""One running workflow: start, complete, fire, deliver, signal, cancel, migrate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.bpmn import codec
from engine.bpmn.contract import Changes, Services
from engine.bpmn.elements.catching import Armed
from engine.bpmn.elements.throwing import catch, find
from engine.bpmn.instance import Instance
from engine.bpmn.migration import migrated
from engine.bpmn.model import Definition
from engine.bpmn.modification import Instruction, modify
from engine.bpmn.standing import Standing, kind_of
from engine.bpmn.token import Token
from engine.bpmn.variables import Variables
from engine.errors import NotOpen

_ANSWERED = ("user-task", "job", "call", "message", "ad-hoc")
_THROWERS = ("user-task", "job", "call", "incident")


class Workflow(Standing):
    """The kernel's face. Every act lets tokens move until all wait; `drain` says what it changed.

    An act that raises leaves the object half moved: drop it and decode again.
    """

    def __init__(self, instance: Instance) -> None:
        super().__init__(instance)
        self._told = instance.outcome.state

    @classmethod
    def start(
        cls,
        definition: Definition,
        variables: Mapping[str, Any],
        services: Services,
        *,
        start_element: str | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> Workflow:
        """A new instance with these variables, begun at its none start or the chosen start event.

        `payload` are the variables of the message that started it. Raises NotOpen, and ExpressionFailed, with
        `hold` only if what it is given is no data.
        """
        instance = Instance(definition, Variables())
        instance.services = services
        instance.variables.assign(None, variables, instance.task_tree)
        begin = instance.spec.start
        chosen = begin.choices.get(start_element) if start_element else None
        if (start_element and chosen is None) or (not chosen and not begin.entrances):
            raise NotOpen(what=start_element or definition.name, state="不能作为开始")
        begin.arm(instance.task_tree)
        begin.begin(instance.task_tree, chosen, dict(payload or {}))
        instance.move()
        workflow = cls(instance)
        workflow._told = "active"
        return workflow

    # --- acts

    def complete(self, token: str, variables: Mapping[str, Any], services: Services) -> None:
        """The answer to a user task, job, call or message, or the end of an ad-hoc sub-process.

        Raises NotOpen, ExpressionFailed.
        """
        found = self._open(token, _ANSWERED)
        self._answer(found, variables, services)

    def activate(self, token: str, element: str, services: Services) -> None:
        """Begin an element inside an ad-hoc sub-process, whose token waits. Raises NotOpen, ExpressionFailed."""
        found = self._open(token, ("ad-hoc",))
        self._instance.services = services
        found.task_spec.begin(found, element)
        self._instance.move()

    def fire(self, token: str, services: Services) -> None:
        """A timer is due. Raises NotOpen, ExpressionFailed."""
        self._answer(self._open(token, ("timer",)), {}, services)

    def deliver(self, token: str, payload: Mapping[str, Any], services: Services) -> None:
        """A message has come for this subscription. Raises NotOpen, ExpressionFailed."""
        self._answer(self._open(token, ("message",)), payload, services)

    def signal(self, token: str, payload: Mapping[str, Any], services: Services) -> None:
        """A signal has come for this subscription. Raises NotOpen, ExpressionFailed."""
        self._answer(self._open(token, ("signal",)), payload, services)

    def throw_error(self, token: str, code: str, payload: Mapping[str, Any], services: Services) -> bool:
        """A business error of a job or a called instance: False, and nothing changed, if nobody catches it.

        Raises NotOpen, ExpressionFailed.
        """
        return self._throw("error", self._open(token, _THROWERS), code, payload, services)

    def throw_escalation(self, token: str, code: str, payload: Mapping[str, Any], services: Services) -> bool:
        """An escalation of a job or a called instance, which goes on; False as `throw_error`."""
        return self._throw("escalation", self._open(token, _THROWERS), code, payload, services)

    def set_variables(
        self,
        values: Mapping[str, Any],
        services: Services,
        *,
        token: str | None = None,
        local: bool = False,
    ) -> None:
        """Change variables from outside, as a token sees them, or with `local` in its own scope only.

        Conditions that read them are asked anew. Raises NotOpen, ExpressionFailed.
        """
        if self._instance.outcome.state != "active":
            raise NotOpen(what="这个流程实例", state="结束了")
        self._instance.services = services
        self._instance.change(values, self._find(token) if token else None, local=local)
        self._instance.move()

    def retry(self, token: str, services: Services) -> None:
        """Let a token that is held by an incident try again. Raises NotOpen, ExpressionFailed."""
        found = self._open(token, ("incident",))
        self._instance.services = services
        found.close_wait()
        found.task_spec.again(found)
        self._instance.move()

    def cancel(self, services: Services) -> None:
        """End everything at once."""
        instance = self._instance
        if instance.outcome.state == "active":
            instance.services = services
            instance.cancel()

    def modify(self, instructions: Sequence[Instruction], services: Services) -> None:
        """Follow an administrator's instructions, then move. Raises ModificationRefused, ExpressionFailed."""
        if self._instance.outcome.state != "active":
            raise NotOpen(what="这个实例", state="结束了")
        self._instance.services = services
        modify(self._instance, instructions)
        self._instance.move()

    def drain(self) -> Changes:
        """What has changed since the last drain."""
        instance = self._instance
        outcome = instance.outcome if instance.outcome.state != self._told else None
        self._told = instance.outcome.state
        return instance.ledger.drain(instance.variables.take_changes(), outcome)

    # --- state

    def encode(self) -> bytes:
        """The state as bytes: live tokens and variables, nothing of the diagram."""
        return codec.encode(self._instance)

    @classmethod
    def decode(cls, definition: Definition, data: bytes) -> Workflow:
        """The workflow of `encode`. Raises StateUnreadable if the bytes are not of this kernel."""
        return cls(codec.decode(definition, data))

    def _throw(
        self, kind: str, token: Token, code: str, payload: Mapping[str, Any], services: Services
    ) -> bool:
        catcher = find(token, kind, code)
        if catcher is None:
            return False
        self._instance.services = services
        at, spec = catcher
        token.tell(f"{kind}-thrown", code=code, caught_by=spec.bpmn_id)
        catch(at, spec, dict(payload))
        self._instance.move()
        return True

    @classmethod
    def migrate(
        cls,
        data: bytes,
        old: Definition,
        new: Definition,
        mapping: Mapping[str, str],
        services: Services,
    ) -> Workflow:
        """The stored workflow of `old` on `new`, with its variables, due dates and token ids.

        `mapping` gives new ids of elements and flows; others keep theirs. `drain` tells what was disarmed, armed
        and renamed. Raises Refused with findings, StateUnreadable, ExpressionFailed.
        """
        workflow = cls(migrated(data, old, new, mapping, services))
        workflow._told = "active"
        return workflow

    def _answer(self, token: Token, values: Mapping[str, Any], services: Services) -> None:
        self._instance.services = services
        spec = token.task_spec
        if isinstance(spec, Armed) and spec.armed(token):
            spec.fire(token, dict(values))
        else:
            if values:
                spec.accept(token, dict(values))
            spec.answered(token)
        self._instance.move()

    def _open(self, token: str, kinds: tuple[str, ...]) -> Token:
        """A token that waits for one of these kinds of answers."""
        found = self._find(token)
        if "wait" not in found.internal_data or kind_of(found) not in kinds:
            raise NotOpen(what=found.task_spec.bpmn_name or found.element, state="不在等待这个答复")
        return found
