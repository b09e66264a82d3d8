"""Random decision tables over small domains, with every point at which their cells could change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import strategies as st

from .helpers import MODEL, root

NUMBERS = [Decimal(n) / 2 for n in range(-1, 10)]  # boundaries 0 to 4 and what lies beside them
DAYS = [date(2026, 2, 26) + timedelta(days=n) for n in range(6)]  # boundaries are the four in the middle
TEXTS = ["a", "b", "c", "zz"]  # no cell names the last
POINTS: dict[str, list[Any]] = {
    "number": [*NUMBERS, None],
    "date": [*DAYS, None],
    "string": [*TEXTS, None],
    "boolean": [True, False, None],
}
WRITTEN = {
    "number": [str(n) for n in range(5)],
    "date": [f'date("{day}")' for day in DAYS[1:5]],
    "string": ['"a"', '"b"', '"c"'],
    "boolean": ["true", "false"],
}
OPAQUE = {
    "number": ["< other", "? > other + 1", "abs(?) > 1", "[other..3]"],
    "date": ["< other", "? > date(2026, 3, 1) + other"],
    "string": ["other", 'starts with(?, "a")'],
    "boolean": ["other", "not(other)"],
}


@dataclass(frozen=True)
class Clause:
    """A column: its type, whether it is declared, and the values allowed, if any."""

    type: str
    declared: bool
    allowed: str


@dataclass(frozen=True)
class RandomTable:
    policy: str
    clauses: list[Clause]
    cells: list[list[str]]
    outputs: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        clauses = "".join(_clause(place, clause) for place, clause in enumerate(self.clauses))
        rules = "".join(
            f'<rule id="r{number}">{"".join(_entry("inputEntry", cell) for cell in row)}'
            f"{_entry('outputEntry', self.outputs[number])}</rule>"
            for number, row in enumerate(self.cells)
        )
        table = f'<decisionTable hitPolicy="{self.policy}">{clauses}<output name="o"/>{rules}</decisionTable>'
        return f'<decision id="d" name="d"><variable name="d"/>{table}</decision>'

    @property
    def points(self) -> list[tuple[Any, ...]]:
        """All rows of inputs to be tried."""
        return list(product(*(POINTS[clause.type] for clause in self.clauses)))

    def column(self, place: int) -> list[str]:
        return [row[place] for row in self.cells]

    def tree(self) -> Any:
        return root(self.source, model=MODEL)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _entry(tag: str, text: str) -> str:
    return f"<{tag}><text>{_escape(text)}</text></{tag}>"


def _clause(place: int, clause: Clause) -> str:
    kind = f' typeRef="{clause.type}"' if clause.declared else ""
    values = _entry("inputValues", clause.allowed) if clause.allowed else ""
    return f"<input><inputExpression{kind}><text>x{place}</text></inputExpression>{values}</input>"


@st.composite
def _single(draw: st.DrawFn, kind: str) -> str:
    value = draw(st.sampled_from(WRITTEN[kind]))
    if kind in ("string", "boolean") or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from([value, value, "null", f"!= {value}", f"? = {value}", "? != null"]))
    other = draw(st.sampled_from(WRITTEN[kind]))
    forms = [f"{sign} {value}" for sign in ("<", "<=", ">", ">=")]
    forms += [f"{a}{value}..{other}{b}" for a in "[(" for b in "])"]
    forms += [
        f"? > {value} and ? <= {other}",
        f"? < {value} or ? >= {other}",
        f"? between {value} and {other}",
    ]
    forms += [f"? in [{value}..{other}]", f"{value} <= ?", f"not(? = {value})"]
    return draw(st.sampled_from(forms))


@st.composite
def cell(draw: st.DrawFn, kind: str, opaque: bool) -> str:
    """The text of an input entry."""
    shape = draw(st.integers(0, 9))
    if opaque and shape < 3:
        return draw(st.sampled_from(OPAQUE[kind]))
    if shape < 5:
        return "-" if shape < 3 else draw(_single(kind))
    several = ", ".join(draw(st.lists(_single(kind), min_size=1, max_size=3)))
    return f"not({several})" if shape == 9 else several


@st.composite
def _allowed(draw: st.DrawFn, kind: str) -> str:
    if draw(st.integers(0, 2)):
        return ""
    first, last = WRITTEN[kind][0], WRITTEN[kind][-1]
    if kind in ("number", "date"):
        return draw(st.sampled_from([f"[{first}..{last}]", f">= {first}", f"{first}, {last}, null"]))
    return draw(st.sampled_from([f"{first}, {last}", f"{first}, {last}, null"]))


@st.composite
def random_tables(draw: st.DrawFn, policies: list[str], opaque: bool = False) -> RandomTable:
    """A table of one to three columns and up to four rules."""
    kinds = draw(st.lists(st.sampled_from(list(POINTS)), min_size=1, max_size=3))
    clauses = [Clause(kind, draw(st.booleans()), draw(_allowed(kind))) for kind in kinds]
    rows = draw(st.integers(0, 4))
    cells = [[draw(cell(clause.type, opaque)) for clause in clauses] for _ in range(rows)]
    outputs = [draw(st.sampled_from(["1", "2", "other"])) for _ in range(rows)]
    return RandomTable(draw(st.sampled_from(policies)), clauses, cells, outputs)
