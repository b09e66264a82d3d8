"""Names with spaces: which of the tokens that follow belong to one name (DMN 1.5 §10.3.1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.feel.errors import FeelSyntaxError
from engine.feel.syntax.lexer import Token, tokenize

KEYWORDS = frozenset(
    [
        "and",
        "or",
        "in",
        "between",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
        "function",
        "external",
        "true",
        "false",
        "null",
    ]
)


def is_word(token: Token) -> bool:
    """Whether a token may stand inside a name without being known beforehand."""
    return token.kind == "name" and token.text not in KEYWORDS


class NameIndex:
    """The names that are known beforehand, for those that more than plain words make up."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[Token, ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known; plain words need not be."""
        try:
            tokens = tuple(tokenize(name)[:-1])
        except FeelSyntaxError:
            return
        if not tokens or all(is_word(token) for token in tokens):
            return
        entries = self._by_first.setdefault(tokens[0].text, [])
        if all(known != name for _, known in entries):
            entries.append((tokens, name))
            entries.sort(key=lambda entry: -len(entry[0]))

    def copy(self) -> NameIndex:
        """An index that can be added to without changing this one."""
        other = NameIndex()
        other._by_first = {first: list(entries) for first, entries in self._by_first.items()}
        return other

    def match(self, tokens: Sequence[Token], start: int) -> tuple[str, int] | None:
        """The longest known name at a place, and how many tokens it takes."""
        for known, name in self._by_first.get(tokens[start].text, ()):
            if _same(known, tokens[start : start + len(known)]):
                return name, len(known)
        return None


def _same(known: Sequence[Token], found: Sequence[Token]) -> bool:
    """Same words; an operator sign inside a name must be spaced as in the name."""
    if len(known) != len(found):
        return False
    after_sign = False
    for place, (a, b) in enumerate(zip(known, found, strict=True)):
        if a.text != b.text or a.kind != b.kind:
            return False
        if place and (a.kind == "op" or after_sign) and a.spaced != b.spaced:
            return False
        after_sign = a.kind == "op"
    return True


def plain_name(tokens: Sequence[Token], start: int) -> tuple[str, int]:
    """The words at a place joined greedily, and how many they are."""
    end = start + 1
    while tokens[end].kind == "name" and not _stops(tokens, end):
        end += 1
    return " ".join(token.text for token in tokens[start:end]), end - start


def _stops(tokens: Sequence[Token], place: int) -> bool:
    text = tokens[place].text
    return text in KEYWORDS or (text == "instance" and tokens[place + 1].text == "of")
