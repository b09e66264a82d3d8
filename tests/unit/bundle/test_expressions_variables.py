"""Variables that nobody writes: every way of writing one is known, and a misspelt name is found with its cure."""

from __future__ import annotations

import pytest

from tests.support import diagrams as d
from tests.unit.bundle.files import field, findings, form, found, line, mapped, process

UNKNOWN = [("unknown-variable", "error", "b")]
FORM = form(field("number", "score"), field("textfield", "note"))
PAYLOAD = {"message_name": '="news"', "correlation_key": "=1", "payload": "={told: 1}"}
HEAD = d.messages(news='"k"')


def reading(name: str) -> str:
    return d.script("b", name, "result")


def test_a_misspelt_name_is_an_error_with_place_and_cure() -> None:
    (finding,) = findings(
        {"p/main.bpmn": line(d.script("a", "1", "amount"), reading("amuont + 1"), ids="a b")}
    )
    assert (finding.rule, finding.severity, finding.file) == ("unknown-variable", "error", "p/main.bpmn")
    assert (finding.element, finding.line is not None) == ("b", True)
    assert finding.message == (
        "脚本“=amuont + 1”里的变量“amuont”没有谁写入，读到的总是空值；"
        "您是不是要写“amount”？若是从外面带来的，请写进属性 given。"
    )


@pytest.mark.parametrize(
    ("first", "name", "unknown"),
    [
        (d.script("a", "1", "x"), "x", False),
        (d.script("a", "1", "x"), "y", True),
        (d.task("a", form="p.form"), "score", False),
        (d.task("a", form="p.form"), "scores", True),
        (mapped(d.task("a", form="p.form"), out_kept="score"), "kept", False),
        (mapped(d.task("a", form="p.form"), out_kept="score"), "note", True),
        (mapped(d.task("a", form="p.form"), in_inside="1"), "inside", True),
        (mapped(d.service("a", "letter"), out_sent="anything at all"), "sent", False),
    ],
)
def test_what_an_element_writes_is_there_afterwards(first: str, name: str, unknown: bool) -> None:
    files = {"p/main.bpmn": line(first, reading(name), ids="a b"), "p/forms/form.form": FORM}
    assert found(files, "unknown-variable") == (UNKNOWN if unknown else [])


def test_results_of_jobs_without_output_mappings_leave_a_doubt() -> None:
    files = {"p/main.bpmn": line(d.service("a", "letter"), reading("price"), ids="a b")}
    assert found(files) == [("unknown-variable", "warning", "b")]


def test_output_mappings_keep_the_rest_and_the_cure_says_where() -> None:
    task = mapped(d.task("a", form="p.form"), out_kept="score")
    files = {"p/main.bpmn": line(task, reading("note"), ids="a b"), "p/forms/form.form": FORM}
    (finding,) = findings(files)
    assert finding.message.endswith("它只留在“a”里，请在那里加一条输出映射。")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("x, y", []), ("y", UNKNOWN), ("", UNKNOWN), (None, [])],
)
def test_what_a_starter_hands_in_is_declared(given: str | None, expected: list[object]) -> None:
    assert found({"p/main.bpmn": line(reading("x"), ids="b", given=given)}) == expected


def test_a_process_that_declares_nothing_is_only_told_of_slips() -> None:
    slip = line(d.script("a", "1", "amount"), reading("amuont"), ids="a b", given=None)
    other = line(d.script("a", "1", "amount"), reading("price"), ids="a b", given=None)
    assert found({"p/main.bpmn": slip}) == [("unknown-variable", "warning", "b")]
    assert found({"p/main.bpmn": other}) == []


@pytest.mark.parametrize(
    "source",
    [
        "get or else(x, 1)",
        "is defined(x)",
        "for x in [1] return x",
        "[{x: 1}][x = 1]",
        "{x: 1, y: x}",
        "now()",
    ],
)
def test_names_that_need_not_be_written(source: str) -> None:
    assert found({"p/main.bpmn": line(reading(source), ids="b")}, "unknown-variable") == []


def sub_process(inner: str, loop: str = "") -> bytes:
    body = d.start("in") + inner + d.end("out") + d.flows("in b out")
    whole = f'<bpmn:subProcess id="s" name="部分">{loop}{body}</bpmn:subProcess>'
    return line(whole, ids="s")


