"""A scenario file is checked before it is played; what is wrong is said in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.rehearsal.scenario import BadScenario, read

GOOD = """
scenario: 一个故事
process: test.p
clock: 2026-03-02T09:00:00+08:00
start: {business key: K-1}
steps:
  - complete: a
  - expect: {ended: end}
"""


def stories(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    file = tmp_path / "story.yaml"
    file.write_text(text, encoding="utf-8")
    return read(file, "story.yaml")


def test_a_good_story(tmp_path: Path) -> None:
    (story,) = stories(tmp_path, GOOD)
    assert (story.title, story.process, story.scheme) == ("一个故事", "test.p", "test")
    assert story.clock.isoformat() == "2026-03-02T09:00:00+08:00"
    assert [s["business key"] for s in story.starts] == ["K-1"]


def test_a_time_without_a_zone_is_shanghai_time(tmp_path: Path) -> None:
    (story,) = stories(tmp_path, GOOD.replace("T09:00:00+08:00", " 09:00:00"))
    assert story.clock.isoformat() == "2026-03-02T09:00:00+08:00"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- a", "键: 值"),
        ("scenario: [", "YAML"),
        (GOOD.replace("process: test.p\n", ""), "缺少“process”"),
        (GOOD.replace("start:", "begin:"), "不认识的“begin”"),
        (GOOD.replace("complete: a", "finish: a"), "第 1 步"),
        (GOOD.replace("ended: end", "finished: end"), "不认识的“finished”"),
        (GOOD.replace("ended: end", "open: [a]"), "没有任何 expect"),
        (GOOD.replace("complete: a", "message: m"), "第 1 步的消息没有写 key"),
        (GOOD.replace("{ended: end}", "the end"), "第 2 步的 expect"),
        (GOOD.replace("2026-03-02T09:00:00+08:00", "someday"), "“someday”不是时刻"),
    ],
)
def test_a_bad_story_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(BadScenario, match=sentence):
        stories(tmp_path, text)
