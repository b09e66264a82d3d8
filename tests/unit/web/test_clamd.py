"""The scanner's protocol, over both kinds of socket."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.support import scanner as support
from web.files import clamd

CLEAN = b"nothing to find" * 20_000  # several chunks
MARKED = CLEAN + support.MARK + CLEAN


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_what_it_says(kind: str, tmp_path: Path) -> None:
    with support.serving(tmp_path / "clamd.ctl" if kind == "unix" else None) as scanner:
        assert clamd.scan(scanner.address, io.BytesIO(CLEAN)) == clamd.Verdict("clean")
        assert clamd.scan(scanner.address, io.BytesIO(MARKED)) == clamd.Verdict("infected", support.FINDING)
        assert scanner.seen == [CLEAN, MARKED]


def test_what_is_too_large_for_it_is_refused_and_not_called_clean() -> None:
    with support.serving() as scanner:
        scanner.most = 100_000
        verdict = clamd.scan(scanner.address, io.BytesIO(CLEAN))
    assert verdict == clamd.Verdict("refused", "文件太大，查毒程序不检查")


@pytest.mark.parametrize("answer", [b"stream: Can't allocate memory ERROR\0", b"\0"])
def test_what_is_no_verdict_is_trouble(answer: bytes) -> None:
    with support.serving() as scanner:
        scanner.answer = answer
        with pytest.raises(clamd.ScannerAway, match="没有应答"):
            clamd.scan(scanner.address, io.BytesIO(b"a"))


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "tcp://127.0.0.1:1", "http://x", "tcp://"])
def test_nobody_there(address: str) -> None:
    with pytest.raises(clamd.ScannerAway, match="LAUREL_CLAMD"):
        clamd.scan(address, io.BytesIO(b"a"))
