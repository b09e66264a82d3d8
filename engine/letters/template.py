"""What a template is once it is read: a head, and lines with holes inside loops and conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class Hole:
    """An expression whose value stands in the text; `line` counts from 1."""

    expression: Expression
    line: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: fixed text, or a hole."""

    content: str | Hole
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A line: `kind` is para, heading, item, number or row; a row has several cells, all else one."""

    kind: str
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Each:
    """Lines that stand once for each entry of a list."""

    name: str
    source: Hole
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Lines that stand only if a condition is true, and those that stand otherwise."""

    condition: Hole
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...]


Node = Text | Each | Case


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text.

    `facts` says which facts a task hands over, True for those it must; `holder` and `certificate` are what the
    verification page may show: whom the paper is for, and the certificate whose revocation it shares. `sheet` is
    what the paper looks like.
    """

    title: str
    facts: Mapping[str, bool] = field(default_factory=dict)
    series: str = ""
    sheet: str = "letter"
    holder: Hole | None = None
    certificate: Hole | None = None

    @property
    def holes(self) -> Iterator[Hole]:
        yield from (hole for hole in (self.holder, self.certificate) if hole is not None)


@dataclass(frozen=True, slots=True)
class Template:
    """One template; `id` follows from its place: `jingan/letters/refusal.md` is `jingan.refusal`."""

    id: str
    head: Head
    body: tuple[Node, ...]

    def readings(self) -> Iterator[tuple[Hole, frozenset[str]]]:
        """Every hole of the body with the names that loops around it define; those of the head first."""
        yield from ((hole, frozenset()) for hole in self.head.holes)
        yield from _readings(self.body, frozenset())


def _readings(nodes: tuple[Node, ...], bound: frozenset[str]) -> Iterator[tuple[Hole, frozenset[str]]]:
    for node in nodes:
        match node:
            case Text(_, cells):
                for piece in (piece for cell in cells for piece in cell):
                    if isinstance(piece.content, Hole):
                        yield piece.content, bound
            case Each(name, source, body):
                yield source, bound
                yield from _readings(body, bound | {name})
            case Case(condition, body, otherwise):
                yield condition, bound
                yield from _readings(body, bound)
                yield from _readings(otherwise, bound)