LOOP = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics "
    'inputCollection="=[1, 2]" inputElement="one" outputCollection="all" outputElement="=result"/>'
    "</bpmn:extensionElements><bpmn:completionCondition>=numberOfCompletedInstances &gt; 1"
    "</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>"
)


@pytest.mark.parametrize(("name", "unknown"), [("one", False), ("loopCounter", False), ("ones", True)])
def test_instances_of_many_see_their_item(name: str, unknown: bool) -> None:
    rules = found({"p/main.bpmn": sub_process(reading(name), LOOP)}, "unknown-variable")
    assert rules == (UNKNOWN if unknown else [])


def test_items_are_seen_inside_only_and_results_outside() -> None:
    whole = f'<bpmn:task id="s" name="部分">{LOOP.replace("=result", "=one")}</bpmn:task>'
    files = {"p/main.bpmn": line(whole, reading("all"), ids="s b")}
    assert found(files, "unknown-variable") == []
    files = {"p/main.bpmn": line(whole, reading("one"), ids="s b")}
    assert found(files, "unknown-variable") == UNKNOWN


@pytest.mark.parametrize(
    ("call", "child", "expected"),
    [
        ("", "handed", []),
        (' propagateAllParentVariables="false"', "handed", [("unknown-variable", "error", "c")]),
        ("", "never", [("unknown-variable", "error", "c")]),
    ],
)
def test_callers_hand_in_what_they_have(call: str, child: str, expected: list[object]) -> None:
    activity = d.call("a", "p.part").replace(" propagateAllChild", f"{call} propagateAllChild")
    files = {
        "p/main.bpmn": line(activity, ids="a", given="handed"),
        "p/part.bpmn": line(d.script("c", child, "back"), ids="c", given=None, name="p.part"),
    }
    assert found(files, "unknown-variable") == expected


@pytest.mark.parametrize(("name", "expected"), [("back", []), ("bark", UNKNOWN)])
def test_called_processes_bring_their_variables_back(name: str, expected: list[object]) -> None:
    files = {
        "p/main.bpmn": line(d.call("a", "p.part"), reading(name), ids="a b"),
        "p/part.bpmn": line(d.script("c", "1", "back"), ids="c", given=None, name="p.part"),
    }
    assert found(files) == expected


@pytest.mark.parametrize(
    ("sends", "given", "name", "expected"),
    [
        (True, None, "told", []),
        (True, None, "tald", UNKNOWN),
        (False, None, "anything", []),
        (False, "told", "told", []),
        (False, "told", "anything", UNKNOWN),
    ],
)
def test_messages_bring_what_senders_or_the_element_say(
    sends: bool, given: str | None, name: str, expected: list[object]
) -> None:
    caught = d.catch("a", d.message("news"))
    if given is not None:
        extension = f'<zeebe:properties><zeebe:property name="given" value="{given}"/></zeebe:properties>'
        caught = caught.replace(">", f"><bpmn:extensionElements>{extension}</bpmn:extensionElements>", 1)
    files = {"p/main.bpmn": line(caught, reading(name), ids="a b", head=HEAD)}
    if sends:
        inputs = dict(PAYLOAD)
        files["p/other.bpmn"] = line(
            d.service("s", "publish-message", inputs=inputs), ids="s", name="p.other"
        )
    assert found(files, "unknown-variable") == expected


def test_keys_of_messages_are_read_where_they_are_waited_for() -> None:
    nothing = '<bpmn:extensionElements><zeebe:properties><zeebe:property name="given" value=""/>'
    nothing += "</zeebe:properties></bpmn:extensionElements>"
    caught = d.catch("a", nothing + d.message("news"))
    files = {"p/main.bpmn": line(caught, ids="a", head=d.messages(news="case_no"))}
    assert found(files) == [("unknown-variable", "error", "news")]
    files = {"p/main.bpmn": line(caught, ids="a", head=d.messages(news="case_no"), given="case_no")}
    assert found(files) == []


def test_titles_are_read_from_the_root() -> None:
    good = process(d.start(), d.end(), d.flows("start end"), given="who", title="=who")
    bad = process(d.start(), d.end(), d.flows("start end"), given="who", title="=whom")
    assert found({"p/main.bpmn": good}) == []
    assert found({"p/main.bpmn": bad}) == [("unknown-variable", "error", "p.main")]
