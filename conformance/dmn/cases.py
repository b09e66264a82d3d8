"""Test-case files of the TCK's form (http://www.omg.org/spec/DMN/20160719/testcase) as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.dmn.values import UnreadableValue, below, local, read_content
from engine.xml import parse_xml


@dataclass(frozen=True, slots=True)
class Wanted:
    """A result node: whose value, and what it should be."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Case:
    """One test case. `kind` is decision, decisionService or bkm; `invocable` names one of the latter two.

    `fault` says why its values could not be read; then it has neither input nor results.
    """

    id: str
    kind: str
    invocable: str | None
    given: dict[str, Any] = field(default_factory=dict)
    wanted: tuple[Wanted, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of test cases for the model in the file `model` beside it."""

    model: str
    cases: tuple[Case, ...]


def read_cases(file: Path) -> CaseFile | None:
    """The test cases of an XML file; None when it holds something else. Raises Refused."""
    root = parse_xml(file.read_bytes(), file.name)
    if local(root) != "testCases":
        return None
    model = "".join(element.text or "" for element in below(root, "modelName")[:1]).strip()
    return CaseFile(model, tuple(_case(element) for element in below(root, "testCase")))


def _case(element: Any) -> Case:
    identity = element.get("id") or ""
    kind, invocable = element.get("type") or "decision", element.get("invocableName")
    try:
        given = {node.get("name"): read_content(node) for node in below(element, "inputNode")}
        wanted = tuple(_wanted(node) for node in below(element, "resultNode"))
    except UnreadableValue as unreadable:
        return Case(identity, kind, invocable, fault=str(unreadable))
    return Case(identity, kind, invocable, given, wanted)


def _wanted(node: Any) -> Wanted:
    """A result node without an expectation wants null, as an error gives it."""
    expected = below(node, "expected")
    return Wanted(node.get("name"), read_content(expected[0]) if expected else None)
