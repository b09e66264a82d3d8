"""Signs that the fonts lack: papers show a mark for them, what an office sends waits for a font."""

from __future__ import annotations

from typing import Any

import pytest

from awards.letters import printing

# A little picture of four signs joined, a rare character of a name, a control character, a sign in quotation marks.
ODD = ["同意 👨‍👩", "示例𠮷", "响铃\x07", '"', "\\"]


def data(*texts: str) -> dict[str, Any]:
    return {"texts": list(texts), "issued": {"year": 2026, "month": 9, "day": 28}}


@pytest.fixture(autouse=True)
def _a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two faces, as ours."""
    sheet = b"""#let d = json(bytes(sys.inputs.data))
#set document(date: datetime(..d.issued))
#for face in ("Noto Serif SC", "Noto Sans SC") [#set text(font: face); #d.texts.join(" ")]"""
    monkeypatch.setattr(printing, "_source", lambda name: sheet)


def test_a_paper_shows_a_mark_for_what_the_fonts_lack() -> None:
    printed = printing.pdf("any", data(*ODD))
    assert printed == printing.pdf("any", data("同意 〓〓〓", "示例〓", "响铃〓", '"', "\\"))
    assert printed.startswith(b"%PDF-")


def test_what_must_be_exact_is_refused_with_the_signs() -> None:
    with pytest.raises(printing.Unprintable) as refused:
        printing.exact("any", data(*ODD))
    assert refused.value.facts == {"signs": "👨\u200d👩𠮷\x07"}
    assert "LAUREL_FONTS" in str(refused.value)


def test_what_the_fonts_have_is_printed_as_it_is() -> None:
    assert printing.pdf("any", data("示例公司")) == printing.exact("any", data("示例公司"))
