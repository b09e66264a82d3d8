"""Sources from a seed: grown from the grammar, and mutated. Cheap, so that a million are no trouble."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from engine.feel.builtins import BUILTINS

from .scraps import ATOMS, BINARY, KIND_OF, KINDS, PROPERTIES, SCRAPS, SORT_OF, TYPES, WEIGHTS

NAMES = sorted(BUILTINS)
TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|\w+|\s+|\.\.|\*\*|.', re.DOTALL)


class Source:
    """Sources one after the other; the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._last = "1"

    def grown(self) -> str:
        """An expression that keeps to the grammar; its types fit more often than not."""
        self._last = self._any(self.random.randint(1, 4))
        return self._last

    def text(self) -> str:
        """Scraps and signs in no order."""
        return "".join(
            self.random.choices(SCRAPS + ATOMS["number"] + ATOMS["string"], k=self.random.randint(0, 12))
        )

    def tests(self) -> str:
        """The unary tests of a cell."""
        form = self.random.choice(["{}", "not({})", "{}, {}", "< {}", "-", "{}, > {}", "? = {}", "[{}..{}]"])
        return form.format(*(self._any(2) for _ in range(form.count("{}"))))

    def mutated(self) -> str:
        """A grown expression with one to three tokens exchanged, taken away, doubled or put in."""
        other = self._last
        tokens = TOKENS.findall(self.grown())
        for _ in range(self.random.choice([1, 1, 2, 3])):
            self._mutate(tokens, other)
        return "".join(tokens)

    def _mutate(self, tokens: list[str], other: str) -> None:
        place = self.random.randrange(len(tokens) + 1)
        change = self.random.randrange(12)
        if change > 5:
            self._exchange(tokens)
        elif change == 0:
            del tokens[place : place + self.random.randint(1, 3)]
        elif change == 1:
            tokens[place:place] = tokens[place : place + 5] * self.random.choice([1, 1, 1, 30])
        elif change == 2:
            tokens[place : place + 1] = [self.random.choice(SCRAPS)]
        elif change == 3:
            tokens.insert(place, self.random.choice(SCRAPS))
        elif change == 4:
            tokens[place:place] = TOKENS.findall(other)
        else:
            tokens.insert(
                place, chr(self.random.choice([0, 9, 0x7F, 0xA0, 0x200B, 0x3000, 0xFFFD, 0x10FFFF]))
            )

    def _exchange(self, tokens: list[str]) -> None:
        """One token for another of its sort, so that the source may still be read."""
        places = [place for place, token in enumerate(tokens) if token in SORT_OF]
        if places:
            place = self.random.choice(places)
            tokens[place] = self.random.choice(SORT_OF[tokens[place]])

    def _any(self, depth: int) -> str:
        return self._of(self.random.choices(KINDS, WEIGHTS)[0], depth)

    def _of(self, kind: str, depth: int) -> str:
        """An expression of a kind, one time in eight of another."""
        if self.random.random() < 0.125:
            kind = self.random.choice(KINDS)
        if depth <= 0 or self.random.random() < 0.15:
            return self.random.choice(ATOMS[kind])
        return self.random.choice(FORMS[kind])(self, depth - 1)

    def call(self, depth: int) -> str:
        """A built-in function, its arguments of the kinds that one of its forms takes; sometimes one too few."""
        entry = BUILTINS[self.random.choice(NAMES)]
        parameters = self.random.choice(entry.overloads).signature.parameters
        given = len(parameters) - (self.random.random() < 0.2)
        arguments = [
            self._of(KIND_OF.get(self.random.choice(parameter.types)) or self.random.choice(KINDS), depth)
            for parameter in parameters[:given]
        ]
        if parameters and self.random.random() < 0.1:
            arguments = [
                f"{parameter.name}: {a}" for parameter, a in zip(parameters, arguments, strict=False)
            ]
        return f"{entry.name}({', '.join(arguments)})"

    def fill(self, form: str, kinds: tuple[str, ...], depth: int) -> str:
        """A form whose gaps hold expressions of those kinds; `@` is any kind."""
        return form.format(*(self._any(depth) if kind == "@" else self._of(kind, depth) for kind in kinds))

    def pick(self, form: str, words: list[str], kinds: tuple[str, ...], depth: int) -> str:
        """As `fill`, with one word of a list at the `%`."""
        return self.fill(form.replace("%", self.random.choice(words)), kinds, depth)


