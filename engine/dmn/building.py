"""What every part of a model needs while it is read: names, types, and a place for findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.dmn.errors import DmnFinding
from engine.dmn.source import descendants, identity, line_of
from engine.feel import Expression, FeelError, FeelUnsupportedError, UnaryTests, compile, compile_unary_tests
from engine.feel.types import ANY, Type

BUILT_IN_TYPES = {
    "Any": ANY,
    "any": ANY,
    "number": Type("number"),
    "integer": Type("number"),
    "long": Type("number"),
    "double": Type("number"),
    "string": Type("string"),
    "boolean": Type("boolean"),
    "date": Type("date"),
    "time": Type("time"),
    "date and time": Type("date and time"),
    "dateTime": Type("date and time"),
    "days and time duration": Type("days and time duration"),
    "dayTimeDuration": Type("days and time duration"),
    "years and months duration": Type("years and months duration"),
    "yearMonthDuration": Type("years and months duration"),
    "context": Type("context"),
    "list": Type("list"),
    "function": Type("function"),
    "Null": Type("Null"),
}


class Building:
    """Compiles the expressions of one model; all faults are gathered, none stops the reading."""

    def __init__(self, root: Any, imported_types: Mapping[str, Type], tolerant: bool = False) -> None:
        self.tolerant = tolerant
        self.depth = 0
        self.findings: list[DmnFinding] = []
        self.lacking: set[str] = set()
        self.types: dict[str, Type] = dict(imported_types)
        self.names = frozenset(
            name for element in descendants(root) if (name := element.get("name"))
        ) | frozenset(imported_types)

    def refuse(self, element: Any, message: str) -> None:
        """Record a fault of an element."""
        self.findings.append(DmnFinding(identity(element), line_of(element), message))

    def unsupported(self, element: Any, message: str) -> Expression:
        """Refuse logic in a language that is not run here; a tolerant reading lets it be null, and remembers."""
        self.lacking.add(message)
        return self._null(compile, element, message)

    def expression(self, element: Any, source: str) -> Expression:
        """A FEEL expression; an empty one is null."""
        return self._compiled(compile, element, source or "null")

    def tests(self, element: Any, source: str) -> UnaryTests:
        """The unary tests of a cell; an empty cell passes everything."""
        return self._compiled(compile_unary_tests, element, source or "-")

    def _compiled(self, compiler: Callable[..., Any], element: Any, source: str) -> Any:
        try:
            return compiler(source, self.names, self.types)
        except FeelError as error:
            message = f"表达式“{source[:60]}”：{error}"
            if isinstance(error, FeelUnsupportedError):
                self.lacking.add(message)
            return self._null(compiler, element, message)

    def _null(self, compiler: Callable[..., Any], element: Any, message: str) -> Any:
        """Null, or a test that nothing passes, with a reason; only a tolerant reading goes on with it."""
        if not self.tolerant:
            self.refuse(element, message)
        return compiler(f"assert(null, false, {quoted(message)}) and null = null")

    def types_of(self, elements: list[Any]) -> tuple[Type, ...]:
        """The types of several elements."""
        return tuple(self.type(element) for element in elements)

    def type(self, element: Any, name: str | None = None) -> Type:
        """The type that an element's typeRef names; Any without one."""
        wanted = (name or element.get("typeRef") or "").strip()
        wanted = wanted.removeprefix("feel:")
        if not wanted or wanted == "Undefined":
            return ANY
        found = self.types.get(wanted) or BUILT_IN_TYPES.get(wanted)
        if found is None:
            self.refuse(element, f"没有名为“{wanted}”的数据类型")
            return ANY
        return found


def quoted(text: str) -> str:
    """A text as a FEEL literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
