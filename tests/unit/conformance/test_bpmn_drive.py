"""The drive on small files of our own: what it does by itself, what it answers for each outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance import bpmn

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">'
)


class Folder:
    """Files of a made-up corpus."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def add(self, name: str, *processes: str, shared: str = "") -> Folder:
        """A file of processes, each written `id: elements; a>b, b>c`."""
        text = HEAD + shared + "".join(map(process, processes)) + "</definitions>"
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return self

    def case(self, name: str) -> bpmn.Case:
        return {case.file: case for case in bpmn.run(self.place)}[name]


def process(written: str) -> str:
    name, _, inside = written.partition(":")
    elements, _, flows = inside.rpartition(";")
    drawn = "".join(flow(*pair.strip().split(">")) for pair in flows.split(","))
    return f'<process id="{name.strip()}" isExecutable="true">{elements}{drawn}</process>'


def flow(source: str, target: str, inside: str = "") -> str:
    return f'<sequenceFlow sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def when(source: str, target: str, condition: str) -> str:
    return flow(source, target, f"<conditionExpression>{condition}</conditionExpression>")


def event(tag: str, name: str, definition: str) -> str:
    return f'<{tag} id="{name}">{definition}</{tag}>'


START, END = '<startEvent id="Start"/>', '<endEvent id="End"/>'
MESSAGE = '<message id="M" name="news"/>'
HEARS = '<messageEventDefinition messageRef="M"/>'


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_work_is_done_and_what_is_missing_is_no_matter(folder: Folder) -> None:
    work = (
        '<userTask id="u" camunda:assignee="kermit" camunda:formKey="nowhere"/><manualTask id="m"/>'
        '<serviceTask id="s" camunda:type="external" camunda:topic="t" camunda:asyncBefore="true"/>'
        '<businessRuleTask id="d" camunda:decisionRef="x"/>'
    )
    folder.add("a.bpmn", f"p: {START}{work}{END}; Start>u, u>m, m>s, s>d, d>End")
    assert folder.case("a.bpmn") == bpmn.Case(
        "a.bpmn", "completed", story=("Start", "u", "m", "s", "d", "End")
    )


def test_the_oldest_task_first_and_the_clock_last(folder: Folder) -> None:
    timer = "<timerEventDefinition><timeDuration>PT{}H</timeDuration></timerEventDefinition>"
    events = "".join(
        f'<intermediateCatchEvent id="{name}">{timer.format(hours)}</intermediateCatchEvent>'
        for name, hours in (("late", 2), ("soon", 1))
    )
    folder.add(
        "a.bpmn",
        f'p: {START}<userTask id="u"/>{events}{END}; Start>late, Start>soon, Start>u, late>End, soon>End, u>End',
    )
    assert folder.case("a.bpmn").story == ("Start", "u", "End", "soon", "End", "late", "End")


def test_a_condition_in_the_other_dialect_is_read(folder: Folder) -> None:
    inside = (
        '<serviceTask id="s"><extensionElements><camunda:inputOutput>'
        '<camunda:outputParameter name="n">${1 + 1}</camunda:outputParameter>'
        "</camunda:inputOutput></extensionElements></serviceTask>"
        '<exclusiveGateway id="x"/><task id="yes"/><task id="no"/>'
        + when("x", "no", "${n == 1}")
        + when("x", "yes", "${n == 2 || false}")
    )
    folder.add("a.bpmn", f"p: {START}{inside}{END}; Start>s, s>x, yes>End, no>End")
    assert folder.case("a.bpmn").story == ("Start", "s", "x", "yes", "End")


def test_what_lacks_data_is_an_incident_with_its_element(folder: Folder) -> None:
    inside = '<exclusiveGateway id="x"/><task id="yes"/>' + when("x", "yes", "${n > 1}")
    folder.add("a.bpmn", f"p: {START}{inside}{END}; Start>x, yes>End")
    case = folder.case("a.bpmn")
    assert (case.outcome, case.element, case.story) == ("incident", "x", ("Start",))
    assert "没有名为“n”的变量" in (case.reason or "")


