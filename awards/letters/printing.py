"""Papers set by Typst: a sheet of ours and data as JSON, so that no text of a case is ever read as markup."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

import orjson
import segno
import typst

from awards.letters import fonts

PRESSES: Final = 2  # papers at once: whoever asks for more waits, and the pages go on
TOO_LONG: Final = "case file too long"  # as that sheet says it
SHEETS = Path(__file__).parent / "sheets"
STANDARD: Final = "a-2b"  # PDF/A: whole in itself, for an archive
_presses = BoundedSemaphore(PRESSES)


def pdf(sheet: str, data: Mapping[str, Any]) -> bytes:
    """A paper; the same data give the same bytes. `data` has `issued` (year, month, day) and what the sheet needs."""
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
