"""Archives and office documents are looked into with bounded work; what would burst is refused in words."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import pytest

from tests.support import archives as made
from web.files import archives, kinds


def look(content: bytes, name: str = "材料.zip") -> None:
    archives.look_into(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报告.docx", made.docx(("word/embeddings/表.xlsx", made.archive(("xl/workbook.xml", b"<a/>"))))),
        ("材料.zip", made.archive(("一/报告.docx", made.docx()), ("图.jpg", b"\xff\xd8\xff"))),
        (
            "三层.zip",
            made.archive(("报告.docx", made.docx(("word/embeddings/表.xlsx", made.archive(("xl/a", b"a")))))),
        ),
        ("空.zip", made.archive(("空文件夹/", b""))),
        ("版式.ofd", made.archive(("OFD.xml", b"<a/>"), ("Doc_0/Document.xml", b"<a/>"))),
        ("大.zip", made.growing(9)),  # grows a thousandfold, but stays small
        ("说明.pdf", b"no archive at all"),
        ("前缀.zip", b"x" * 100 + made.archive(("a.txt", b"a" * 1000))),
    ],
)
def test_what_people_send_passes(name: str, content: bytes) -> None:
    look(content, name)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (made.growing(40), "解开后是原来的 200 倍以上"),
        (made.lying(), "与它写明的大小不符"),
        (made.overlapping(), "互相重叠"),
        (made.encrypted(), "加密"),
        (made.crowded(5001), "超过 5000 个"),
        (made.vast_directory(), "超过 5000 个"),
        (made.archive(("里面.zip", made.archive(("a", b"a")))), "压缩文件里又有压缩文件"),
        (made.archive(("里面.7z", b"7z\xbc\xaf'\x1c")), "压缩文件里又有压缩文件"),
        (made.docx()[:-30], "压缩结构不完整"),
        (b"PK\3\4 nothing more", "压缩结构不完整"),
        (made.archive(("a", b"a" * 5000), method=zipfile.ZIP_LZMA), "不常见的压缩方法"),
    ],
)
def test_what_would_burst_or_lies_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(kinds.WrongKind, match=said):
        look(content)


def test_a_document_of_another_program_is_not_what_its_name_says() -> None:
    with pytest.raises(kinds.WrongKind, match=r"内容不是 \.xlsx 文件"):
        look(made.docx(), "表.xlsx")


def test_documents_are_looked_into_two_floors_deep_and_no_deeper() -> None:
    deepest = made.archive(("xl/a", b"a"))
    for name in ("word/embeddings/一.xlsx", "word/embeddings/二.docx"):
        deepest = made.docx((name, deepest))
    with pytest.raises(kinds.WrongKind, match="压缩文件里又有压缩文件"):
        look(made.archive(("报告.docx", deepest)))
    with pytest.raises(kinds.WrongKind, match="与它写明的大小不符"):
        look(made.docx(("word/embeddings/表.xlsx", made.lying().replace(b"a.txt", b"xl/ab"))), "报告.docx")


def test_what_bursts_only_inside_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two documents, each within the bound, together beyond it."""
    monkeypatch.setattr(archives, "UNPACKED", 3_000_000)
    noise = bytes(range(256)) * 4000  # a million bytes
    inner = made.docx(("word/media/a.bin", noise))
    look(made.archive(("一.docx", inner)))
    with pytest.raises(kinds.WrongKind, match="解开后超过"):
        look(made.archive(("一.docx", inner), ("二.docx", inner), ("三.docx", inner)))


def test_the_work_is_bounded() -> None:
    """A bomb that is honest about itself: refused from the directory, nothing of it unpacked."""
    bomb = made.growing(200)
    tracemalloc.start()
    begun = time.perf_counter()
    with pytest.raises(kinds.WrongKind, match="200 倍以上"):
        look(bomb)
    took, (_, peak) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (took < 0.5, peak < 2_000_000) == (True, True)
