"""The grammar: operators by rank, from `or` down to filters, paths and calls (DMN 1.5 §10.3.1.2)."""

from __future__ import annotations

from engine.feel.syntax.boxed import BoxedParser
from engine.feel.syntax.cursor import STARTERS
from engine.feel.syntax.tree import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Filter,
    In,
    InstanceOf,
    Literal,
    Logical,
    Negation,
    Node,
    Path,
    Tests,
    UnaryComparison,
)

OR, AND, COMPARISON, SUM, PRODUCT, POWER, NEGATION, INSTANCE = range(1, 9)
COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
RANKS = {
    "or": OR,
    "and": AND,
    **dict.fromkeys([*COMPARISONS, "between", "in"], COMPARISON),
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "**": POWER,
    "instance": INSTANCE,
}


class Parser(BoxedParser):
    """Reads one expression, or one cell of unary tests."""

    def whole_expression(self) -> Node:
        node = self.expression()
        self.expect_end()
        return node

    def whole_tests(self) -> Tests:
        """`-`, `not(…)`, or tests separated by commas (DMN 1.5 grammar rules 12 to 15)."""
        first = self.peek
        if first.text == "-" and self.ahead(1).kind == "end":
            self.take()
            return Tests(first.position, ())
        if first.text == "not" and self.ahead(1).text == "(" and self.closes_at_end(1):
            self.take()
            self.take()
            tests = self.tests()
            self.expect(")")
            self.expect_end()
            return Tests(first.position, tests, negated=True)
        tests = self.tests()
        self.expect_end()
        return Tests(first.position, tests)

    def tests(self) -> tuple[Node, ...]:
        found = [self.test()]
        while self.accept(","):
            found.append(self.test())
        return tuple(found)

    def test(self) -> Node:
        if self.peek.kind == "op" and self.peek.text in COMPARISONS:
            operator = self.take()
            return UnaryComparison(operator.position, operator.text, self.expression(SUM))
        return self.expression()

    def expression(self, rank: int = OR) -> Node:
        """An expression whose operators all bind at least as tightly as the rank."""
        self.deeper()
        left = self.prefix()
        while True:
            found = self._rank()
            if found < rank:
                break
            left = self._infix(left, found)
        self.shallower()
        return left

    def _rank(self) -> int:
        token = self.peek
        if token.kind not in ("op", "name"):
            return 0
        if token.text == "instance" and self.ahead(1).text != "of":
            return 0
        return RANKS.get(token.text, 0)

    def _infix(self, left: Node, rank: int) -> Node:
        if rank in (OR, AND):
            return self._logical(left, rank)
        if rank == COMPARISON:
            return self._comparison(left)
        if rank == INSTANCE:
            position = self.take().position
            self.take()
            return InstanceOf(position, left, self.type())
        return self._arithmetic(left, rank)

    def _logical(self, left: Node, rank: int) -> Node:
        operator = self.peek
        operands = [left]
        while self._rank() == rank:
            self.take()
            operands.append(self.expression(rank + 1))
        return Logical(operator.position, operator.text, tuple(operands))

    def _arithmetic(self, left: Node, rank: int) -> Node:
        position = self.peek.position
        operators, operands = [], []
        while self._rank() == rank:
            operators.append(self.take().text)
            operands.append(self.expression(rank + 1))
        return Arithmetic(position, left, tuple(operators), tuple(operands))

    def _comparison(self, left: Node) -> Node:
        operator = self.take()
        if operator.text == "between":
            low = self.expression(SUM)
            self.expect("and")
            return Between(operator.position, left, low, self.expression(SUM))
        if operator.text == "in":
            return In(operator.position, left, self._in_tests())
        return Comparison(operator.position, operator.text, left, self.expression(SUM))

    def _in_tests(self) -> tuple[Node, ...]:
        if self.peek.text == "(" and not self.encloses_range():
            self.take()
            tests = self.tests()
            self.expect(")")
            return tests
        if self.peek.kind == "op" and self.peek.text in COMPARISONS:
            return (self.test(),)
        return (self.expression(SUM),)

    def prefix(self) -> Node:
        token = self.peek
        if token.kind == "op" and token.text == "-":
            self.take()
            return Negation(token.position, self.expression(NEGATION))
        special = self.special()
        return special if special is not None else self._postfix(self.primary())

    def _postfix(self, node: Node) -> Node:
        while self.peek.kind == "op":
            token = self.peek
            if token.text == ".":
                self.take()
                node = Path(token.position, node, self.property_name())
            elif token.text == "[" and self._filters():
                self.take()
                node = Filter(token.position, node, self.expression())
                self.expect("]")
            elif token.text == "(" and not isinstance(node, Literal):
                node = self._call(node)
            else:
                break
        return node

    def _filters(self) -> bool:
        """`[` after the end of a range closes it when nothing that could be a filter follows."""
        after = self.ahead(1)
        return not self.range_ends or after.kind not in ("op", "end") or after.text in STARTERS

    def _call(self, function: Node) -> Node:
        position = self.take().position
        arguments: list[Node] = []
        names: list[str] = []
        while not self.accept(")"):
            if arguments:
                self.expect(",")
            if self.names_argument():
                names.append(self.key_until(":"))
            arguments.append(self.expression())
        if names and len(names) != len(arguments):
            raise self.error("参数要么都写名称，要么都不写", position)
        return Call(position, function, tuple(arguments), tuple(names))
