"""A DMN model that is ready to run: its decisions, what they need, and one evaluation of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dmn.boxed import CALL_DEPTH, FunctionOf
from engine.dmn.errors import broken
from engine.dmn.logic import Evaluation, Logic, MatchedRule, Names, Paths, TableRun, coerced
from engine.feel import Environment, FeelBudgetError, to_feel
from engine.feel.functions import call_function
from engine.feel.types import ANY, Type
from engine.feel.values import Function

__all__ = [
    "Decision",
    "DecisionResult",
    "DmnModel",
    "InputData",
    "Knowledge",
    "MatchedRule",
    "Service",
    "TableRun",
]


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What a decision gave, and the tables that were used on the way, innermost decision first."""

    value: Any
    tables: list[TableRun] = field(default_factory=list)

    @property
    def matched(self) -> list[MatchedRule]:
        """The rules that matched, of all tables in their order."""
        return [rule for table in self.tables for rule in table.rules]


@dataclass(frozen=True, slots=True)
class InputData:
    """A value from outside."""

    id: str
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function that decisions call. `label` is what people call it."""

    id: str
    name: str
    function: FunctionOf
    type: Type
    requires: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: a function from inputs and input decisions to its output decisions."""

    id: str
    name: str
    type: Type
    outputs: tuple[str, ...]
    parameters: tuple[str, ...]
    """Keys of input data, then of input decisions."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision. `name` is its variable's, `label` what people call it.

    `outputs` names the output clauses of its table and is empty for other logic.
    """

    id: str
    name: str
    type: Type
    logic: Logic | None
    requires: tuple[str, ...]
    outputs: tuple[str, ...] = ()
    label: str = ""


Part = InputData | Knowledge | Service | Decision
NOTHING_DECIDED: Mapping[str, Any] = {}


@dataclass(slots=True)
class DmnModel:
    """A model. `parts` holds all of it by key: the id, or namespace#id for what another model lends."""

    namespace: str
    name: str
    decisions: dict[str, Decision]
    services: dict[str, Service]
    parts: dict[str, Part]
    types: dict[str, Type]
    prefixes: dict[str, str] = field(default_factory=dict)
    """By key of an imported part: the name under which its model is imported."""
    lacking: frozenset[str] = frozenset()
    """Why some logic is null: it is in a language that is not run here. Only a tolerant reading has any."""
    inputs: dict[str, Paths] = field(default_factory=dict)
    """What decisions read from outside, as far as `needs.inputs_of` has been asked."""

    def evaluate(
        self,
        decision_id: str,
        context: Mapping[str, Any],
        env: Environment,
        decided: Mapping[str, Any] = NOTHING_DECIDED,
    ) -> DecisionResult:
        """Evaluate a decision and all it requires against values from outside.

        `decided` are values of decisions, by id, that stand already. Raises DmnError for an unknown id or a violated hit policy, FeelError for a breached budget.
        """
        if decision_id not in self.decisions:
            raise broken(decision_id, f"模型“{self.name}”中没有这个决策")
        run = Run(self, to_feel(dict(context)), Evaluation(env), to_feel(dict(decided)))
        try:
            return DecisionResult(run.value(decision_id), run.evaluation.tables)
        except RecursionError:
            raise FeelBudgetError(f"决策“{decision_id}”的计算嵌套太深，已停止。") from None

    def evaluate_service(
        self, service_id: str, context: Mapping[str, Any], env: Environment
    ) -> DecisionResult:
        """Evaluate the output decisions of a service, its inputs taken by name. Raises as `evaluate`."""
        if service_id not in self.services:
            raise broken(service_id, f"模型“{self.name}”中没有这个决策服务")
        service, given = self.services[service_id], to_feel(dict(context))
        run = Run(self, {}, Evaluation(env))
        arguments = [given.get(self.parts[key].name) for key in service.parameters]
        return DecisionResult(run.serve(service, arguments), run.evaluation.tables)

    def evaluate_knowledge(
        self, knowledge_id: str, context: Mapping[str, Any], env: Environment
    ) -> DecisionResult:
        """Call a business knowledge model, its parameters taken by name. Raises as `evaluate`."""
        if not isinstance(self.parts.get(knowledge_id), Knowledge):
            raise broken(knowledge_id, f"模型“{self.name}”中没有这个业务知识模型")
        run, given = Run(self, {}, Evaluation(env)), to_feel(dict(context))
        function = run.value(knowledge_id)
        arguments = [given.get(name) for name in function.parameters]
        return DecisionResult(call_function(function, arguments, env), run.evaluation.tables)


class Run:
    """One evaluation of a model: each decision is evaluated at most once."""

    def __init__(
        self, model: DmnModel, given: Names, evaluation: Evaluation, fixed: Names | None = None
    ) -> None:
        self.model = model
        self.evaluation = evaluation
        self._known: dict[str, Any] = dict(fixed or {})
        own = {part.name for key, part in model.parts.items() if key not in model.prefixes}
        self._given = given
        self._free = {name: value for name, value in given.items() if name not in own}

    def value(self, key: str) -> Any:
        """The value of a part by its key."""
        if key not in self._known:
            self._known[key] = self._compute(self.model.parts[key])
        return self._known[key]

    def _compute(self, part: Part) -> Any:
        if isinstance(part, InputData):
            return coerced(self._given.get(part.name), part.type, part.name, self.evaluation)
        if isinstance(part, Knowledge):
            return part.function.run(self._names(part.requires), self.evaluation, _result_type(part.type))
        if isinstance(part, Service):
            return self._service_function(part)
        if part.logic is None:
            return None
        value = part.logic.run(self._names(part.requires), self.evaluation)
        return coerced(value, part.type, part.name, self.evaluation)

    def _names(self, requires: tuple[str, ...]) -> Names:
        """Free variables from outside, and the values of what is required, imported ones under their prefix."""
        names: Names = dict(self._free)
        for key in requires:
            prefix = self.model.prefixes.get(key)
            name = self.model.parts[key].name
            target = names if prefix is None else names.setdefault(prefix, {})
            target[name] = self.value(key)
        return names

    def _service_function(self, service: Service) -> Function:
        names = tuple(self.model.parts[key].name for key in service.parameters)
        types = tuple(getattr(self.model.parts[key], "type", ANY) for key in service.parameters)

        def call(env: Environment, *arguments: Any) -> Any:
            env.enter(CALL_DEPTH)
            try:
                return self.serve(service, list(arguments))
            finally:
                env.leave(CALL_DEPTH)

        return Function(service.name, names, call, types)

    def serve(self, service: Service, arguments: list[Any]) -> Any:
        """The value of one output decision, or a context of several, by arguments in order."""
        fixed = {}
        for key, argument in zip(service.parameters, arguments, strict=True):
            part = self.model.parts[key]
            fixed[key] = coerced(argument, part.type, part.name, self.evaluation)
        inner = Run(self.model, {}, self.evaluation, fixed)
        values = {self.model.parts[key].name: inner.value(key) for key in service.outputs}
        result = next(iter(values.values())) if len(values) == 1 else values
        return coerced(result, _result_type(service.type) or ANY, service.name, self.evaluation)


def _result_type(declared: Type) -> Type | None:
    """What a function gives: the result of a function type, or the type itself where a tool wrote just that."""
    if declared.name == "function":
        return declared.result
    return None if declared is ANY else declared
