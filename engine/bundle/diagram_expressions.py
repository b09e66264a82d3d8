"""Findings about the expressions of diagrams: names that nobody writes, values that cannot fit, parts that must fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from engine.bpmn import Dataflow, Definition
from engine.bundle.model import Bundle
from engine.bundle.places import Place
from engine.bundle.scopes import hearers
from engine.bundle.variables import COLLECTION, ENOUGH, INPUT, Variables
from engine.dmn import inputs_of
from engine.errors import Finding
from engine.feel import Expression, LentFunction, builtin_names

CONDITIONS = ("条件", ENOUGH)
DATES, LENGTHS = (
    ("date", "date and time", "string"),
    ("days and time duration", "years and months duration", "string"),
)
WANTED: dict[str, tuple[tuple[str, ...], str]] = {
    "条件": (("boolean",), "真或假"),
    ENOUGH: (("boolean",), "真或假"),
    "属性 recuses ": (("boolean",), "真或假"),
    COLLECTION: (("list",), "列表"),
    "定时日期": (DATES, "日期、日期时间或 ISO 8601 的文字"),
    "定时时长": (LENGTHS, "时长或 ISO 8601 的文字"),
    "定时周期": (("string",), "文字，例如 R3/P1D"),
    "办理期限": (DATES, "日期、日期时间或 ISO 8601 的文字"),
    "跟进日期": (DATES, "日期、日期时间或 ISO 8601 的文字"),
}


def diagram_findings(
    bundle: Bundle, variables: Variables, functions: Mapping[str, LentFunction]
) -> Iterator[Finding]:
    """Findings about every expression of every diagram, and about what its decisions read."""
    for definition in bundle.definitions.values():
        for element, where, expression in definition.expressions:
            if _belongs(definition, element):
                yield from _Expression(
                    definition, element, where, expression, variables, functions
                ).findings()
        for element, flow in definition.dataflow.items():
            yield from _decision_inputs(bundle, definition, element, flow, variables)
            yield from _targets(definition, element, flow)


def _belongs(definition: Definition, element: str) -> bool:
    """A file's processes share its list of expressions."""
    own = element in definition.elements or element in definition.flows or element == definition.process_id
    return own or bool(hearers(definition, element))


def _place(definition: Definition, element: str) -> Place:
    found = definition.elements.get(element) or definition.flows.get(element)
    return Place(definition.file, element, found.line if found else None)


class _Expression:
    """One expression where it stands."""

    def __init__(
        self,
        definition: Definition,
        element: str,
        where: str,
        expression: Expression,
        variables: Variables,
        functions: Mapping[str, LentFunction],
    ) -> None:
        self.definition, self.element, self.where = definition, element, where
        self.expression, self.variables, self.functions = expression, variables, functions
        self.seen = variables.seen(definition, element, where)
        self.place = _place(definition, element)
        self.text = f"{where.strip()}“={expression.source}”"

    def findings(self) -> Iterator[Finding]:
        yield from self._unknown()
        yield from self._faults()
        yield from self._misfit()
        if self.where in CONDITIONS:
            yield from self._settled()

    def _unknown(self) -> Iterator[Finding]:
        names = dict.fromkeys(path[0] for path in self.expression.reads)
        for name in names:
            if name not in self.functions and name not in builtin_names:
                lost = _lost(self.definition, name, self.variables)
                yield from self.place.unknown(name, self.seen, f"{self.text}里的变量", lost)

    def _faults(self) -> Iterator[Finding]:
        certain = {fault.position for fault in self.expression.faults(self.functions)}
        yield from self.place.faults(self.expression, self.text, self.functions)
        for fault in self.expression.faults(self.functions, self.seen.known):
            if fault.position not in certain:
                yield self.place.warning(
                    "feel-clash", f"{self.text}第 {fault.position + 1} 个字符处：{fault.reason}。"
                )

    def _misfit(self) -> Iterator[Finding]:
        """Types that only variables and lent functions decide; the others are found when the file is read."""
        types, wanted = WANTED.get(self.where, ((), ""))
        found = self.expression.type_with(self.functions, self.seen.known)
        if types and self.expression.type is None and found is not None and found not in types:
            yield self.place.error("feel-type", f"{self.text}的结果是{Place.chinese(found)}，须是{wanted}。")

    def _settled(self) -> Iterator[Finding]:
        value = self.expression.constant(self.functions)
        if value is True or value is False:
            word = "成立" if value else "不成立"
            message = f"{self.text}永远{word}，和变量无关；请改写条件，或改用默认流。"
            yield self.place.warning("constant-condition", message)


def _lost(definition: Definition, name: str, variables: Variables) -> str | None:
    """The element that brings the name but keeps it to itself, because it has output mappings."""
    for element, flow in definition.dataflow.items():
        if flow.outputs and flow.call is None and name in variables.brought(definition, element).types:
            return element
    return None


def _decision_inputs(
    bundle: Bundle, definition: Definition, element: str, flow: Dataflow, variables: Variables
) -> Iterator[Finding]:
    """What a decision reads from outside has to be there when it is asked."""
    model = bundle.decisions.get(flow.decision or "")
    if model is None or flow.decision is None:
        return
    seen = variables.seen(definition, element, INPUT)
    for name in sorted({path[0] for path in inputs_of(model, flow.decision)} - builtin_names):
        place = _place(definition, element)
        yield from place.unknown(
            name, seen, f"决策“{flow.decision}”要读的变量", _lost(definition, name, variables)
        )


def _targets(definition: Definition, element: str, flow: Dataflow) -> Iterator[Finding]:
    for label, sources in ((INPUT, flow.inputs), ("输出映射", flow.outputs)):
        for target, times in Counter(source.target for source in sources).items():
            if times > 1:
                message = f"{label}的目标“{target}”写了 {times} 次，只有最后一次有效；请只留一次。"
                yield _place(definition, element).warning("duplicate-target", message)
    if flow.result and flow.outputs and not _uses(flow, flow.result):
        message = f"结果变量“{flow.result}”没有被输出映射用到，会丢失；请加上输出映射，或去掉这些输出映射。"
        yield _place(definition, element).warning("lost-result", message)


def _uses(flow: Dataflow, name: str) -> bool:
    """Whether an output mapping reads the variable."""
    read = {path[0] for s in flow.outputs if s.expression is not None for path in s.expression.variables}
    items = {n for s in flow.outputs if s.expression is not None for n in s.expression.item_names}
    return name in read | items
