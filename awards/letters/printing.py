"""Papers set by Typst: a sheet of ours and data as JSON, so that no text of a case is ever read as markup.

A paper for an archive shows every sign or is none (PDF/A). People write signs that the fonts lack: rare characters of
names, little pictures. A letter then waits for a font; any other paper shows the mark that printers put for them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

import orjson
import segno
import typst

from awards.letters import fonts
from engine.errors import LaurelError

PRESSES: Final = 2  # papers at once: whoever asks for more waits, and the pages go on
TOO_LONG: Final = "case file too long"  # as that sheet says it
SHEETS = Path(__file__).parent / "sheets"
STANDARD: Final = "a-2b"  # PDF/A: whole in itself, for an archive
LACKING: Final = "〓"  # what printers set for a sign that they have not
TRIES: Final = 5  # one finds every sign that the fonts lack; a font chosen in its stead may lack another
_presses = BoundedSemaphore(PRESSES)
_LACKED: Final = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_NAMED: Final = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


class Unprintable(LaurelError):
    """字体里没有这些字：{signs}，文件没有生成。请管理员在 LAUREL_FONTS 所指的文件夹里换上有这些字的字体，然后重试。"""

    code, status = "unprintable", 503


def pdf(sheet: str, data: Mapping[str, Any]) -> bytes:
    """A paper; the same data give the same bytes. `data` has `issued` (year, month, day) and what the sheet needs.

    What the fonts lack is shown as 〓.
    """
    for _ in range(TRIES):
        try:
            return exact(sheet, data)
        except Unprintable as error:
            data = _without(data, str.maketrans(dict.fromkeys(error.facts["signs"], LACKING)))
    return exact(sheet, data)


def exact(sheet: str, data: Mapping[str, Any]) -> bytes:
    """The same with every sign as it was written. Raises Unprintable."""
    try:
        return _set(sheet, data)
    except typst.TypstError as error:
        signs = _lacked(error.diagnostic)
        if not signs:
            raise
        raise Unprintable(signs=signs) from error


def _lacked(diagnostic: str) -> str:
    """The signs that no font shows, as Typst names them, each once."""
    texts = (_ESCAPED.sub(_sign, text) for text in _LACKED.findall(diagnostic))
    return "".join(dict.fromkeys("".join(texts)))


def _sign(escaped: re.Match[str]) -> str:
    number, named = escaped.groups()
    return chr(int(number, 16)) if number else _NAMED.get(named, named)


def _without(value: Any, signs: Mapping[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(signs)
    if isinstance(value, Mapping):
        return {name: _without(item, signs) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without(item, signs) for item in value]
    return value


def _set(sheet: str, data: Mapping[str, Any]) -> bytes:
    with _presses:
        return typst.compile(
            _source(sheet),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": orjson.dumps(data).decode()},
            pdf_standards=[STANDARD],
            format="pdf",
        )


def qr(address: str) -> str:
    """A QR code of an address as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", xmldecl=False, border=0)
    return drawn.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[fonts.folder()])


@cache
def _source(sheet: str) -> bytes:
    return (SHEETS / f"{sheet}.typ").read_bytes()
