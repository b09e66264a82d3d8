"""From a tree to a model. All faults are gathered; a model with one fault is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.dmn.boxed import Typed
from engine.dmn.building import Building
from engine.dmn.errors import DmnError, DmnFinding, broken
from engine.dmn.items import read_items
from engine.dmn.logic_reader import EXPRESSIONS, read_function, read_logic
from engine.dmn.model import Decision, DmnModel, InputData, Knowledge, Part, Service
from engine.dmn.needs import circling, required
from engine.dmn.source import NAMESPACES, child, children, identity, line_of, name_of, namespace_of, reference
from engine.dmn.table import DecisionTable
from engine.feel.types import Type

KNOWN = frozenset(
    [
        "description",
        "extensionElements",
        "import",
        "itemDefinition",
        "inputData",
        "decision",
        "businessKnowledgeModel",
        "decisionService",
        "knowledgeSource",
        "textAnnotation",
        "association",
        "group",
        "elementCollection",
        "performanceIndicator",
        "organizationUnit",
        "artifact",
        "businessContextElement",
    ]
)
NO_MODELS: Mapping[str, DmnModel] = {}


def load(root: Any, models: Mapping[str, DmnModel] = NO_MODELS, tolerant: bool = False) -> DmnModel:
    """Read the tree of a DMN file (1.2 to 1.5). `models` are those that may be imported, by namespace.

    A tolerant reading lets logic that cannot be run (FEEL that does not parse, Java functions) be null with a
    reason, as the standard has it; deployments are never tolerant. Raises DmnError with a finding for each fault.
    """
    if name_of(root) != "definitions" or namespace_of(root) not in NAMESPACES:
        raise DmnError(
            [DmnFinding(identity(root), line_of(root), "不是 DMN 1.2 至 1.5 的文件：最外层应为 definitions")]
        )
    try:
        return _Loader(root, models, tolerant).load()
    except RecursionError:
        raise broken(identity(root), "模型嵌套太深，请拆成几个决策") from None


class _Loader:
    def __init__(self, root: Any, models: Mapping[str, DmnModel], tolerant: bool) -> None:
        self.root = root
        self.namespace = root.get("namespace") or ""
        self.parts: dict[str, Part] = {}
        self.prefixes: dict[str, str] = {}
        self.lines: dict[str, Any] = {}
        self.lacking: frozenset[str] = frozenset()
        imported, faults = self._imports(models)
        self.building = Building(root, imported, tolerant)
        for element, message in faults:
            self.building.refuse(element, message)

    def _imports(self, models: Mapping[str, DmnModel]) -> tuple[dict[str, Type], list[tuple[Any, str]]]:
        types: dict[str, Type] = {}
        faults: list[tuple[Any, str]] = []
        for element in children(self.root, "import"):
            model = models.get(element.get("namespace"))
            if element.get("importType") not in NAMESPACES:
                faults.append((element, "只能导入 DMN 模型"))
            elif model is None:
                faults.append((element, f"没有找到要导入的模型“{element.get('namespace')}”"))
            else:
                self._take(model, element.get("name") or "", types)
        return types, faults

    def _take(self, model: DmnModel, prefix: str, types: dict[str, Type]) -> None:
        """Everything of another model, under keys with its namespace."""
        self.lacking |= model.lacking
        for name, found in model.types.items():
            types[f"{prefix}.{name}" if prefix else name] = found
        for key, part in model.parts.items():
            far = key if "#" in key else f"{model.namespace}#{key}"
            self.parts[far] = _moved(part, model.namespace)
            if "#" not in key and prefix:
                self.prefixes[far] = prefix
            elif key in model.prefixes:
                self.prefixes[far] = model.prefixes[key]

    def load(self) -> DmnModel:
        for element in children(self.root):
            if name_of(element) not in KNOWN:
                self.building.refuse(element, f"不支持元素 {name_of(element)}")
        read_items(self.root, self.building)
        for element in children(self.root, *READERS):
            part = READERS[name_of(element)](self, element)
            if part.id in self.parts:
                self.building.refuse(element, f"编号“{part.id}”用了两次")
            self.parts[part.id] = part
            self.lines[part.id] = element
        self._check()
        if self.building.findings:
            raise DmnError(self.building.findings)
        return self._model()

    def _model(self) -> DmnModel:
        return DmnModel(
            self.namespace,
            self.root.get("name") or "",
            {key: part for key, part in self.parts.items() if isinstance(part, Decision) and "#" not in key},
            {key: part for key, part in self.parts.items() if isinstance(part, Service) and "#" not in key},
            self.parts,
            self.building.types,
            self.prefixes,
            self.lacking | self.building.lacking,
        )

    def _check(self) -> None:
        """Every reference leads somewhere, and none leads back."""
        circles = circling(self.parts)
        for key, element in self.lines.items():
            missing = [wanted for wanted in required(self.parts[key]) if wanted not in self.parts]
            for wanted in missing:
                self.building.refuse(element, f"引用了不存在的“{wanted}”")
            if not missing and key in circles:
                self.building.refuse(element, "决策之间循环依赖")

    def key(self, href: str) -> str:
        """The key of a reference: the id alone within this model."""
        namespace, _, identifier = href.rpartition("#")
        if not namespace or namespace == self.namespace:
            return identifier
        return f"{namespace}#{identifier}"

    def requirements(self, element: Any) -> tuple[str, ...]:
        found = []
        for requirement in children(element, "informationRequirement", "knowledgeRequirement"):
            for target in children(requirement, "requiredInput", "requiredDecision", "requiredKnowledge"):
                found.append(self.key(reference(target)))
        return tuple(found)

    def variable(self, element: Any) -> tuple[str, Type]:
        """Name and type of an element's variable; the element's own name without one."""
        variable = child(element, "variable")
        if variable is None:
            return element.get("name"), self.building.type(element)
        return variable.get("name") or element.get("name"), self.building.type(variable)

    def input_data(self, element: Any) -> Part:
        return InputData(element.get("id") or element.get("name"), *self.variable(element))

    def decision(self, element: Any) -> Part:
        name, kind = self.variable(element)
        key = element.get("id") or name
        found = child(element, *EXPRESSIONS)
        logic = None if found is None else read_logic(found, self.building, key)
        plain = logic.logic if isinstance(logic, Typed) else logic
        outputs: tuple[str, ...] = ()
        if isinstance(plain, DecisionTable):
            outputs = tuple(clause.name for clause in plain.outputs)
        return Decision(
            key,
            name,
            kind,
            logic,
            self.requirements(element),
            outputs=outputs,
            label=element.get("name") or name,
        )

    def knowledge(self, element: Any) -> Part:
        name, kind = self.variable(element)
        key = element.get("id") or name
        logic = child(element, "encapsulatedLogic")
        if logic is None:
            self.building.refuse(element, "业务知识模型没有内容（encapsulatedLogic）")
            logic = element
        function = read_function(logic, self.building, key, name)
        needs, label = self.requirements(element), element.get("name") or name
        return Knowledge(key, name, function, kind, needs, label)

    def service(self, element: Any) -> Part:
        name, kind = self.variable(element)

        def keys(*tags: str) -> tuple[str, ...]:
            return tuple(self.key(reference(found)) for tag in tags for found in children(element, tag))

        return Service(
            element.get("id") or name, name, kind, keys("outputDecision"), keys("inputData", "inputDecision")
        )


def _moved(part: Part, namespace: str) -> Part:
    """A part of another model, its references given that model's namespace."""

    def far(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key if "#" in key else f"{namespace}#{key}" for key in keys)

    if isinstance(part, InputData):
        return part
    if isinstance(part, Service):
        return replace(part, outputs=far(part.outputs), parameters=far(part.parameters))
    return replace(part, requires=far(part.requires))


READERS = {
    "inputData": _Loader.input_data,
    "decision": _Loader.decision,
    "businessKnowledgeModel": _Loader.knowledge,
    "decisionService": _Loader.service,
}
