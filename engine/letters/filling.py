"""A template filled with facts: what its holes hold, its loops repeated, its conditions decided; all counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.errors import LaurelError
from engine.feel import Environment, FeelError
from engine.letters.template import Case, Each, Hole, Node, Piece, Template, Text
from engine.letters.wording import Words, text_of

ENTRIES: Final = 500  # of a list
BLOCKS: Final = 2_000  # of a letter
CHARACTERS: Final = 200_000


class FillError(LaurelError):
    """信函模板“{template}”第 {line} 行填不出来：{reason}。请补齐数据或改正模板后重试。"""

    code, status = "letter-not-filled", 422


def fill(template: Template, facts: Mapping[str, Any], env: Environment) -> Words:
    """The blocks of a letter, all holes filled. `facts` are FEEL values. Raises FillError."""
    return _Filling(template.id, env).blocks(template.body, facts)


def value_of(template: Template, hole: Hole, facts: Mapping[str, Any], env: Environment) -> str:
    """One hole of a template's head in words. Raises FillError."""
    return _Filling(template.id, env).words(hole, facts)


class _Filling:
    def __init__(self, template: str, env: Environment) -> None:
        self.template, self.env = template, env
        self.characters = 0

    def blocks(self, body: tuple[Node, ...], facts: Mapping[str, Any]) -> Words:
        found: Words = []
        for node, seen in self._flat(body, facts):
            cells = [[self._piece(piece, seen) for piece in cell] for cell in node.cells]
            found.append({"kind": node.kind, "cells": cells})
            if len(found) > BLOCKS or self.characters > CHARACTERS:
                raise self._error(f"超过了 {BLOCKS} 段或 {CHARACTERS} 字的上限", 0)
        return found

    def _flat(
        self, body: tuple[Node, ...], facts: Mapping[str, Any]
    ) -> Iterator[tuple[Text, Mapping[str, Any]]]:
        for node in body:
            match node:
                case Text():
                    yield node, facts
                case Each(name, source, inner):
                    for entry in self._entries(source, facts):
                        yield from self._flat(inner, {**facts, name: entry})
                case Case(condition, inner, otherwise):
                    true = self._value(condition, facts) is True
                    yield from self._flat(inner if true else otherwise, facts)

    def _entries(self, source: Hole, facts: Mapping[str, Any]) -> list[Any]:
        value = self._value(source, facts)
        found = [] if value is None else value if isinstance(value, list) else [value]
        if len(found) > ENTRIES:
            raise self._error(f"列表有 {len(found)} 项，超过了 {ENTRIES} 项的上限", source.line)
        return found

    def _piece(self, piece: Piece, facts: Mapping[str, Any]) -> dict[str, Any]:
        text = self.words(piece.content, facts) if isinstance(piece.content, Hole) else piece.content
        self.characters += len(text)
        return {"text": text, "bold": piece.bold}

    def words(self, hole: Hole, facts: Mapping[str, Any]) -> str:
        value = self._value(hole, facts)
        text = text_of(value)
        if text is None:
            reason = "没有值" if value is None else "不是可以写进句子的值"
            raise self._error(f"“{hole.expression.source}”{reason}", hole.line)
        return text

    def _value(self, hole: Hole, facts: Mapping[str, Any]) -> Any:
        try:
            return hole.expression.evaluate(facts, self.env)
        except FeelError as error:
            raise self._error(str(error), hole.line) from error

    def _error(self, reason: str, line: int) -> FillError:
        return FillError(template=self.template, line=line, reason=reason.rstrip("。"))
