"""The table of a deep run is made of all its sessions, also of those spread over workers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import deep


def test_sessions_come_together_in_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "deep.jsonl"
    monkeypatch.setattr(deep, "_counted", {})
    deep.count("kills", 20, 20, 7)
    deep.take('{"公式": [1000000, "42"]}')
    deep.keep(kept)
    monkeypatch.setattr(deep, "_counted", {})
    deep.count("browsers", 3, 3)
    deep.keep(kept)
    assert deep.table(kept.read_text(encoding="utf-8").splitlines(), "title").splitlines() == [
        "# Measured",
        "",
        "title",
        "",
        "| what | how many | seed |",
        "|---|---|---|",
        "| browsers | 3 | derived from the test |",
        "| kills | 20 | 7 |",
        "| 公式 | 1,000,000 | 42 |",
    ]
