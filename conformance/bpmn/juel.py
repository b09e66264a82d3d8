"""Translates the `${…}` expressions of Camunda 7 into FEEL: names, literals, comparisons, simple operators."""

from __future__ import annotations

import re

_PIECE = re.compile(r"[$#]\{([^{}]*)\}")
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?)
      | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<name>[^\W\d]\w*)
      | (?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]])
    )""",
    re.VERBOSE,
)
# Operators from the weakest to the strongest, each with its FEEL sign.
_LEVELS: list[dict[str, str]] = [
    {"||": "or", "or": "or"},
    {"&&": "and", "and": "and"},
    {"==": "=", "eq": "=", "!=": "!=", "ne": "!="},
    {
        "<": "<",
        "lt": "<",
        ">": ">",
        "gt": ">",
        "<=": "<=",
        "le": "<=",
        ">=": ">=",
        "ge": ">=",
    },
    {"+": "+", "-": "-"},
    {"*": "*", "/": "/", "div": "/", "%": "%", "mod": "%"},
]
_NAMES = {
    "nrOfInstances": "numberOfInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
    "loopCounter": "(loopCounter - 1)",  # there from 0, here from 1
}
_MAX_DEPTH = 50


class NotTranslated(ValueError):
    """What the expression says has no simple counterpart in FEEL. The message is a sentence in Chinese."""


def has_expression(text: str) -> bool:
    """Does the text contain `${…}` or `#{…}`?"""
    return "${" in text or "#{" in text


def value(text: str) -> str:
    """A value of the dialect: fixed text as it is, anything with `${…}` as `=` and FEEL. Raises NotTranslated."""
    text = text.strip()
    return f"={expression(text)}" if has_expression(text) else text


def expression(text: str) -> str:
    """The FEEL of a text: one expression, or text with expressions inside it. Raises NotTranslated."""
    text = text.strip()
    whole = _PIECE.fullmatch(text)
    if whole:
        return feel(whole[1])
    parts: list[str] = []
    end = 0
    for piece in _PIECE.finditer(text):
        if piece.start() > end:
            parts.append(_quoted(text[end : piece.start()]))
        parts.append(f"string({feel(piece[1])})")
        end = piece.end()
    if has_expression(text[end:]):
        raise NotTranslated(f"表达式“{text}”没有写完。")
    if text[end:] or not parts:
        parts.append(_quoted(text[end:]))
    return " + ".join(parts)


def feel(source: str) -> str:
    """The FEEL of what stands between the braces. Raises NotTranslated."""
    return _Parser(source).whole()


class _Parser:
    """A recursive descent over one expression's tokens; each rule gives the FEEL of what it has read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = self._split()
        self.at = 0
        self.depth = 0

    def whole(self) -> str:
        if not self.tokens:
            raise NotTranslated("表达式是空的，大括号里没有内容。")
        found = self.choice()
        if self.at < len(self.tokens):
            raise self.wrong()
        return found

    def choice(self) -> str:
        """`a ? b : c`"""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self.wrong()
        found = self.level(0)
        if self.taken("?"):
            yes = self.choice()
            self.need(":")
            found = f"(if {found} then {yes} else {self.choice()})"
        self.depth -= 1
        return found

    def level(self, number: int) -> str:
        if number == len(_LEVELS):
            return self.unary()
        found = self.level(number + 1)
        signs = _LEVELS[number]
        while self.peek()[1] in signs and self.peek()[0] != "string":
            sign = signs[self.take()[1]]
            right = self.level(number + 1)
            found = f"modulo({found}, {right})" if sign == "%" else f"{found} {sign} {right}"
        return found

    def unary(self) -> str:
        if self.taken("!") or self.taken("not"):
            return f"not({self.unary()})"
        if self.taken("-"):
            return f"-{self.unary()}"
        if self.taken("empty"):
            found = self.unary()
            return f'({found} = null or {found} = "" or {found} = [])'
        return self.path()

    def path(self) -> str:
        found = self.primary()
        while True:
            if self.taken("."):
                found = f"{found}.{self.name()}"
            elif self.taken("["):
                found = self._item(found)
            elif self.peek()[1] == "(":
                raise NotTranslated(f"表达式“{self.source}”调用 Java 方法，这里不能计算。")
            else:
                return found

    def primary(self) -> str:
        kind, text = self.take()
        match kind:
            case "number":
                return text
            case "string":
                return _quoted(_unescaped(text))
            case "name":
                return _NAMES.get(text, text)
        if text == "(":
            found = self.choice()
            self.need(")")
            return f"({found})"
        raise self.wrong()

    def name(self) -> str:
        kind, text = self.take()
        if kind != "name":
            raise self.wrong()
        return text

    def _item(self, found: str) -> str:
        """Lists count from 0 there and from 1 here; a string between the brackets names an entry."""
        kind, text = self.peek()
        index = self.choice()
        self.need("]")
        if kind == "string":
            return f"get value({found}, {index})"
        return f"{found}[{int(text) + 1}]" if index == text and text.isdigit() else f"{found}[({index}) + 1]"

    # --- tokens

    def _split(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        at, end = 0, len(self.source.rstrip())
        while at < end:
            token = _TOKEN.match(self.source, at)
            if token is None or token.lastgroup is None:
                raise self.wrong()
            found.append((token.lastgroup, token[token.lastgroup]))
            at = token.end()
        return found

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        found = self.peek()
        self.at += 1
        return found

    def taken(self, text: str) -> bool:
        if self.peek()[1] != text or self.peek()[0] == "string":
            return False
        self.at += 1
        return True

    def need(self, text: str) -> None:
        if not self.taken(text):
            raise self.wrong()

    def wrong(self) -> NotTranslated:
        return NotTranslated(f"表达式“{self.source}”不是简单的表达式，这里读不了。")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _unescaped(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])
