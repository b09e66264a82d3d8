"""Walking along the tokens, and refusing what does not fit."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel import limits
from engine.feel.errors import FeelSyntaxError, syntax_error
from engine.feel.syntax.lexer import Token, tokenize
from engine.feel.syntax.names import NameIndex
from engine.feel.types import Type

STARTERS = frozenset({"(", "[", "{", "-"})
"""Signs with which an expression may begin."""


class Cursor:
    """A place among the tokens of one source."""

    def __init__(self, source: str, known: NameIndex, types: Mapping[str, Type]) -> None:
        if len(source) > limits.SOURCE_CHARACTERS:
            raise FeelSyntaxError(f"表达式超过了 {limits.SOURCE_CHARACTERS} 个字符的上限，请拆成几个")
        self.source = source
        self.known = known
        self.types = types
        self.tokens = tokenize(source)
        self.place = 0
        self.range_ends = 0
        self._depth = 0

    @property
    def peek(self) -> Token:
        return self.tokens[self.place]

    def ahead(self, count: int) -> Token:
        return self.tokens[min(self.place + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.tokens[self.place]
        if token.kind != "end":
            self.place += 1
        return token

    def accept(self, text: str) -> bool:
        if self.peek.text == text and self.peek.kind in ("op", "name"):
            self.place += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        token = self.peek
        if not self.accept(text):
            raise self.error(f"这里应为“{text}”，{self._found()}")
        return token

    def expect_end(self) -> None:
        if self.peek.kind != "end":
            raise self.error(f"表达式到这里应已结束，{self._found()}")

    def _found(self) -> str:
        return f"却是“{self.peek.text}”" if self.peek.kind != "end" else "表达式却结束了"

    def unexpected(self) -> FeelSyntaxError:
        if self.peek.kind == "end":
            return self.error("表达式没有写完")
        return self.error(f"这里不应出现“{self.peek.text}”")

    def error(
        self, reason: str, position: int | None = None, suggestion: str | None = None
    ) -> FeelSyntaxError:
        return syntax_error(
            self.source, self.peek.position if position is None else position, reason, suggestion
        )

    def deeper(self) -> None:
        self._depth += 1
        if self._depth > limits.NESTING:
            raise self.error(f"嵌套超过了 {limits.NESTING} 层的上限，请拆成几个表达式")

    def shallower(self) -> None:
        self._depth -= 1

    def matching(self, start: int) -> int:
        """The place of the bracket that closes the one at `start`; the end if none does."""
        depth = 0
        for place in range(start, len(self.tokens)):
            token = self.tokens[place]
            if token.kind == "op":
                depth += (token.text in "([{") - (token.text in ")]}")
                if depth == 0:
                    return place
        return len(self.tokens) - 1

    def closes_at_end(self, offset: int) -> bool:
        """Whether the bracket at an offset closes with the last token."""
        return self.tokens[min(self.matching(self.place + offset) + 1, len(self.tokens) - 1)].kind == "end"

    def encloses_range(self) -> bool:
        """Whether the bracket here opens a range and not a list of tests."""
        depth = 0
        for token in self.tokens[self.place :]:
            if token.kind == "op" and token.text in ("(", "[", "{"):
                depth += 1
            elif token.kind == "op" and token.text in (")", "]", "}"):
                depth -= 1
            elif depth == 1 and token.text == "..":
                return True
            elif depth == 1 and token.text == ",":
                return False
            if depth == 0:
                return False
        return False
