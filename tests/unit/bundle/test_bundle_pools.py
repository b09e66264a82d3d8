"""Several executable processes in one file: each is found, checked and known by its own id."""

from __future__ import annotations

import pytest

from engine import bundle as bundles
from tests.support import diagrams as d
from tests.unit.bundle.files import found


def pools(*processes: bytes) -> bytes:
    """One file with the processes of several, each in a pool."""
    first, *others = processes
    inside = b"".join(p[p.index(b"<bpmn:process") : p.index(b"</bpmn:definitions>")] for p in others)
    return first.replace(b"</bpmn:definitions>", inside + b"</bpmn:definitions>")


def process(process_id: str, prefix: str, group: str = "") -> bytes:
    task = d.task(f"{prefix}-a", groups=group or "p.clerk")
    line = d.flows(f"{prefix}-s {prefix}-a {prefix}-e")
    return d.diagram(process_id, d.start(f"{prefix}-s"), task, d.end(f"{prefix}-e"), line)


def test_every_process_of_a_file_is_in_the_bundle_with_that_file() -> None:
    content = pools(process("p.talk", "t"), process("p.talk-expert", "x"))
    bundle = bundles.read({"p/talk.bpmn": content})
    assert bundle.errors == []
    assert sorted(bundle.definitions) == ["p.talk", "p.talk-expert"]
    assert {file.path for file in bundle.files.values()} == {"p/talk.bpmn"}
    assert set(bundle.definitions["p.talk-expert"].elements) == {"x-s", "x-a", "x-e"}


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (("p.talk",), []),
        (("p.other",), [("id-is-path", "error", "p.other")]),
        (("p.talk", "p.expert"), [("id-is-path", "error", "p.expert")]),
        (("p.talk-a", "p.talk-b"), [("id-is-path", "error", None)]),
    ],
)
def test_the_ids_say_where_the_file_stands(ids: tuple[str, ...], expected: list[object]) -> None:
    content = pools(*(process(number, f"p{at}") for at, number in enumerate(ids)))
    assert found({"p/talk.bpmn": content}, "id-is-path") == expected


def test_what_is_wrong_in_each_process_is_found() -> None:
    content = pools(process("p.talk", "t", "p.nobody"), process("p.talk-expert", "x", "p.stranger"))
    groups = b"groups: {p.clerk: clerks}"
    assert found({"p/talk.bpmn": content, "p/groups.yaml": groups}, "missing-group") == [
        ("missing-group", "error", "t-a"),
        ("missing-group", "error", "x-a"),
    ]


def test_no_two_files_bring_the_same_process() -> None:
    content = pools(process("p.talk", "t"), process("p.talk-expert", "x"))
    files = {"p/talk.bpmn": content, "p/talk-expert.bpmn": process("p.talk-expert", "y")}
    assert found(files, "duplicate-id") == [("duplicate-id", "error", "p.talk-expert")]
