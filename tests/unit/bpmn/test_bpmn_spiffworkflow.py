"""docs/spiffworkflow.md tells exactly what is taken from SpiffWorkflow, and a new release that moves any of it fails here."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import SpiffWorkflow.bpmn.util.subworkflow
import SpiffWorkflow.bpmn.workflow
import SpiffWorkflow.specs.base
import SpiffWorkflow.task
import SpiffWorkflow.workflow
from SpiffWorkflow.util.task import TaskState

import engine.bpmn

ROOM = Path(engine.bpmn.__file__).parent
PAGE = ROOM.parents[1].joinpath("docs", "spiffworkflow.md").read_text("utf-8")
THEIRS = (
    SpiffWorkflow.task,
    SpiffWorkflow.workflow,
    SpiffWorkflow.specs.base,
    SpiffWorkflow.bpmn.workflow,
    SpiffWorkflow.bpmn.util.subworkflow,
)


def table(heading: str) -> list[list[str]]:
    """The cells of a section's table, without their marks."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*) \|$", section, re.M)
    return [[cell.strip("`") for cell in row.split(" | ")] for row in rows]


def trees() -> Iterator[ast.Module]:
    return (ast.parse(file.read_text("utf-8")) for file in ROOM.rglob("*.py"))


def imported() -> set[str]:
    froms = [n for tree in trees() for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
    return {f"{n.module}.{a.name}" for n in froms if n.module.startswith("SpiffWorkflow") for a in n.names}


def families() -> set[type]:
    """Every class of the room that stands on one of theirs."""
    names = [found.name for found in pkgutil.walk_packages(engine.bpmn.__path__, "engine.bpmn.")]
    classes = [
        c for name in names for c in vars(importlib.import_module(name)).values() if inspect.isclass(c)
    ]
    return {c for c in classes if c.__module__.startswith("engine.bpmn") and _bases(c)}


def overridden() -> set[tuple[str, str, str]]:
    """Ours, theirs and the name, for all that hides something of theirs."""
    found = set()
    for own in families():
        for name in vars(own):
            base = next((b for b in _bases(own) if name in vars(b)), None)
            own_family = name == "__init__" and not any(b in _bases(own) for b in own.__bases__)
            if base is not None and (name == "__init__" or not name.startswith("__")) and not own_family:
                found.add((own.__name__, base.__name__, name))
    return found


def _bases(own: type) -> list[type]:
    return [b for b in own.__mro__ if b.__module__.startswith("SpiffWorkflow")]


def private(tree: ast.AST) -> set[str]:
    """Names with one underscore that are reached for on some object."""
    names = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    return {name for name in names if name.startswith("_") and not name.startswith("__")}


def test_the_page_names_the_release() -> None:
    assert f"SpiffWorkflow {version('SpiffWorkflow')}, pinned" in PAGE


def test_what_is_imported_is_listed() -> None:
    assert {row[0] for row in table("Imported")} == imported()


def test_what_is_overridden_is_listed_with_its_reason() -> None:
    rows = table("Overridden")
    assert {tuple(row[:3]) for row in rows} == overridden()
    assert all(row[3] for row in rows)


def test_what_is_reached_for_behind_an_underscore_is_listed() -> None:
    known = set().union(*(private(ast.parse(inspect.getsource(module))) for module in THEIRS))
    reached = set().union(*map(private, trees())) & known
    assert {row[0] for row in table("Names with an underscore that are called or read")} == reached


def test_the_stored_numbers_of_states_are_the_same() -> None:
    assert {(name, int(number)) for name, number in table("What is stored")} == {
        (name, getattr(TaskState, name)) for name in ("WAITING", "READY", "STARTED")
    }
