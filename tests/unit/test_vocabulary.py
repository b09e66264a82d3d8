"""Names: a scheme's own before the shared ones, and the id where nobody gave a name."""

from __future__ import annotations

from typing import Any

from engine.feel import Environment, compile
from engine.vocabulary import Vocabulary, bodies_of, group_functions, groups_of, words_of

SHARED = words_of({"kinds": {"cycle": "评选周期", "application": "申报"}, "facts": {"cycle": "评选周期"}})
PIER = words_of(
    {
        "name": "码头质量奖",
        "short_name": "码头奖",
        "kinds": {"application": "提名", "visit": "走访"},
        "parts": {"round": "一轮评审"},
        "stages": {"first": "初评", "second": "复评"},
        "facts": {"nominee.name": "被提名人"},
        "values": {1: "一等"},
    }
)
NAMES = Vocabulary({"pier.clerk": "码头经办"}, {"pier": PIER, "dock": words_of({})}, SHARED)


def test_a_schemes_own_names_come_first() -> None:
    assert NAMES.kind("pier.application") == "提名"
    assert NAMES.kind("dock.application") == "申报"
    assert (NAMES.kind("pier.round"), NAMES.kind("dock.round")) == ("一轮评审", "round")
    assert NAMES.all_kinds() == {"cycle": "评选周期", "application": "申报、提名", "visit": "走访"}
    assert list(NAMES.stages("pier.application").items()) == [("first", "初评"), ("second", "复评")]
    assert NAMES.stages("dock.application") == {}
    assert NAMES.facts("pier.visit") == {"cycle": "评选周期", "nominee.name": "被提名人"}
    assert NAMES.values("pier.visit") == {"1": "一等"}


def test_schemes_are_named_by_any_id_of_theirs() -> None:
    assert [NAMES.scheme(i) for i in ("pier", "pier.application", "pier.clerk")] == ["码头质量奖"] * 3
    assert (NAMES.scheme_short("pier"), NAMES.scheme_short("dock.cycle")) == ("码头奖", "dock")


def test_what_has_no_name_is_called_by_its_id() -> None:
    nothing = Vocabulary()
    assert (nothing.scheme("pier.visit"), nothing.kind("pier.visit"), nothing.group("pier.clerk")) == (
        "pier",
        "visit",
        "pier.clerk",
    )


def test_groups_in_one_phrase() -> None:
    assert NAMES.groups_text(["pier.clerk", "dock.clerk", "pier.clerk"]) == "码头经办、dock.clerk"


def test_sections_of_another_shape_give_no_names() -> None:
    words = words_of({"name": None, "kinds": ["a"], "stages": "b", "values": {"c": None}})
    assert words == words_of({})
    assert groups_of({"pier.clerk": "码头经办"}) == groups_of({"groups": {"pier.clerk": "码头经办"}})


def test_a_bodys_group_is_called_like_any_other() -> None:
    data: dict[str, Any] = {
        "groups": {"pier.pilot": "领航员"},
        "bodies": {"pier.pilot": {"requirement": "P-1", "groups": {"pier.pilot-east": "东站"}}},
    }
    assert bodies_of(data) == {"pier.pilot": {"pier.pilot-east": "东站"}}
    assert groups_of(data) == {"pier.pilot": "领航员", "pier.pilot-east": "东站"}
    without_heading = {**data["groups"], "bodies": data["bodies"]}
    assert groups_of(without_heading) == groups_of(data)
    assert bodies_of({"bodies": ["pier.pilot"]}) == bodies_of({}) == {}
    assert groups_of({"groups": {}, "bodies": {"pier.pilot": None}}) == {}


def test_groups_under_a_role() -> None:
    names = Vocabulary(
        {"pier.pilot": "领航员", "pier.clerk": "经办"},
        bodies={"pier.pilot": {"pier.pilot-west": "西站", "pier.pilot-east": "东站"}},
    )

    def under(argument: str) -> tuple[Any, list[str]]:
        env = Environment(functions=group_functions(names))
        return compile(f"groups under({argument})").evaluate({}, env), env.problems

    said = ["groups under：第 1 个参数应是 groups.yaml 里登记的候选组"]
    east, west = {"group": "pier.pilot-east", "name": "东站"}, {"group": "pier.pilot-west", "name": "西站"}
    assert under('"pier.pilot"') == ([west, east], [])
    assert under('"pier.clerk"') == ([{"group": "pier.clerk", "name": "经办"}], [])
    assert [under(wrong) for wrong in ('"pier.judge"', "1", "null")] == [(None, said)] * 3
