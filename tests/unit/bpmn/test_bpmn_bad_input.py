"""Files that are too much or make no sense: an answer at once, with file and element, and nothing parsed."""

from __future__ import annotations

import pytest

from engine.bpmn import check, parse
from engine.errors import ExpressionFailed, Refused
from tests.unit.bpmn.diagrams import (
    HEAD,
    boundary,
    cardinality,
    catch,
    compensate,
    diagram,
    end,
    error,
    event_sub,
    flow,
    gateway,
    link,
    message,
    path,
    repeat,
    service,
    start,
    sub,
    throw,
    timer,
    undone,
    user,
)
from tests.unit.bpmn.driver import Play
from tests.unit.bpmn.test_bpmn_scale import calls

GOOD = diagram(start(), user("a"), end(), path("s", "a", "e"))
STEPS = 6_000_000  # Python calls that take some seconds on a slow machine


def refused(source: bytes) -> list[tuple[str, str | None]]:
    """The errors, which a deployment refuses with; each names the file and says something."""
    with pytest.raises(Refused) as raised:
        parse(source, "demo/p.bpmn")
    findings = raised.value.findings
    assert findings == [f for f in check(source, "demo/p.bpmn") if f.severity == "error"]
    assert all(f.file == "demo/p.bpmn" and f.message for f in findings)
    return [(f.rule, f.element) for f in findings]


def tasks(count: int) -> list[str]:
    return [f"t{number}" for number in range(count)]


def plain(ids: list[str]) -> str:
    return "".join(f'<bpmn:task id="{i}"/>' for i in ids)


def test_five_thousand_elements_in_a_row_are_taken():
    ids = tasks(4998)
    source = diagram(start(), plain(ids), end(), path("s", *ids, "e"))
    found = {}
    assert calls(lambda: found.update(d=parse(source, "p.bpmn")[0])) < STEPS
    assert len(found["d"].elements) == 5000


def test_inclusive_gateways_by_the_thousand_are_taken():
    parts, before = [start(), end()], "s"
    for n in range(800):
        parts += [gateway("inclusive", f"o{n}", f"d{n}"), plain([f"a{n}"]), gateway("inclusive", f"j{n}")]
        parts += [flow(before, f"o{n}"), flow(f"o{n}", f"a{n}", "n > 1"), path(f"a{n}", f"j{n}")]
        parts += [flow(f"o{n}", f"j{n}", id=f"d{n}")]
        before = f"j{n}"
    source = diagram(*parts, flow(before, "e"))
    assert calls(lambda: parse(source, "p.bpmn")) < STEPS


def test_one_activity_with_thousands_of_boundary_events_and_event_sub_processes():
    ears = [boundary(f"b{n}", "a", message(), False) + flow(f"b{n}", "e") for n in range(1000)]
    ears += [
        event_sub(f"v{n}", message(), end(f"w{n}"), path(f"v{n}-s", f"w{n}"), interrupting=False)
        for n in range(1000)
    ]
    source = diagram(start(), user("a"), end(), path("s", "a", "e"), *ears)
    assert calls(lambda: parse(source, "p.bpmn")) < STEPS


def test_processes_by_the_hundred_in_one_file():
    line = start("s@") + user("u@") + end("e@") + path("s@", "u@", "e@")
    made = (f'<bpmn:process id="p{n}" isExecutable="true">{line}</bpmn:process>' for n in range(900))
    inside = "".join(process.replace("@", str(n)) for n, process in enumerate(made))
    source = (HEAD + inside + "</bpmn:definitions>").encode()
    found = []
    assert calls(lambda: found.extend(check(source, "p.bpmn"))) < STEPS
    assert found == []


def test_an_id_that_two_processes_have_is_told_once():
    twice = GOOD.decode().replace(
        '<bpmn:process id="p"', '<bpmn:process id="q" isExecutable="false"/><bpmn:process id="p"'
    )
    other = (
        GOOD[GOOD.index(b"<bpmn:process") : GOOD.index(b"</bpmn:definitions>")]
        .decode()
        .replace('id="p"', 'id="r"')
    )
    found = refused(twice.replace("</bpmn:definitions>", other + "</bpmn:definitions>").encode())
    assert sorted(element for rule, element in found if rule == "duplicate-id") == [
        "a",
        "e",
        "f-a-e",
        "f-s-a",
        "s",
    ]


def test_thousands_of_codes_and_their_catchers():
    shared = "".join(f'<bpmn:error id="er{n}" errorCode="c{n}"/>' for n in range(1500))
    ids = [f"t{n}" for n in range(1500)]
    parts = [user(t) + boundary(f"b{n}", t, error(f"er{n}")) + flow(f"b{n}", "e") for n, t in enumerate(ids)]
    source = diagram(start(), *parts, end(), path("s", *ids, "e"), shared=shared)
    found = []
    assert calls(lambda: found.extend(check(source, "p.bpmn"))) < STEPS
    assert found == []


@pytest.mark.parametrize("depth", [99, 100, 101, 200])
def test_nesting_deeper_than_a_hundred_is_refused_where_it_begins(depth):
    inner = user("u")
    for number in reversed(range(depth)):
        inner = sub(f"d{number}", inner)
    source = diagram(inner)
    if depth < 100:
        assert len(parse(source, "p.bpmn")[0].elements) == depth + 1
    else:
        assert ("too-deep", "d99") in refused(source)


def test_nesting_that_no_xml_parser_follows():
    source = b"<a>" * 1000 + b"</a>" * 1000
    assert refused(source) == [("xml-syntax", None)]


