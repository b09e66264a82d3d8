"""Two editions of a rule side by side: which articles are new, gone, moved or changed, and which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from awards.rules.document import Unit

Kind = Literal["same", "moved", "changed", "new", "gone"]
Piece = tuple[Literal["=", "-", "+"], str]

_CLAUSES: Final = re.compile(r"[^，。；：！？\n]*[，。；：！？\n]?")
_WORDS: Final = re.compile(r"[A-Za-z0-9.%]+|《[^《》]{1,40}》|“[^“”]{1,20}”|.", re.DOTALL)
_FINE: Final = 500  # characters on a side up to which words are compared; beyond, whole clauses
_MANY: Final = 600  # clauses up to which they are compared; beyond, whole paragraphs
_SPECK: Final = 2  # so few equal characters between two changes only make them hard to read


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one article; `old` or `new` is missing when it is new or gone."""

    kind: Kind
    old: Unit | None
    new: Unit | None
    pieces: tuple[Piece, ...] = ()

    @property
    def name(self) -> str:
        """第十条, or 第十条 → 第十一条."""
        names = [unit.name for unit in (self.old, self.new) if unit is not None]
        return " → ".join(dict.fromkeys(names))


def compare(old: Sequence[Unit], new: Sequence[Unit]) -> list[Change]:
    """Article by article, in the order of the new edition; what is gone stands where it stood."""
    pairs = _paired(old, new)
    back = {j: i for i, j in pairs.items()}
    found: list[Change] = []
    gone = iter([i for i in range(len(old)) if i not in pairs])
    next_gone = next(gone, None)
    for j, unit in enumerate(new):
        while next_gone is not None and j in back and next_gone < back[j]:
            found.append(Change("gone", old[next_gone], None, (("-", _said(old[next_gone])),)))
            next_gone = next(gone, None)
        found.append(
            _change(old[back[j]], unit) if j in back else Change("new", None, unit, (("+", _said(unit)),))
        )
    while next_gone is not None:
        found.append(Change("gone", old[next_gone], None, (("-", _said(old[next_gone])),)))
        next_gone = next(gone, None)
    return found


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """What was struck out and what was put in, clause by clause and inside of clauses word by word."""
    pieces: list[Piece] = []
    for before, after in _steps(*_cut(old, new)):
        if before == after:
            pieces.append(("=", before))
        elif before and after and max(len(before), len(after)) <= _FINE:
            words = _steps(_WORDS.findall(before), _WORDS.findall(after))
            pieces += _readable([p for b, a in words for p in _sides(b, a)])
        else:
            pieces += _sides(before, after)
    return tuple(_merged(pieces))


def _paired(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """Positions in the old edition with theirs in the new: the same text, else the same title, else the same number."""
    pairs: dict[int, int] = {}
    keys: tuple[Callable[[Unit], Hashable], ...] = (
        lambda unit: (unit.annex, unit.number, unit.text),
        lambda unit: (unit.annex, unit.text) if unit.text else None,
        lambda unit: (unit.annex, unit.title) if unit.title else None,
        lambda unit: (unit.annex, unit.number),
    )
    for key in keys:
        taken = set(pairs.values())
        free: dict[Hashable, list[int]] = {}
        for j in reversed(range(len(new))):
            if j not in taken and key(new[j]) is not None:
                free.setdefault(key(new[j]), []).append(j)
        for i, unit in enumerate(old):
            waiting = free.get(key(unit)) if i not in pairs else None
            if waiting:
                pairs[i] = waiting.pop()
    return pairs


def _change(old: Unit, new: Unit) -> Change:
    if _said(old) != _said(new):
        return Change("changed", old, new, difference(_said(old), _said(new)))
    return Change("same" if old.name == new.name else "moved", old, new, (("=", _said(new)),))


def _said(unit: Unit) -> str:
    return f"（{unit.title}）\n{unit.text}" if unit.title else unit.text


def _cut(old: str, new: str) -> tuple[list[str], list[str]]:
    """Both texts in clauses, or in larger parts where comparing so many would take minutes."""
    for parts in (_CLAUSES.findall, lambda text: text.splitlines(keepends=True)):
        sides = parts(old), parts(new)
        if max(map(len, sides)) <= _MANY:
            return sides
    return [old], [new]


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _, i, j, k, m in matcher.get_opcodes():
        yield "".join(old[i:j]), "".join(new[k:m])


def _sides(before: str, after: str) -> list[Piece]:
    if before == after:
        return [("=", before)]
    return [*([("-", before)] if before else []), *([("+", after)] if after else [])]  # type: ignore[list-item]


def _readable(pieces: Sequence[Piece]) -> list[Piece]:
    """Specks of equal text between two changes belong to both."""
    found: list[Piece] = []
    for at, (sign, text) in enumerate(pieces):
        inside = 0 < at < len(pieces) - 1
        if sign == "=" and inside and len(text) <= _SPECK:
            found += [("-", text), ("+", text)]
        else:
            found.append((sign, text))
    return found


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind in one; of a run of changes first what was struck out, then what was put in."""
    out = put = kept = ""
    for sign, text in pieces:
        if sign == "=":
            yield from _change_of(out, put)
            out = put = ""
            kept += text
            continue
        if kept:
            yield ("=", kept)
            kept = ""
        out, put = (out + text, put) if sign == "-" else (out, put + text)
    yield from _change_of(out, put)
    if kept:
        yield ("=", kept)


def _change_of(out: str, put: str) -> Iterator[Piece]:
    if out:
        yield ("-", out)
    if put:
        yield ("+", put)
