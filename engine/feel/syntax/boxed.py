"""What an expression is made of: literals, names, lists, contexts, ranges, loops, conditions, functions."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from engine.feel.errors import FeelUnsupportedError, syntax_error
from engine.feel.syntax.cursor import Cursor
from engine.feel.syntax.lexer import unescape
from engine.feel.syntax.literals import at_literal, number_literal
from engine.feel.syntax.names import KEYWORDS, plain_name
from engine.feel.syntax.tree import (
    ContextLiteral,
    For,
    FunctionDefinition,
    If,
    Iteration,
    ListLiteral,
    Literal,
    Name,
    Node,
    Quantified,
    RangeLiteral,
    UnaryComparison,
)
from engine.feel.syntax.type_parser import TypeParser
from engine.feel.types import ANY, Type

CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None}
NEEDS_BRACKET = frozenset({"date and time", "years and months duration"})
HALF_OPEN = frozenset({"<", "<=", ">", ">=", "=", "!="})


class BoxedParser(TypeParser, Cursor):
    """The parts of the grammar that are not operators."""

    @abstractmethod
    def expression(self, rank: int = 1) -> Node:
        """An expression whose operators bind at least as strongly as `rank`; the operators' parser gives it."""

    def special(self) -> Node | None:
        """An expression that begins with a keyword and reaches as far as it can, if one begins here."""
        token = self.peek
        if token.kind != "name":
            return None
        if token.text == "if":
            return self._if()
        if token.text == "for":
            return self._for()
        if token.text in ("some", "every"):
            return self._quantified()
        if token.text == "function" and self.ahead(1).text == "(":
            return self._function()
        return None

    def _if(self) -> Node:
        position = self.take().position
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return If(position, condition, then, self.expression())

    def _for(self) -> Node:
        position = self.take().position
        iterations = self._iterations()
        self.expect("return")
        return For(position, iterations, self.expression())

    def _quantified(self) -> Node:
        word = self.take()
        iterations = self._iterations()
        self.expect("satisfies")
        return Quantified(word.position, word.text == "every", iterations, self.expression())

    def _iterations(self) -> tuple[Iteration, ...]:
        found = [self._iteration()]
        while self.accept(","):
            found.append(self._iteration())
        return tuple(found)

    def _iteration(self) -> Iteration:
        position = self.peek.position
        name = self.key_until("in")
        source = self.expression()
        end = self.expression() if self.accept("..") else None
        return Iteration(position, name, source, end)

    def _function(self) -> Node:
        position = self.take().position
        self.expect("(")
        parameters: list[str] = []
        types: list[Type] = []
        while not self.accept(")"):
            if parameters:
                self.expect(",")
            parameters.append(self._parameter())
            types.append(self.type() if self.accept(":") else ANY)
        if self.peek.text == "external":
            message = "不支持外部（Java 或 PMML）函数，请改写为 FEEL"
            raise syntax_error(self.source, self.peek.position, message, kind=FeelUnsupportedError)
        return FunctionDefinition(position, tuple(parameters), tuple(types), self.expression())

    def _parameter(self) -> str:
        start = self.place
        while self.peek.text not in (":", ",", ")") and self.peek.kind != "end":
            self.take()
        return self._key(start)

    def primary(self) -> Node:
        token = self.peek
        if token.kind == "number":
            return Literal(self.take().position, number_literal(token, self.source))
        if token.kind == "string":
            return Literal(self.take().position, unescape(token))
        if token.kind == "at":
            return Literal(self.take().position, at_literal(token))
        if token.kind == "name":
            return self._constant_or_name()
        if token.text == "(":
            return self._bracketed()
        if token.text == "[":
            return self._list_or_range()
        if token.text == "{":
            return self._context()
        if token.text == "]":
            return self._range(self.take().position, self.expression(), included=False)
        raise self.unexpected()

    def _constant_or_name(self) -> Node:
        token = self.peek
        known = self.known.match(self.tokens, self.place)
        if known and known[0] in NEEDS_BRACKET and self.ahead(known[1]).text != "(":
            known = None
        if token.text in KEYWORDS and not known:
            if token.text not in CONSTANTS:
                raise self.unexpected()
            return Literal(self.take().position, CONSTANTS[token.text])
        name, length = plain_name(self.tokens, self.place)
        if known and known[1] >= length:
            name, length = known
        self.place += length
        return Name(token.position, name)

    def property_name(self) -> str:
        """The name after a dot; keywords may stand there."""
        if self.peek.kind != "name":
            raise self.unexpected()
        known = self.known.match(self.tokens, self.place)
        name, length = plain_name(self.tokens, self.place)
        if known and known[1] > length:
            name, length = known
        self.place += length
        return name

    def _bracketed(self) -> Node:
        position = self.take().position
        if self.peek.kind == "op" and self.peek.text in HALF_OPEN:
            operator = self.take()
            node: Node = UnaryComparison(operator.position, operator.text, self.expression())
        else:
            node = self.expression()
            if self.peek.text == "..":
                return self._range(position, node, included=False)
        self.expect(")")
        return node

    def _list_or_range(self) -> Node:
        position = self.take().position
        items: list[Node] = []
        while not self.accept("]"):
            if items:
                self.expect(",")
            items.append(self._item())
            if len(items) == 1 and self.peek.text == "..":
                return self._range(position, items[0], included=True)
        return ListLiteral(position, tuple(items))

    def _item(self) -> Node:
        if self.peek.kind == "op" and self.peek.text in HALF_OPEN:
            operator = self.take()
            return UnaryComparison(operator.position, operator.text, self.expression())
        return self.expression()

    def _range(self, position: int, start: Node, included: bool) -> Node:
        self.expect("..")
        self.range_ends += 1
        end = self.expression()
        self.range_ends -= 1
        closer = self.take()
        if closer.text not in ("]", ")", "["):
            self.place -= closer.kind != "end"
            raise self.error("范围应以“]”或“)”结束")
        return RangeLiteral(position, start, end, included, closer.text == "]")

    def _context(self) -> Node:
        position = self.take().position
        keys: list[str] = []
        values: list[Node] = []
        while not self.accept("}"):
            if keys:
                self.expect(",")
            start = self.peek.position
            key = self.key_until(":")
            if key in keys:
                raise self.error(f"对象中“{key}”写了两次", start)
            keys.append(key)
            values.append(self.expression())
        return ContextLiteral(position, tuple(keys), tuple(values))

    def key_until(self, end: str) -> str:
        """A key, variable or parameter name that stands before a word or sign, which is taken too."""
        start = self.place
        if self.peek.kind == "string" and end == ":":
            text = unescape(self.take())
            self.expect(end)
            self.known.add(text)
            return text
        while self.peek.text != end and self.peek.kind in ("name", "number", "op"):
            if self.peek.text in ("(", ")", "[", "]", "{", "}", ",", ":"):
                break
            self.take()
        name = self._key(start)
        self.expect(end)
        return name

    def _key(self, start: int) -> str:
        tokens = self.tokens[start : self.place]
        if not tokens or tokens[0].kind != "name":
            raise self.error("这里应为一个名称", tokens[0].position if tokens else None)
        name = " ".join(self.source[tokens[0].position : tokens[-1].end].split())
        self.known.add(name)
        return name

    def names_argument(self) -> bool:
        """Whether `name:` begins here, as in a call with named parameters."""
        offset = 0
        while self.ahead(offset).kind in ("name", "number") or self.ahead(offset).text in (
            "-",
            "'",
            "/",
            "+",
        ):
            offset += 1
        return offset > 0 and self.ahead(offset).text == ":" and self.peek.kind == "name"
