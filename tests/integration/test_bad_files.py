"""Bad files at the door of deployment: an answer soon, with file and element, and nothing is stored."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from engine.actor import Actor
from engine.commands import deployments
from engine.db import metadata
from engine.errors import Refused
from engine.process_engine import ProcessEngine
from tests.integration.house import GROUPS, deploy
from tests.support import diagrams as d
from tests.unit.bpmn.test_bpmn_bad_input import STEPS
from tests.unit.bpmn.test_bpmn_scale import calls

GOOD = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))
PLAIN = d.diagram("test.q", d.start(), d.task("a"), d.end(), d.flows("start a end"))


def deep(levels: int) -> bytes:
    inner = d.task("inmost")
    for number in reversed(range(levels)):
        inner = f'<bpmn:subProcess id="d{number}" name="d{number}">{inner}</bpmn:subProcess>'
    return d.diagram("test.q", inner)


def stuck() -> bytes:
    """Two thousand tasks, and a parallel join behind an exclusive fork."""
    ids = [f"t{number}" for number in range(2000)]
    parts = [d.start(), d.gateway("g", default="no"), d.task("a"), d.task("b"), d.end(), *map(d.task, ids)]
    join = '<bpmn:parallelGateway id="j" name="j"/>'
    flows = d.flows("start g") + d.flow("g", "a", "n > 1", "yes") + d.flow("g", "b", name="no")
    return d.diagram(
        "test.q", *parts, join, flows, d.flows("a j"), d.flows(" ".join(["b", "j", *ids, "end"]))
    )


def calling(process: str, callee: str) -> bytes:
    return d.diagram(process, d.start(), d.call("c", callee), d.end(), d.flows("start c end"))


BAD = {
    "too deep": ({"q": deep(101)}, ("too-deep", "test/q.bpmn", "d99")),
    "circle of one": ({"q": calling("test.q", "test.q")}, ("call-cycle", "test/q.bpmn", "c")),
    "circle of two": (
        {"q": calling("test.q", "test.r"), "r": calling("test.r", "test.q")},
        ("call-cycle", "test/r.bpmn", "c"),
    ),
    "one id twice": ({"q": PLAIN.replace(b'id="end"', b'id="a"')}, ("duplicate-id", "test/q.bpmn", "a")),
    "another file's id": ({"q": GOOD}, ("duplicate-id", "test/q.bpmn", "test.p")),
    "nowhere": (
        {"q": PLAIN.replace(b'targetRef="end"', b'targetRef="nowhere"')},
        ("flow-across-scopes", "test/q.bpmn", "a-to-end"),
    ),
    "into a sub-process": (
        {
            "q": PLAIN.replace(
                b"<bpmn:endEvent",
                b'<bpmn:subProcess id="s" name="s"><bpmn:task id="i" name="i"/>'
                b"</bpmn:subProcess><bpmn:endEvent",
            ).replace(b'targetRef="end"', b'targetRef="i"')
        },
        ("flow-across-scopes", "test/q.bpmn", "a-to-end"),
    ),
    "DOCTYPE": ({"q": b"<!DOCTYPE x>" + PLAIN}, ("xml-doctype", "test/q.bpmn", None)),
    "wrong encoding": (
        {"q": PLAIN.replace(b'id="a" name="', 'id="a" name="签字'.encode("gb18030"))},
        ("xml-syntax", "test/q.bpmn", None),
    ),
    "too large": ({"q": PLAIN + b" " * 2_000_000}, ("xml-size", "test/q.bpmn", None)),
    "a standstill": ({"q": stuck()}, ("deadlock", "test/q.bpmn", "j")),
}


def stored(pe: ProcessEngine) -> dict[str, int]:
    """How many rows every table has."""
    with pe.database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_soon_by_name_and_nothing_is_stored(pe: ProcessEngine, name: str) -> None:
    files, (rule, file, element) = BAD[name]
    deploy(pe, p=GOOD)
    before = stored(pe)
    bundle = {"shared/groups.yaml": GROUPS, "test/p.bpmn": GOOD}
    bundle |= {f"test/{key}.bpmn": content for key, content in files.items()}

    def deployed() -> None:
        with pytest.raises(Refused) as refused:
            deployments.deploy(pe, bundle, Actor("owner"))
        found = {(f.rule, f.file, f.element): f for f in refused.value.findings}
        assert (rule, file, element) in found
        assert found[rule, file, element].message.endswith("。")
        assert {f.file for f in refused.value.findings} <= {f"test/{key}.bpmn" for key in files}

    assert calls(deployed) < STEPS
    assert stored(pe) == before
