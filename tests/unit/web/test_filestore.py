"""The store of uploaded files: what is refused leaves nothing behind, the same content lies there once."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from web import filestore, installation

PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAUREL_VAR", str(tmp_path))


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as inner:
        inner.writestr("word/document.xml", "<a/>")
    return held.getvalue()


def on_disk() -> list[str]:
    return sorted(path.name for path in installation.var().rglob("*") if path.is_file())


def test_a_file_lies_under_its_hash_once() -> None:
    digest = sha256(PDF).hexdigest()
    for name in ("报告.pdf", "另一个名字.PDF"):
        assert filestore.keep(io.BytesIO(PDF), name) == filestore.Kept(digest, len(PDF))
    assert on_disk() == [digest]
    assert filestore.path_of(digest).read_bytes() == PDF
    assert filestore.path_of(digest).is_relative_to(installation.var() / "files")


def test_office_documents_are_archives_inside() -> None:
    assert filestore.keep(io.BytesIO(archive()), "自评报告.docx", ".pdf,.docx").size == len(archive())


@pytest.mark.parametrize(
    ("name", "content", "accepted", "said"),
    [
        ("a.exe", PDF, "", "这里只收 .pdf、"),
        ("a.pdf", b"MZ" + b"\0" * 200, "", "内容不是 .pdf 文件"),
        ("a.pdf", b"", "", "文件是空的"),
        ("a.png", PDF, "", "内容不是 .png 文件"),
        ("a.jpg", PDF, ".pdf, .docx", "这里只收 .pdf、.docx 文件"),
        ("a.html", b"<script>", ".pdf,.html", "这里只收 .pdf 文件"),  # never, whatever a form accepts
        ("没有后缀", PDF, "", "这里只收"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes, accepted: str, said: str) -> None:
    with pytest.raises(filestore.WrongKind, match=said):
        filestore.keep(io.BytesIO(content), name, accepted)
    assert on_disk() == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read_to_the_end() -> None:
    stream = io.BytesIO(PDF + b"\0" * (filestore.LARGEST + filestore.PIECE * 4))
    with pytest.raises(filestore.TooLarge, match="超过 30 MB"):
        filestore.keep(stream, "a.pdf")
    assert (on_disk(), stream.read(1) != b"") == ([], True)
