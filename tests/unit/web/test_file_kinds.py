"""Names and contents of files at the door, and how much each role may send."""

from __future__ import annotations

import pytest

from tests.support import archives as made
from web import limits
from web.files import kinds

PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("自评报告.PDF", "自评报告.PDF"),
        (r"C:\文件\报告.pdf", "报告.pdf"),
        ("../../etc/报告.pdf", "报告.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),  # a name like any other
        ("e\u0301.pdf", "é.pdf"),
        ('a"; filename="b.exe.pdf', 'a"; filename="b.exe.pdf'),
    ],
)
def test_names_lose_their_folders_and_nothing_else(given: str, kept: str) -> None:
    assert kinds.clean_name(given) == kept


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("报告\u202efdp.exe", "看不见的字符"),  # shows as 报告exe.pdf
        ("报告\r\nX-Evil: 1.pdf", "看不见的字符"),
        ("报告\x00.pdf", "看不见的字符"),
        ("零\u200b宽.pdf", "看不见的字符"),
        ("\ud800.pdf", "看不见的字符"),
        ("长" * 201 + ".pdf", "超过 200 字"),
    ],
)
def test_names_that_deceive_are_refused(given: str, said: str) -> None:
    with pytest.raises(kinds.WrongKind, match=said) as refused:
        kinds.clean_name(given)
    assert refused.value.sentence().isprintable()


@pytest.mark.parametrize(
    ("name", "accepted", "said"),
    [
        ("a.exe", "", "这里只收 .pdf、"),
        ("a.jpg", ".pdf, .docx", "这里只收 .pdf、.docx 文件"),
        ("a.html", ".pdf,.html", "这里只收 .pdf 文件"),  # never, whatever a form accepts
        ("没有后缀", "", "这里只收"),
        (".pdf", "", "这里只收"),
    ],
)
def test_what_the_form_does_not_accept_is_refused(name: str, accepted: str, said: str) -> None:
    with pytest.raises(kinds.WrongKind, match=said):
        kinds.check_name(name, accepted)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"MZ" + b"\0" * 200, r"内容不是 \.pdf 文件"),
        ("a.pdf", b"", "文件是空的"),
        ("a.png", PDF, r"内容不是 \.png 文件"),
        ("a.pdf", b"<html><script>alert(1)</script>", r"内容不是 \.pdf 文件"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes, said: str) -> None:
    with pytest.raises(kinds.WrongKind, match=said):
        kinds.check_content(name, content)


def test_contents_that_are_what_they_say() -> None:
    for name, content in {
        "a.PDF": PDF,
        "a.docx": made.docx(),
        "a.jpeg": b"\xff\xd8\xff\xe0" + b"\0" * 64,
        "a.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    }.items():
        kinds.check_content(name, content)


def test_limits_go_by_the_best_of_ones_roles() -> None:
    mb = 1024 * 1024
    known = limits.limits_from("applicant=200/3 public=1/2")
    assert limits.allowance(known, frozenset({"applicant", "review-group"})) == limits.Allowance(200 * mb, 3)
    assert limits.allowance(known, frozenset({"review-group"})) == limits.DEFAULTS["others"]
    assert limits.allowance(known, None) == limits.Allowance(mb, 2)
    assert limits.allowance(limits.limits_from(""), frozenset({"applicant"})).largest == 100 * mb
    both = limits.allowance(known, frozenset({"applicant", "office-clerk"}))
    assert both == limits.Allowance(200 * mb, 500)


@pytest.mark.parametrize("text", ["applicant", "applicant=x/1", "applicant=0/1", "applicant=5000/1", "=1/1"])
def test_limits_that_make_no_sense_are_told(text: str) -> None:
    with pytest.raises(limits.WrongLimits, match="LAUREL_UPLOAD_LIMITS"):
        limits.limits_from(text)


def test_too_large_and_too_many() -> None:
    small = limits.Allowance(1024 * 1024, 2)
    small.check_size("a.pdf", 1024 * 1024)
    small.check_count(1)
    with pytest.raises(limits.TooLarge, match="超过 1 MB"):
        small.check_size("a.pdf", 1024 * 1024 + 1)
    with pytest.raises(limits.TooMany, match="已上传 2 个文件"):
        small.check_count(2)