def test_a_message_without_sender_is_waited_for_by_name(folder: Folder) -> None:
    folder.add(
        "a.bpmn",
        f"p: {START}{event('intermediateCatchEvent', 'c', HEARS)}{END}; Start>c, c>End",
        shared=MESSAGE,
    )
    case = folder.case("a.bpmn")
    assert (case.outcome, case.element, case.waits_for) == ("waiting", "c", "消息 news")


def test_a_message_reaches_another_process_of_the_file_even_if_it_came_first(folder: Folder) -> None:
    sender = f"one: {START}{event('intermediateThrowEvent', 't', HEARS)}{END}; Start>t, t>End"
    late = (
        '<startEvent id="S2"/><userTask id="u"/>'
        f"{event('intermediateCatchEvent', 'c', HEARS)}<endEvent id='E2'/>"
    )
    folder.add("a.bpmn", sender, f"two: {late}; S2>u, u>c, c>E2", shared=MESSAGE)
    case = folder.case("a.bpmn")
    assert (case.outcome, case.story) == ("completed", ("Start", "S2", "t", "End", "u", "c", "E2"))


def test_a_message_starts_a_process_of_the_file_once(folder: Folder) -> None:
    sender = f"one: {START}{event('endEvent', 't', HEARS)}; Start>t"
    started = f"two: {event('startEvent', 'S2', HEARS)}<endEvent id='E2'/>; S2>E2"
    folder.add("a.bpmn", started, sender, shared=MESSAGE)
    assert folder.case("a.bpmn").story == ("Start", "t", "S2", "E2")


def test_a_process_that_nothing_starts_begins_at_its_first_start_event(folder: Folder) -> None:
    folder.add(
        "a.bpmn", f"p: {event('startEvent', 'S', HEARS)}<task id='t'/>{END}; S>t, t>End", shared=MESSAGE
    )
    assert folder.case("a.bpmn").story == ("S", "t", "End")


def test_a_signal_reaches_other_instances_but_is_not_kept(folder: Folder) -> None:
    signal, hears = '<signal id="G" name="alarm"/>', '<signalEventDefinition signalRef="G"/>'
    listener = (
        f"one: <startEvent id='S1'/>{event('intermediateCatchEvent', 'c', hears)}<endEvent id='E1'/>;"
        " S1>c, c>E1"
    )
    sender = f"two: {START}{event('endEvent', 't', hears)}; Start>t"
    folder.add("early.bpmn", listener, sender, shared=signal)
    folder.add("late.bpmn", sender, listener, shared=signal)
    assert folder.case("early.bpmn").story == ("S1", "Start", "t", "c", "E1")
    assert (folder.case("late.bpmn").outcome, folder.case("late.bpmn").waits_for) == ("waiting", "信号 alarm")


def test_callees_come_from_the_file_its_folder_other_folders_and_a_stub(folder: Folder) -> None:
    def called(name: str) -> str:
        return f"callee: <startEvent id='S2'/><task id='{name}'/><endEvent id='E2'/>; S2>{name}, {name}>E2"

    caller = f"p: {START}<callActivity id='c' calledElement='callee'/>{END}; Start>c, c>End"
    folder.add("a/caller.bpmn", caller)
    folder.add("b/caller.bpmn", caller).add("b/callee.bpmn", called("beside"))
    folder.add("c/caller.bpmn", caller, called("inside"))
    middle = {name: folder.case(f"{name}/caller.bpmn").story[2:-3] for name in "abc"}
    assert middle == {"a": ("callee/beside",), "b": ("callee/beside",), "c": ("callee/inside",)}
    caller_only = Folder(folder.place / "a")
    assert caller_only.case("caller.bpmn").story == ("Start", "c", "End")


