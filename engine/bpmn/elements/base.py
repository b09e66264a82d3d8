"""What all elements have in common: how a token arrives, acts and leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin

from engine.bpmn.contract import Wait
from engine.bpmn.token import COMPLETED, STARTED, Token
from engine.bpmn.values import Evaluation, Value
from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class Way:
    """One outgoing sequence flow: the flow's id, the name of the element it leads to, and its condition."""

    flow: str
    target: str
    condition: Expression | None = None
    default: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """What the diagram says about any element. Families add their own fields."""

    id: str
    name: str
    properties: dict[str, str] = field(default_factory=dict)
    inputs: tuple[tuple[str, Value], ...] = ()
    outputs: tuple[tuple[str, Value], ...] = ()


class Node(BpmnSpecMixin):
    """An element of the diagram as a SpiffWorkflow task spec. Never changed once the diagram is parsed.

    Its own verbs are `arrive`, `act`, `leave`; SpiffWorkflow's hooks call them.
    """

    kind: str | None = None  # the kind of wait its token opens, if it waits

    def __init__(self, wf_spec: Any, name: str, details: Details, **kwargs: Any) -> None:
        super().__init__(wf_spec, name, bpmn_name=details.name, **kwargs)
        self.bpmn_id = details.id
        self.details: Any = details
        self.ways: tuple[Way, ...] = ()
        self.place = 0  # this element's bit in the masks of inclusive gateways; none for what holds no token

    # --- SpiffWorkflow's life cycle of a task

    def test(self) -> None:
        """Nothing to test: the diagram was checked before it became specs."""

    def _predict_hook(self, my_task: Token) -> None:
        """No token is put where none is: successors come when the token leaves."""

    def _update_hook(self, my_task: Token) -> bool:
        return self.arrive(my_task)

    def _on_ready_hook(self, my_task: Token) -> None:
        my_task.top.queue.append(my_task)

    def _run_hook(self, my_task: Token) -> bool | None:
        self.enter(my_task)
        return self.act(my_task)

    def _on_complete_hook(self, my_task: Token) -> None:
        self.leave(my_task)

    # --- the game

    def arrive(self, token: Token) -> bool:
        """May the token go in now? Joins say no until all have come."""
        return True

    def enter(self, token: Token) -> None:
        self._map_inputs(token)
        token.tell("element-entered")

    def act(self, token: Token) -> bool | None:
        """Do what the element is for: True if done, None if the token waits."""
        return True

    def accept(self, token: Token, values: dict[str, Any]) -> None:
        """Take what the outside answered: local if output mappings choose from it, else by name."""
        if self.details.outputs:
            token.top.variables.open(token, values)
        else:
            token.top.variables.assign(token, values, token)

    def answered(self, token: Token) -> None:
        """What the token waited for has come."""
        token.complete()

    def leave(self, token: Token) -> None:
        """The element is done: map outputs, disarm what is attached, send tokens on."""
        self._map_outputs(token)
        ways = self.choose(token)
        token.close_wait()
        for owned in token.owned:
            owned.kill()
        token.tell("element-completed")
        self.take(token, ways)

    def take(self, token: Token, ways: list[Way]) -> None:
        """Send one token along each way."""
        root = token.scope_root
        for way in ways:
            if way.flow:  # a link has no flow in the diagram
                token.tell_flow(way.flow)
            root.send(self._wf_spec.task_specs[way.target], way.flow)

    def choose(self, token: Token) -> list[Way]:
        """All flows without condition and those whose condition holds; the default if none does."""
        if all(way.condition is None and not way.default for way in self.ways):
            return list(self.ways)
        evaluation = Evaluation(token, seen_from=self.outlook(token))
        chosen = [way for way in self.ways if not way.default and self.holds(way, evaluation)]
        return chosen or self.otherwise(token)

    def outlook(self, token: Token) -> Token | None:
        """From where conditions on its flows are read: from around it, as by a gateway drawn behind it.

        What was local to it is gone when the token has left.
        """
        return token.owner

    def holds(self, way: Way, evaluation: Evaluation) -> bool:
        return way.condition is None or evaluation.truth(way.condition, f"顺序流 {way.flow} 的条件")

    def otherwise(self, token: Token) -> list[Way]:
        """The default flow. Raises ExpressionFailed if there is none."""
        found = [way for way in self.ways if way.default]
        if not found:
            raise token.failed("没有一个条件成立，也没有默认流")
        return found

    # --- asked by others

    def wait(self, token: Token) -> Wait:
        """What the token waits for."""
        incident = token.internal_data.get("incident")
        if incident is not None:
            return Wait(token.name, "incident", token.element, dict(incident))
        return Wait(token.name, self.kind or "incident", token.element, self.facts(token))

    def facts(self, token: Token) -> dict[str, Any]:
        """The facts of the wait; what was computed on arrival is kept with the token."""
        return dict(token.internal_data["wait"])

    def listening(self, token: Token) -> tuple[Node, ...]:
        """The events that listen for what happens in this element."""
        return ()

    def armed(self, token: Token) -> bool:
        """Is the token only an ear, which does not keep its scope open?"""
        return False

    def released(self, token: Token) -> bool:
        """May a token that waits at a join go on, now that nothing else moves?"""
        return False

    def cancelled(self, token: Token) -> None:
        """The token is taken away; told if it had gone in and not yet out."""
        inside = token.state == STARTED or token.internal_data.keys() & {"incident", "finished"}
        if inside and token.state != COMPLETED and not self.armed(token):
            token.tell("element-cancelled")

    def again(self, token: Token) -> None:
        """Try once more after an incident."""
        del token.internal_data["incident"]
        token._ready()

    def part_done(self, token: Token) -> None:
        """Something that the token owned has completed."""

    # --- mappings

    def _map_inputs(self, token: Token) -> None:
        if self.details.inputs:
            token.top.variables.open(token, _mapped(token, self.details.inputs))

    def _map_outputs(self, token: Token) -> None:
        if self.details.outputs:
            values = _mapped(token, self.details.outputs)
            token.top.variables.assign(self.outside(token), values, token)

    def outside(self, token: Token) -> Token | None:
        """Where output mappings start to look for a variable: around the element, not inside it."""
        return token.owner


def _mapped(token: Token, mappings: tuple[tuple[str, Value], ...]) -> dict[str, Any]:
    """Mappings in their order; a later one sees the earlier ones."""
    new: dict[str, Any] = {}
    evaluation = Evaluation(token, new)
    for target, source in mappings:
        if source.expression is None:
            new[target] = source.text
        else:
            new[target] = evaluation.value(source.expression, source.where)
    return new
