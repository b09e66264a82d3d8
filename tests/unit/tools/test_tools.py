"""The small decisions of the start program: which Node is fit, when a stamp holds, what an audit means."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import audit, licences, node
from tools.shell import ROOT, digest, stamped


@pytest.mark.parametrize(
    ("version", "fit"),
    [
        ("v18.20.4", False),
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("not a version", False),
    ],
)
def test_which_node_is_fit(tmp_path: Path, version: str, fit: bool) -> None:
    program = tmp_path / "node"
    program.write_text(f"#!/bin/sh\necho {version}\n")
    program.chmod(0o755)
    assert node.fit(str(program)) is fit


def test_no_node_is_not_fit() -> None:
    assert node.fit(None) is False


def test_a_stamp_holds_until_an_input_changes(tmp_path: Path) -> None:
    here = Path(__file__)
    stamp = tmp_path / "stamp"
    stamp.write_text(digest([here], "3.11"))
    assert stamped(stamp, digest([here], "3.11"))
    assert not stamped(stamp, digest([here], "3.12"))
    assert not stamped(stamp, digest([here, ROOT / "LICENSE"], "3.11"))
    assert not stamped(tmp_path / "none", digest([here], "3.11"))


def test_pins_are_read_with_their_extras(tmp_path: Path) -> None:
    file = tmp_path / "run.txt"
    file.write_text(
        "# made by\nflask==3.1.3 \\\n    --hash=sha256:00\n    # via laurel\npsycopg[binary]==3.3.9 \\\n"
    )
    assert list(licences.pinned(file)) == ["flask", "psycopg"]


def test_an_advisory_fails_the_audit_and_names_the_cure(capsys: pytest.CaptureFixture[str]) -> None:
    answer = [
        {"name": "sound", "version": "1.0", "vulns": []},
        {"name": "hurt", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]},
        {"name": "unknown", "skip_reason": "not on the index"},
    ]
    assert audit.report(answer) is False
    assert capsys.readouterr().out == "without an answer: unknown\nhurt 2.0: PYSEC-1 (fixed in: 2.1)\n"


def test_no_advisory_passes_the_audit(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.report([{"name": "sound", "version": "1.0", "vulns": []}]) is True
    assert capsys.readouterr().out == ""
