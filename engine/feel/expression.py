"""Compiled expressions and unary tests: what other rooms hold in their hands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from engine.feel import limits
from engine.feel.analysis import Analysis, analyse
from engine.feel.builtins import BUILTINS
from engine.feel.clashes import Clashes
from engine.feel.compiler import Frame, Run, Scope, build, size
from engine.feel.environment import Environment, LentFunction
from engine.feel.errors import FeelBudgetError, FeelSyntaxError, syntax_error
from engine.feel.folding import Fault, Folding, constant
from engine.feel.functions import closest
from engine.feel.inference import type_of
from engine.feel.known import ANYTHING, NULL, Known
from engine.feel.measure import measure
from engine.feel.syntax.names import NameIndex
from engine.feel.syntax.parser import Parser
from engine.feel.syntax.tree import Call, Literal, Name, Node, height, walk
from engine.feel.types import Type

NO_TYPES: Mapping[str, Type] = {}
TOO_DEEP = "表达式的计算嵌套太深，已停止。"
NO_LENT: Mapping[str, LentFunction] = {}


class Compiled:
    """A tree with its closure. Immutable, and shared between threads."""

    def __init__(self, source: str, tree: Node) -> None:
        self.source = source
        self.tree = tree
        self._run: Run = build(tree, Scope())
        self._cost = size(tree)
        self._analysis: Analysis = analyse(tree)

    @property
    def variables(self) -> frozenset[tuple[str, ...]]:
        """Paths of the variables that the expression reads from its context."""
        return self._analysis.variables

    @property
    def reads(self) -> Mapping[tuple[str, ...], int]:
        """The variables that have to exist, with their first places; those only asked for are left out."""
        return self._analysis.reads

    @property
    def item_names(self) -> frozenset[str]:
        """Names inside filters, which may be an item's entry or a variable."""
        return self._analysis.item_names

    @property
    def functions(self) -> frozenset[str]:
        """Names of the functions that are called and that the expression does not define."""
        return frozenset(self._analysis.functions)

    @property
    def texts(self) -> frozenset[str]:
        """The texts that are written out in it."""
        return frozenset(_texts(walk(self.tree)))

    def texts_given(self, function: str) -> frozenset[str]:
        """The texts that are written out as arguments of a function."""
        calls = (node for node in walk(self.tree) if isinstance(node, Call))
        asked = (call for call in calls if isinstance(call.function, Name) and call.function.name == function)
        return frozenset(_texts(argument for call in asked for argument in call.arguments))

    def misspelt(self, functions: Iterable[str] = ()) -> list[FeelSyntaxError]:
        """Calls of what is neither built in nor among the given names, each with the name that comes closest."""
        known = {*BUILTINS, *functions}
        return [
            syntax_error(self.source, position, f"没有名为“{name}”的函数", closest(name, sorted(known)))
            for name, position in sorted(self._analysis.functions.items(), key=lambda found: found[1])
            if name not in known
        ]

    def faults(
        self,
        functions: Mapping[str, LentFunction] = NO_LENT,
        types: Mapping[str, Type] = NO_TYPES,
        taken: Iterable[str] = (),
    ) -> list[Fault]:
        """Parts that can only fail: what reads no variable is evaluated, types that never go together are found.

        `types` are those that variables have whenever they are not null; `taken` are names that the context
        defines, be they those of functions. In the order of their places, one a place.
        """
        folding = Folding(frozenset({*taken, *functions}))
        folding.fold(self.tree)
        known = _known(functions, {**dict.fromkeys(taken, ANYTHING), **types})
        found = {fault.position: fault for fault in folding.faults}
        found |= {fault.position: fault for fault in Clashes(functions).find(self.tree, known)}
        return [found[position] for position in sorted(found)]

    def constant(self, functions: Iterable[str] = ()) -> Any:
        """The value if nothing from outside can change it, else None."""
        return constant(self.tree, frozenset(functions))

    def _value(self, context: Mapping[str, Any], env: Environment) -> Any:
        env.spend(self._cost)
        try:
            value = self._run(Frame(context, env))
            if type(value) in (list, dict):
                env.spend(measure(value) // limits.CHARACTERS_PER_STEP)
        except RecursionError:
            raise FeelBudgetError(TOO_DEEP) from None
        return value


class Expression(Compiled):
    """A FEEL expression."""

    @property
    def type(self) -> str | None:
        """The name of the result's type where it can be known; the value may still be null."""
        return self._analysis.type

    def type_with(
        self, functions: Mapping[str, LentFunction] = NO_LENT, types: Mapping[str, Type] = NO_TYPES
    ) -> str | None:
        """As `type`, knowing also what the lent functions return and which types variables have."""
        found = self.full_type(functions, types)
        return None if found is None or found == NULL else found.name

    def full_type(
        self, functions: Mapping[str, LentFunction] = NO_LENT, types: Mapping[str, Type] = NO_TYPES
    ) -> Type | None:
        """As `type_with`, with the types of items and entries; `Null` for what is always null."""
        return type_of(self.tree, _known(functions, types))

    def evaluate(self, context: Mapping[str, Any], env: Environment) -> Any:
        """The value. FEEL's errors give null and a reason in env.problems; FeelError only when a bound is passed."""
        return self._value(context, env)


class UnaryTests(Compiled):
    """The tests of a decision table's cell."""

    def test(self, value: Any, context: Mapping[str, Any], env: Environment) -> bool:
        """Whether the value passes; what cannot be decided does not."""
        return self.passes({**context, "?": value}, env)

    def passes(self, context: Mapping[str, Any], env: Environment) -> bool:
        """As `test`, with the value already in the context under the name "?"."""
        env.spend(self._cost)
        try:
            return self._run(Frame(context, env)) is True
        except RecursionError:
            raise FeelBudgetError(TOO_DEEP) from None


def compile(source: str, names: Iterable[str] = (), types: Mapping[str, Type] | None = None) -> Expression:
    """Read an expression, given without a leading "=". `names` are variables with signs or keywords in them.

    Raises FeelSyntaxError.
    """
    if types:
        return Expression(source, _tree(source, names, types, Parser.whole_expression))
    return _expression(source, frozenset(names))


def compile_unary_tests(
    source: str, names: Iterable[str] = (), types: Mapping[str, Type] | None = None
) -> UnaryTests:
    """Read the unary tests of a cell. Raises FeelSyntaxError."""
    if types:
        return UnaryTests(source, _tree(source, names, types, Parser.whole_tests))
    return _unary_tests(source, frozenset(names))


@lru_cache(maxsize=4096)
def _expression(source: str, names: frozenset[str]) -> Expression:
    return Expression(source, _tree(source, names, NO_TYPES, Parser.whole_expression))


@lru_cache(maxsize=4096)
def _unary_tests(source: str, names: frozenset[str]) -> UnaryTests:
    return UnaryTests(source, _tree(source, names, NO_TYPES, Parser.whole_tests))


@lru_cache(maxsize=64)
def _index(names: frozenset[str], types: frozenset[str]) -> NameIndex:
    """The names known beforehand; kept, because all expressions of a model know the same."""
    return NameIndex([*BUILTINS, *types, *names])


def _tree(source: str, names: Iterable[str], types: Mapping[str, Type], whole: Any) -> Node:
    try:
        tree: Node = whole(Parser(source, _index(frozenset(names), frozenset(types)).copy(), types))
        too_deep = height(tree) > limits.NESTING
    except RecursionError:
        too_deep = True
    if too_deep:
        raise FeelSyntaxError(f"嵌套超过了 {limits.NESTING} 层的上限，请拆成几个表达式")
    return tree


def _texts(nodes: Iterable[Node]) -> Iterable[str]:
    return (node.value for node in nodes if isinstance(node, Literal) and isinstance(node.value, str))


def _known(functions: Mapping[str, LentFunction], types: Mapping[str, Type]) -> Known:
    results = {name: function.result for name, function in functions.items()}
    return Known(results, {name: None if kind == ANYTHING else kind for name, kind in types.items()})
