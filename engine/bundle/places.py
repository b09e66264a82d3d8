"""Where a finding about an expression stands, and the sentences that all expressions have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from engine.bundle.scopes import Names
from engine.errors import Finding
from engine.feel import Expression, LentFunction, UnaryTests
from engine.feel.values import KIND_NAMES

LIKENESS = 0.8
"""From where on one name counts as a slip of the pen for another (difflib's ratio)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file, the element in it, and its line."""

    file: str
    element: str | None = None
    line: int | None = None

    def error(self, rule: str, message: str) -> Finding:
        return Finding(rule, message, self.file, self.element, self.line)

    def warning(self, rule: str, message: str) -> Finding:
        return Finding(rule, message, self.file, self.element, self.line, severity="warning")

    @staticmethod
    def chinese(name: str) -> str:
        """A type as people read it."""
        return KIND_NAMES.get(name, name)

    def unknown(self, name: str, seen: Names, what: str, lost: str | None = None) -> Iterator[Finding]:
        """A finding if nobody writes the name: an error where all writers are known.

        Where anything may come from outside, only what looks like a slip of the pen is pointed at.
        """
        if name in seen.types:
            return
        meant = next(iter(get_close_matches(name, sorted(seen.types), n=1, cutoff=LIKENESS)), None)
        message = f"{what}“{name}”没有谁写入，读到的总是空值；{_cure(meant, lost)}"
        if not seen.is_open and not seen.in_doubt:
            yield self.error("unknown-variable", message)
        elif not seen.is_open or meant is not None:
            yield self.warning("unknown-variable", message)

    def faults(
        self,
        expression: Expression | UnaryTests,
        text: str,
        functions: Mapping[str, LentFunction],
        taken: frozenset[str] = frozenset(),
    ) -> Iterator[Finding]:
        """Errors for parts that fail whatever the variables hold."""
        for fault in expression.faults(functions, taken=taken):
            yield self.error(
                "feel-fault", f"{text}第 {fault.position + 1} 个字符处一定出错：{fault.reason}。"
            )

    def misspelt(
        self, expression: Expression | UnaryTests, text: str, functions: frozenset[str]
    ) -> Iterator[Finding]:
        """Errors for functions that nobody has."""
        for fault in expression.misspelt(functions):
            cure = f"您是不是要写“{fault.suggestion}”？" if fault.suggestion else "请核对函数名。"
            yield self.error("unknown-function", f"{text}里{fault.reason}；{cure}")


def _cure(meant: str | None, lost: str | None) -> str:
    if lost is not None:
        return f"它只留在“{lost}”里，请在那里加一条输出映射。"
    if meant is not None:
        return f"您是不是要写“{meant}”？若是从外面带来的，请写进属性 given。"
    return "若是启动时或由消息带来的，请写进流程或该元素的属性 given；服务任务的结果要写输出映射。"
