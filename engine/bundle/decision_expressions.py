"""Findings about the expressions of decisions: names without a requirement, unknown functions, cells that must fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bundle.model import Bundle, File
from engine.bundle.places import Place
from engine.dmn import DmnModel
from engine.dmn.building import BUILT_IN_TYPES
from engine.dmn.source import child, children, name_of, text_of
from engine.errors import Finding
from engine.feel import Expression, FeelError, LentFunction, Type, UnaryTests, compile, compile_unary_tests
from engine.feel.functions import closest
from engine.feel.known import ANYTHING
from engine.xml import line_of, parse_xml

EXPRESSIONS = ("inputExpression", "literalExpression", "outputEntry", "defaultOutputEntry")
BINDERS = ("contextEntry", "functionDefinition", "encapsulatedLogic", "for", "some", "every", "filter")
OWNERS = ("decision", "businessKnowledgeModel")


def decision_findings(
    bundle: Bundle, functions: Mapping[str, LentFunction], names: frozenset[str]
) -> Iterator[Finding]:
    """Findings about every decision file, each once, whatever number of decisions it has."""
    done: set[str] = set()
    for identifier, model in bundle.decisions.items():
        file = bundle.files["decision", identifier]
        if file.path not in done:
            done.add(file.path)
            yield from _File(file, model, functions, names).findings()


class _File:
    """One file, read again for the lines and places that a ready model no longer has."""

    def __init__(
        self, file: File, model: DmnModel, functions: Mapping[str, LentFunction], lent: frozenset[str]
    ) -> None:
        self.file, self.model, self.functions = file, model, functions
        self.root = parse_xml(file.content, file.path)
        self.names = {
            str(x.get("name")) for x in self.root.iter() if isinstance(x.tag, str) and x.get("name")
        }
        self.callable = lent | frozenset(self.names)

    def findings(self) -> Iterator[Finding]:
        for owner in children(self.root, *OWNERS):
            required, bound = self._required(owner), _bound(owner)
            for element, compiled, tested in self._expressions(owner):
                place = Place(self.file.path, owner.get("id"), line_of(element))
                yield from self._check(place, compiled, tested)
                for name in dict.fromkeys(path[0] for path in compiled.reads):
                    if name not in required | bound and name != "?":
                        yield from self._unknown(place, name, required | bound, compiled.source)

    def _check(self, place: Place, compiled: Expression | UnaryTests, tested: Type) -> Iterator[Finding]:
        text = f"“{compiled.source}”"
        taken = frozenset(self.names)
        yield from place.misspelt(compiled, text, self.callable)
        yield from place.faults(compiled, text, self.functions, taken)
        if tested == ANYTHING:
            return
        certain = {fault.position for fault in compiled.faults(self.functions, taken=taken)}
        for fault in compiled.faults(self.functions, {"?": tested}, taken):
            if fault.position not in certain:
                yield place.error("feel-clash", f"单元格{text}和这一列的类型不合：{fault.reason}。")

    def _unknown(self, place: Place, name: str, known: set[str], source: str) -> Iterator[Finding]:
        """A name of the model that is not required is always null; others come from the process that asks."""
        parts = {part.name for key, part in self.model.parts.items() if key not in self.model.prefixes}
        if name in parts:
            message = f"“{source}”用到“{name}”，图里却没有连线，读到的总是空值；请补上信息需求的连线。"
            yield place.error("missing-requirement", message)
            return
        meant = closest(name, sorted(known | parts)) if name not in self.callable else None
        if meant is not None:
            message = f"“{source}”里的“{name}”不在信息需求之内；您是不是要写“{meant}”？"
            yield place.warning("unknown-variable", message)

    def _required(self, owner: Any) -> set[str]:
        part = self.model.parts.get(owner.get("id") or owner.get("name") or "")
        keys = getattr(part, "requires", ())
        found = {self.model.prefixes.get(key, self.model.parts[key].name) for key in keys}
        return found | set(self.model.prefixes.values())

    def _expressions(self, owner: Any) -> Iterator[tuple[Any, Expression | UnaryTests, Type]]:
        """Every expression and every cell with its element and, for cells, the type of what is tested."""
        for element in owner.iter():
            kind = name_of(element) if isinstance(element.tag, str) else ""
            source = text_of(element) if kind in EXPRESSIONS or kind == "inputEntry" else ""
            if not source:
                continue
            try:
                if kind == "inputEntry":
                    yield element, compile_unary_tests(source, self.names, self.model.types), _column(element)
                else:
                    yield element, compile(source, self.names, self.model.types), ANYTHING
            except FeelError:
                continue  # said when the file was read


def _column(cell: Any) -> Type:
    """The type of the input column that a cell stands in, where it is one of FEEL's own."""
    rule = cell.getparent()
    table = None if rule is None else rule.getparent()
    if rule is None or table is None:
        return ANYTHING
    inputs, place = children(table, "input"), children(rule, "inputEntry").index(cell)
    expression = child(inputs[place], "inputExpression") if place < len(inputs) else None
    declared = "" if expression is None else (expression.get("typeRef") or "")
    return BUILT_IN_TYPES.get(declared.removeprefix("feel:"), ANYTHING)


def _bound(owner: Any) -> set[str]:
    """Names that the logic itself defines: entries, parameters, loops' variables."""
    found = {"item", "partial"}
    for element in owner.iter():
        kind = name_of(element) if isinstance(element.tag, str) else ""
        if kind in BINDERS:
            found |= {str(x.get("name")) for x in children(element, "variable", "formalParameter")}
            found.add(element.get("iteratorVariable") or "item")
    return found