Form = Callable[[Source, int], str]


def _form(form: str, *kinds: str) -> Form:
    return lambda source, depth: source.fill(form, kinds, depth)


def _word(form: str, words: list[str], *kinds: str) -> Form:
    return lambda source, depth: source.pick(form, words, kinds, depth)


ANYWHERE: list[Form] = [
    Source.call,
    _form("(if {} then {} else {})", "boolean", "@", "@"),
    _word("({} % {})", BINARY, "@", "@"),
    _word("({}).%", PROPERTIES, "@"),
    _form("{}[{}]", "list", "number"),
    _form("(function(x, y) {})({}, x)", "@", "@"),
    _form("(function(f, x) f(f, {}))(function(f, x) {}, n)", "@", "@"),
    _form("{{f: function(x) {}, r: f({})}}.r", "@", "@"),
    _form("get or else({}, {})", "@", "@"),
]
FORMS: dict[str, list[Form]] = {
    "number": [
        *ANYWHERE,
        _word("({} % {})", ["+", "-", "*", "/", "**"], "number", "number"),
        _form("-({})", "number"),
        _word("%({})", ["sum", "max", "min", "mean", "median", "product", "stddev", "count"], "list"),
        _word("%({}, {})", ["round up", "floor", "modulo", "decimal", "log"], "number", "number"),
        _word("({}).%", PROPERTIES, "time"),
    ],
    "string": [
        *ANYWHERE,
        _form("({} + {})", "string", "string"),
        _form("replace({}, {}, {})", "string", "string", "string"),
        _form("string join({}, {})", "list", "string"),
        _form("string({})", "@"),
        _form("substring({}, {}, {})", "string", "number", "number"),
        _form("string join(for i in 1..{} return {}, {})", "number", "string", "string"),
    ],
    "boolean": [
        *ANYWHERE,
        _word("({} % {})", ["=", "!=", "<", "<=", ">", ">="], "number", "number"),
        _word("({} % {})", ["and", "or"], "boolean", "boolean"),
        _form("({} between {} and {})", "number", "number", "number"),
        _word("(% x in {} satisfies {})", ["some", "every"], "list", "boolean"),
        _word("(% x in {}, y in {} satisfies x = y)", ["some", "every"], "list", "list"),
        _form("({} in ({}, > {}))", "@", "range", "number"),
        _word("({} instance of %)", TYPES, "@"),
        _form("({} = {})", "list", "list"),
        _form("matches({}, {})", "string", "string"),
    ],
    "list": [
        *ANYWHERE,
        _form("[{}, {}, {}]", "@", "@", "@"),
        _form("(for i in {} return {})", "list", "@"),
        _form("(for i in {}..{}, j in {} return [i, j])", "number", "number", "list"),
        _form("(for i in 1..{} return count(partial) + {})", "number", "number"),
        _form("{}[item = {}]", "list", "@"),
        _form("rows[id > {} and v = {}]", "number", "string"),
        _form("sort({}, function(x, y) {})", "list", "boolean"),
        _word("%({}, {})", ["append", "concatenate", "union", "remove", "index of"], "list", "@"),
        _word("%({})", ["flatten", "reverse", "distinct values", "mode", "duplicate values"], "list"),
        _form("split({}, {})", "string", "string"),
    ],
    "context": [
        *ANYWHERE,
        _form("{{a: {}, b c: {}, d: a}}", "@", "@"),
        _form("context put({}, {}, {})", "context", "string", "@"),
        _form("context merge([{}, {}])", "context", "context"),
        _form("context(get entries({}))", "context"),
    ],
    "time": [
        *ANYWHERE,
        _word("({} % {})", ["+", "-"], "time", "time"),
        _word("({} % {})", ["*", "/"], "time", "number"),
        _word("%({})", ["date", "time", "date and time", "duration", "last day of month"], "string"),
        _form("date({}, {}, {})", "number", "number", "number"),
        _form("years and months duration({}, {})", "time", "time"),
    ],
    "range": [*ANYWHERE, _form("[{}..{})", "number", "number"), _form("({}..{}]", "time", "time"), _form("(>= {})", "@")],
    "odd": [*ANYWHERE, _form("({})", "@"), _form("{} // {}\n", "@", "odd"), _form("{}({})", "odd", "@")],
}  # fmt: skip