def test_an_error_of_the_callee_reaches_the_caller(folder: Folder) -> None:
    error, ends = '<error id="X" errorCode="x"/>', '<errorEventDefinition errorRef="X"/>'
    caught = f'<boundaryEvent id="b" attachedToRef="c">{ends}</boundaryEvent><task id="t"/>'
    folder.add(
        "a.bpmn",
        f"p: {START}<callActivity id='c' calledElement='q'/>{caught}{END}; Start>c, c>End, b>t",
        f"q: <startEvent id='S2'/>{event('endEvent', 'E2', ends)}; S2>E2",
        shared=error,
    )
    case = folder.case("a.bpmn")
    assert case.outcome == "completed"
    assert [told for told in case.story if told != "q/E2"] == ["Start", "q/S2", "-c", "b", "t"]
    assert "q/E2" in case.story  # told when the callee goes, which had been held until its caller was asked


def test_a_call_of_itself_is_stopped(folder: Folder) -> None:
    folder.add("a.bpmn", f"p: {START}<callActivity id='c' calledElement='p'/>{END}; Start>c, c>End")
    case = folder.case("a.bpmn")
    assert (case.outcome, case.element) == ("incident", "c")


def test_a_signal_that_starts_its_own_sender_is_stopped(folder: Folder) -> None:
    signal, hears = '<signal id="G" name="alarm"/>', '<signalEventDefinition signalRef="G"/>'
    folder.add(
        "a.bpmn",
        f"p: {event('startEvent', 'S', hears)}{event('endEvent', 'E', hears)}; S>E",
        shared=signal,
    )
    case = folder.case("a.bpmn")
    assert (case.outcome, case.story) == ("incident", ("S", "E") * 200)


def test_after_two_hundred_steps_the_drive_stops(folder: Folder) -> None:
    folder.add("a.bpmn", f"p: {START}<userTask id='u'/>; Start>u, u>u")
    case = folder.case("a.bpmn")
    assert (case.outcome, case.element, case.story.count("u")) == ("incident", "u", 200)


def test_a_loop_without_a_wait_is_an_incident_too(folder: Folder) -> None:
    folder.add("a.bpmn", f"p: {START}<task id='t'/>; Start>t, t>t")
    case = folder.case("a.bpmn")
    assert (case.outcome, case.element) == ("incident", "t")


@pytest.mark.parametrize(
    ("written", "element", "rule"),
    [
        (f"{START}<callActivity id='c' camunda:caseRef='x'/>{END}; Start>c, c>End", "c", "cmmn"),
        (f"{START}<userTask id='u' camunda:assignee='${{a.b()}}'/>; Start>u", "u", "camunda-expression"),
        (f"{START}<task id='t' camunda:jobPriority='high'/>; Start>t", "t", "camunda-value"),
        (f"{START}<task id='t' camunda:unheardOf='1'/>; Start>t", "t", "camunda-attribute"),
        (f"{START}<task id='t'/>; Start>t, t>nowhere", None, "flow-across-scopes"),
        (f"{START}{event('intermediateCatchEvent', 'c', HEARS)}; Start>c", "c", "unresolved-reference"),
    ],
)
def test_a_refusal_names_the_element_and_the_rule(
    folder: Folder, written: str, element: str | None, rule: str
) -> None:
    case = folder.add("a.bpmn", f"p: {written}").case("a.bpmn")
    assert case.outcome == "refused"
    assert case.element == element or (element is None and case.element is not None)
    assert (case.reason or "").endswith(f"（{rule}）")


def test_what_is_no_xml_is_refused(folder: Folder) -> None:
    (folder.place / "a.bpmn").write_bytes(b"<definitions>")
    case = folder.case("a.bpmn")
    assert (case.outcome, case.element) == ("refused", None)
    assert "xml-syntax" in (case.reason or "")


def test_ids_and_names_are_not_this_houses(folder: Folder) -> None:
    folder.add(
        "a.bpmn", "My_Process: <startEvent id='Start_1'/><task id='unreachable'/><endEvent/>;Start_1>E"
    )
    folder.add("b.bpmn", "My_Process: <startEvent id='Start_1'/><task id='T_1'/>; Start_1>T_1")
    assert folder.case("b.bpmn").story == ("Start_1", "T_1")
    assert folder.case("a.bpmn").outcome == "refused"  # a flow to nowhere is a matter of BPMN
