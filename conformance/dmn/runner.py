"""A tree of test cases run: every file read, every model loaded once, every case judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conformance.dmn.calling import Nameless, value_of
from conformance.dmn.cases import Case, read_cases
from conformance.dmn.compare import difference, same
from conformance.dmn.library import Library, Unusable
from engine.dmn import DmnModel
from engine.errors import Refused
from engine.feel import Environment, FeelError

PASSED, FAILED, UNSUPPORTED = "passed", "failed", "unsupported"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case. `id` is the file's path from the root, #, the case's id.

    A case is unsupported when its model was refused, or when it needs logic in a language that is not run here
    and did not get the expected value; `reason` is empty for what passed.
    """

    id: str
    status: str
    reason: str = ""


def run_tree(root: Path, now: datetime) -> Iterator[Outcome]:
    """The outcomes of all cases below a folder, in the order of paths; `now` is what the engine's clock shows."""
    library = Library(root)
    for file in sorted(root.rglob("*.xml")):
        place = file.relative_to(root).as_posix()
        if library.folder != file.parent:
            library = Library(file.parent)
        try:
            found = read_cases(file)
        except Refused as refused:
            yield Outcome(place, FAILED, f"测试文件不能读：{refused.findings[0].message}")
            continue
        if found is not None:
            yield from (
                _judged(f"{place}#{case.id}", case, library, found.model, now) for case in found.cases
            )


def _judged(identity: str, case: Case, library: Library, name: str, now: datetime) -> Outcome:
    try:
        model = library.model(name)
    except Unusable as unusable:
        return Outcome(identity, UNSUPPORTED, str(unusable))
    if case.fault or not case.wanted:
        return Outcome(identity, FAILED, case.fault or "测试用例没有写明应有的结果")
    try:
        return _compared(identity, case, model, now)
    except (FeelError, Nameless) as error:
        return Outcome(identity, FAILED, str(error))
    except Exception as defect:  # one crash must not hide what becomes of the other cases
        return Outcome(identity, FAILED, f"程序缺陷 {type(defect).__name__}：{defect}")


def _compared(identity: str, case: Case, model: DmnModel, now: datetime) -> Outcome:
    """The first result that differs decides."""
    for wanted in case.wanted:
        env = Environment(now=now)
        actual = value_of(model, case, wanted.name, env)
        if not same(wanted.value, actual):
            lacking = model.lacking.intersection(env.problems)
            reason = difference(wanted.name, wanted.value, actual, sorted(lacking) or env.problems)
            return Outcome(identity, UNSUPPORTED if lacking else FAILED, reason)
    return Outcome(identity, PASSED)