def test_thousands_of_elements_with_one_id():
    source = diagram(start(), *(user("a") for _ in range(4000)), end(), path("s", "a", "e"))
    found = []
    assert calls(lambda: found.extend(refused(source))) < STEPS
    assert ("duplicate-id", "a") in found


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (b'targetRef="e"', b'targetRef="nowhere"', ("flow-across-scopes", "f-a-e")),
        (b'sourceRef="s"', b"", ("flow-across-scopes", "f-s-a")),
        (b'<bpmn:userTask id="a"', b"<bpmn:userTask", ("missing-id", None)),
        (b'<bpmn:process id="p"', b"<bpmn:process", ("process-id", None)),
        (b'<bpmn:endEvent id="e"', b'<bpmn:endEvent id="a"', ("duplicate-id", "a")),
        (b'<bpmn:sequenceFlow id="f-a-e"', b'<bpmn:sequenceFlow id="a"', ("duplicate-id", "a")),
        (b'<bpmn:process id="p"', b'<bpmn:process id="a"', ("duplicate-id", "a")),
        (b'sourceRef="a" targetRef="e"', b'sourceRef="a" targetRef="f-s-a"', ("flow-across-scopes", "f-a-e")),
    ],
)
def test_ids_that_collide_and_references_to_nowhere(old, new, finding):
    assert old in GOOD
    rule, element = finding
    found = refused(GOOD.replace(old, new, 1))
    assert rule in {r for r, _ in found} if element is None else finding in found


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        (b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">' + GOOD, "xml-doctype"),
        (b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>', "xml-doctype"),
        (GOOD[: len(GOOD) // 2], "xml-syntax"),
        (b'<?xml version="1.0" encoding="nonsense"?>' + GOOD, "xml-syntax"),
        (
            b'<?xml version="1.0" encoding="UTF-8"?>' + GOOD.decode().replace("名", "").encode("utf-16"),
            "xml-syntax",
        ),
        (GOOD.replace(b'name="a"', 'name="签字"'.encode("gb18030")), "xml-syntax"),
        (GOOD.replace(b'name="a"', b'name="\x00"'), "xml-syntax"),
        (b"\xff\xfe\x00", "xml-syntax"),
        (b"PK\x03\x04 not a diagram", "xml-syntax"),
        (b" " * 2_000_001, "xml-size"),
        (b"<a>" + b"<b/>" * 20_000 + b"</a>", "xml-nodes"),
    ],
)
def test_files_that_are_no_readable_xml(source, rule):
    assert [r for r, _ in refused(source)] == [rule]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_file_that_says_its_encoding_is_read(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + GOOD.decode().replace('name="a"', 'name="签字"')
    assert parse(text.encode(encoding), "p.bpmn")[0].elements["a"].name == "签字"


DUE = '<zeebe:taskSchedule dueDate="{}"/>'
IMPORTANT = '<zeebe:priorityDefinition priority="{}"/>'
ENDLESS = "9" * 5_000


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        (catch("a", timer("PT99999999999999H")), "timer"),
        (catch("a", timer(f"P{ENDLESS}D")), "timer"),
        (catch("a", timer("P1001Y")), "timer"),
        (catch("a", timer("0001-01-01", "timeDate")), "timer"),
        (catch("a", timer("9999-12-31T23:59:59-12:00", "timeDate")), "timer"),
        (boundary("b", "a", timer("R/0001-01-01/P1D", "timeCycle"), False) + user("a"), "timer"),
        (boundary("b", "a", timer(f"R{ENDLESS}/P1D", "timeCycle"), False) + user("a"), "timer"),
        (user("a", DUE.format("0001-01-01")), "date"),
        (user("a", IMPORTANT.format(ENDLESS)), "number"),
        (user("a", IMPORTANT.format("101")), "number"),
        (service("a").replace('retries="3"', 'retries="-1"'), "number"),
        (user("a", body=repeat(maximum=ENDLESS)), "loop"),
        (user("a", body=cardinality("2001")), "multi-instance"),
        (user("a", body=cardinality(ENDLESS)), "multi-instance"),
    ],
)
def test_numbers_and_dates_that_nothing_can_count_to(part, rule):
    ways = path("s", "a", "e") + (
        '<bpmn:sequenceFlow id="g" sourceRef="b" targetRef="e"/>' if '"b"' in part else ""
    )
    assert [found for found, _ in refused(diagram(start(), part, end(), ways))] == [rule]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (catch("a", timer("=x", "timeDate")), "0001-01-01"),
        (catch("a", timer("=x")), "PT99999999999999H"),
        (catch("a", timer("=duration(x)")), "P99999999D"),
        (user("a", DUE.format("=x")), "9999-12-31T23:59:59-12:00"),
        (user("a", DUE.format("=date(x)")), "0001-01-01"),
    ],
)
def test_a_calculated_date_that_nothing_can_count_to_fails_at_its_element(part, value):
    with pytest.raises(ExpressionFailed) as raised:
        Play(diagram(part), False, {"x": value})
    assert raised.value.facts["element_id"] == "a"


def test_links_and_handlers_by_the_thousand_are_taken():
    parts, before = [start(), throw("th", compensate()), end()], "s"
    for n in range(800):
        parts += [
            throw(f"t{n}", link(f"l{n}")),
            catch(f"c{n}", link(f"l{n}")),
            user(f"u{n}"),
            undone(f"u{n}"),
        ]
        parts += [path(before, f"t{n}"), path(f"c{n}", f"u{n}")]
        before = f"u{n}"
    source = diagram(*parts, path(before, "th", "e"))
    assert calls(lambda: parse(source, "p.bpmn")) < STEPS
