"""One line of a template: what kind it is, which parts are bold, where its holes are."""

from __future__ import annotations

from collections.abc import Iterator

from engine.feel import FeelError, compile
from engine.letters.template import Hole, Piece, Text

OPENING = "{="
_CLOSERS = {"{": "}", "[": "]", "(": ")"}
_MARKS = {"# ": "heading", "## ": "heading", "- ": "item"}


class LineError(Exception):
    """Why a line cannot be read; the text is a Chinese sentence."""


def read_line(line: str, number: int) -> Text | None:
    """A line as text; None for the dashes below a table's head. Raises LineError."""
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return Text(kind, (pieces(line[len(mark) :].strip(), number),))
    if line.startswith("|"):
        return _row(line, number)
    before, dot, after = line.partition(". ")
    if dot and before.isascii() and before.isdigit():
        return Text("number", (pieces(after.strip(), number),))
    return Text("para", (pieces(line, number),))


def _row(line: str, number: int) -> Text | None:
    inner = line.strip().strip("|")
    if not inner.strip("-:| "):
        return None
    return Text("row", tuple(pieces(cell.strip(), number) for cell in _cells(inner)))


def _cells(line: str) -> list[str]:
    """The cells of a row; a stroke inside a hole divides nothing."""
    found, start, at = [], 0, 0
    while at < len(line):
        if line.startswith(OPENING, at):
            at = hole_end(line, at) + 1
        elif line[at] == "|":
            found.append(line[start:at])
            start = at = at + 1
        else:
            at += 1
    return [*found, line[start:]]


def pieces(line: str, number: int) -> tuple[Piece, ...]:
    """Fixed texts and holes in order; `**` begins and ends what is bold. Raises LineError."""
    found, bold = [], False
    for part in _parts(line):
        if part.startswith(OPENING):
            found.append(Piece(hole(part[len(OPENING) : -1], number), bold))
            continue
        for place, text in enumerate(part.split("**")):
            if place:
                bold = not bold
            if text:
                found.append(Piece(text, bold))
    if bold:
        raise LineError("“**”没有成对，请补上结尾的一个")
    return tuple(found)


def hole(source: str, number: int) -> Hole:
    """An expression without its braces. Raises LineError."""
    text = source.strip()
    if not text:
        raise LineError("花括号里没有表达式")
    try:
        return Hole(compile(text), number)
    except FeelError as error:
        raise LineError(f"“{text}”不是正确的 FEEL 表达式：{error}") from None


def _parts(line: str) -> Iterator[str]:
    at = 0
    while (begin := line.find(OPENING, at)) >= 0:
        if begin > at:
            yield line[at:begin]
        at = hole_end(line, begin) + 1
        yield line[begin:at]
    if at < len(line):
        yield line[at:]


def hole_end(line: str, begin: int) -> int:
    """Where the brace closes that opens at `begin`; braces in FEEL's contexts and texts are seen."""
    open_, quoted, at = [], False, begin
    while at < len(line):
        sign = line[at]
        if quoted:
            at += sign == "\\"
            quoted = sign != '"'
        elif sign == '"':
            quoted = True
        elif sign in _CLOSERS:
            open_.append(_CLOSERS[sign])
        elif open_ and sign == open_[-1]:
            open_.pop()
            if not open_:
                return at
        at += 1
    raise LineError("“{=”没有对应的“}”；一个表达式要写在一行里")
