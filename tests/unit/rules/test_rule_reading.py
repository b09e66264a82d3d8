"""Bytes to lines: encodings, pages, and one sentence for what is refused."""

from __future__ import annotations

import pytest

from awards.rules import Unreadable, lines
from awards.rules.reading import MAX_BYTES, MAX_LINE, MAX_LINES


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        lines(content)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_encodings(encoding: str) -> None:
    (line,) = lines("第一条　好船".encode(encoding))
    assert (line.number, line.page, line.source, line.text) == (1, 1, "第一条 好船", "第一条好船")


def test_line_numbers_are_those_of_the_file_and_pages_are_counted() -> None:
    found = lines("甲\r\n\r\n乙\f丙\n\f丁\r戊".encode())
    assert [(line.number, line.page, line.text) for line in found if line.text] == [
        (1, 1, "甲"),
        (3, 1, "乙"),
        (3, 2, "丙"),
        (4, 3, "丁"),
        (5, 3, "戊"),
    ]


def test_too_many_bytes() -> None:
    assert len(lines(("好\n" * 10).encode())) == 11
    assert refusal(b"x" * (MAX_BYTES + 1)) == (
        "没有载入：文件有 2,000,001 字节，超过了 2,000,000 字节；请只载入办法本身的文字。"
    )


def test_too_many_lines() -> None:
    assert len(lines("好\n".encode() * (MAX_LINES - 1))) == MAX_LINES
    assert "文件有 20,001 行，超过了 20,000 行" in refusal("好\n".encode() * MAX_LINES)


def test_a_line_without_end() -> None:
    assert len(lines(("好" * MAX_LINE).encode())) == 1
    assert refusal(("甲\n" + "好" * (MAX_LINE + 1)).encode()).startswith(
        "没有载入：第 2 行有 10,001 个字，超过了 10,000 个"
    )


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 \xe5", b"PK\x03\x04rest", "甲\0乙".encode(), b"\xd0\xcf\x11\xe0..."]
)
def test_other_kinds_of_files(content: bytes) -> None:
    assert (
        refusal(content) == "没有载入：这不是纯文本（例如是 PDF 或 Word 文件）；请先另存为 UTF-8 的纯文本。"
    )


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_nothing_in_it(content: bytes) -> None:
    assert refusal(content) == "没有载入：文件里没有文字。"


def test_no_chinese_in_it() -> None:
    assert "几乎没有汉字" in refusal(b"Article 1. All ships must float, whatever the weather.")


def test_no_known_encoding() -> None:
    assert "既不是 UTF-8 也不是 GBK" in refusal(b"\xff\xfe\xff\xff")
