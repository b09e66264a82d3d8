"""`laurel conformance bpmn`: one document, or a page for people; a missing folder in one line."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from web.cli import main

FOLDER = Path(__file__).parent / "bpmn"


def said(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["laurel", "conformance", "bpmn", *map(str, arguments)])
    try:
        main()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def test_json_is_one_document(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(monkeypatch, FOLDER, "--json") == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert orjson.loads(out) == {
        "files": 5,
        "outcomes": {"completed": 1, "waiting": 2, "incident": 1, "refused": 1, "crashed": 0},
        "cases": [
            {
                "file": "calls.bpmn",
                "outcome": "waiting",
                "element": "Receive_1",
                "reason": None,
                "waits_for": "消息 answer",
            },
            {
                "file": "lacks.bpmn",
                "outcome": "incident",
                "element": "EndEvent_1",
                "reason": "错误“lost”没有边界事件或事件子流程捕获",
                "waits_for": None,
            },
            {
                "file": "nowhere.bpmn20.xml",
                "outcome": "refused",
                "element": "Flow_2",
                "reason": "顺序流连接的“Task_9”不在同一个流程或子流程里，或者不存在。（flow-across-scopes）",
                "waits_for": None,
            },
            {
                "file": "waits.bpmn",
                "outcome": "waiting",
                "element": "Receive_1",
                "reason": None,
                "waits_for": "消息 answer",
            },
            {
                "file": "works.bpmn",
                "outcome": "completed",
                "element": None,
                "reason": None,
                "waits_for": None,
            },
        ],
    }


def test_people_read_a_line_for_each_file_that_stopped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(monkeypatch, FOLDER) == 0
    assert capsys.readouterr().out.splitlines() == [
        "5 个文件：走到结束 1，在等待 2，停在事件（incident） 1，被拒绝 1，崩溃 0",
        "停在事件（incident） lacks.bpmn EndEvent_1：错误“lost”没有边界事件或事件子流程捕获",
        "被拒绝 nowhere.bpmn20.xml Flow_2：顺序流连接的“Task_9”不在同一个流程或子流程里，或者不存在。（flow-across-scopes）",
    ]


def test_callees_may_come_from_another_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "caller.bpmn").write_bytes((FOLDER / "calls.bpmn").read_bytes())
    outcomes = []
    for options in ([], ["--callees", FOLDER]):
        said(monkeypatch, tmp_path, "--json", *options)
        outcomes.append(orjson.loads(capsys.readouterr().out)["cases"][0]["outcome"])
    assert outcomes == ["completed", "waiting"]  # a stub completes, the real one waits for an answer


def test_a_missing_folder_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert said(monkeypatch, tmp_path / "nowhere") == 1
    sentence = f"没有文件夹 {tmp_path / 'nowhere'}；请写出测试集的路径，或设置环境变量 LAUREL_CONFORMANCE。"
    assert capsys.readouterr().err == sentence + "\n"
