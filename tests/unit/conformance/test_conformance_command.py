"""`laurel conformance dmn-tck`: one document, or a page for people; a missing folder in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest

from web.cli import main

TREE = Path(__file__).parent / "tree"


class Answer(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Said = Callable[..., Answer]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """said(DIR, …) runs `laurel conformance dmn-tck DIR …`."""

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr("sys.argv", ["laurel", "conformance", "dmn-tck", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
        return Answer(code, *capsys.readouterr())

    return run


def test_json_is_one_document(said: Said) -> None:
    answer = said(TREE / "compliance-level-2", "--json")
    document = orjson.loads(answer.out)
    assert (answer.code, answer.err) == (0, "")
    assert [document[key] for key in ("passed", "failed", "unsupported", "total")] == [3, 5, 0, 8]
    assert document["cases"][0] == {
        "id": "0001-discount/discount-test-01.xml#none",
        "status": "passed",
        "reason": "",
    }


def test_a_missing_folder_is_said_in_one_line(said: Said, tmp_path: Path) -> None:
    place = tmp_path / "nowhere"
    sentence = f"没有文件夹 {place}；请写出测试集的路径，或设置环境变量 LAUREL_CONFORMANCE。"
    assert said(place) == (1, "", sentence + "\n")
    refusal = said(place, "--json")
    assert (refusal.code, orjson.loads(refusal.out)["error"]) == (1, sentence)


def test_the_folder_comes_from_the_environment(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dmn-tck").symlink_to(TREE / "compliance-level-2")
    monkeypatch.setenv("LAUREL_CONFORMANCE", str(tmp_path))
    assert said().out.splitlines()[0] == "0001-discount：通过 3/8（37.5%），未通过 5，不支持 0"
