"""What keeps a stored instance from going on with another definition, and which ears it would give up."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.base import Node
from engine.bpmn.elements.boundary import Boundary
from engine.bpmn.elements.multi_instance import MultiInstance
from engine.bpmn.elements.records import Record
from engine.bpmn.elements.repeated import Repeated
from engine.bpmn.elements.sub_process import Trigger
from engine.bpmn.instance import Instance
from engine.bpmn.model import Definition
from engine.bpmn.renaming import Names
from engine.bpmn.rewrite import ELEMENT
from engine.bpmn.token import Token
from engine.errors import Finding


class Plan:
    """Which element each live token goes to, what is wrong with that, and which ears are given up."""

    def __init__(
        self, instance: Instance, old: Definition, new: Definition, mapping: Mapping[str, str]
    ) -> None:
        self.old, self.new, self.mapping = old, new, mapping
        self.names = Names(mapping, old, new)
        self.findings: list[Finding] = []
        self.disarmed: list[Token] = []
        self._homes = {home.name: home.task_specs for home in (new._spec, *new._parts.values())}
        self._specs = {name: spec for home in self._homes.values() for name, spec in home.items()}
        for number in mapping:
            if number not in old.elements and number not in old.flows:
                self._find("migration-mapping", number, "对照表里的“{0}”不在旧版流程图里，请删去它")
        for token in instance.tokens.values():
            self._check_undoing(token)
            if token.parent is not None:
                self._check(token)

    def target(self, spec: Node) -> Node | None:
        """The new spec for an old one."""
        name = self.names.spec(str(spec.name))
        if name.startswith(ELEMENT):
            return self._specs.get(name)
        return self._homes.get(self.names.spec(str(spec._wf_spec.name)), {}).get(name)

    def _check(self, token: Token) -> None:
        spec, found = token.task_spec, self.target(token.task_spec)
        listens = isinstance(spec, Boundary | Trigger) and spec.armed(token)
        if listens and (found is None or not self._same_ear(token, found)):
            self.disarmed.append(token)
        elif found is None:
            self._find(
                "migration-unmapped", token.element, "“{0}”正有令牌，新版流程图里没有对应的元素；请写进对照表"
            )
        elif fault := difference(spec, found):
            several = isinstance(spec, Repeated) or isinstance(found, Repeated)
            rule = "migration-multi-instance" if several else "migration-type"
            self._find(rule, token.element, f"“{{0}}”不能迁移到“{found.bpmn_id}”：{fault}")
        elif not self._same_scope(token, found):
            reason = "“{0}”在新版里属于另一个子流程，令牌不能跨层迁移；请保持同一层"
            self._find("migration-scope", token.element, reason)
        self._check_flows(token)

    def _same_ear(self, token: Token, found: Node) -> bool:
        if difference(token.task_spec, found):
            return False
        if isinstance(found, Trigger):
            return self._same_scope(token, found)
        host = self.target(token.parent.task_spec)
        return isinstance(host, Activity) and found in host.boundaries

    def _same_scope(self, token: Token, found: Node) -> bool:
        return bool(self.names.spec(str(token.task_spec._wf_spec.name)) == found._wf_spec.name)

    def _check_flows(self, token: Token) -> None:
        """A token at a join came by a flow that must lead there again."""
        found = self.target(token.task_spec)
        incoming = getattr(found, "incoming", ())
        data = token.internal_data
        flows = [token.flow] if token.task_spec.kind == "join" and token.flow else []
        for flow in (*flows, *data.get("consumed", ()), *data.get("started", ())):
            if incoming and self.names.flow(flow) not in incoming:
                self._find(
                    "migration-flow", token.element, f"令牌由流“{flow}”到达“{{0}}”，新版里没有对应的流"
                )

    def _check_undoing(self, token: Token) -> None:
        """What has completed and can be undone must find again what undoes it, in the same scope."""
        data, home = token.internal_data, str(token.workflow.spec.name)
        single = [data["record"]] if "record" in data else []
        self._check_records([*data.get("completed", ()), *data.get("plan", ()), *single], home)
        for number, plan in data.get("plans", ()):
            self._check_records(plan, str(token.top.tokens[number].workflow.spec.name))

    def _check_records(self, records: list[Record], home: str) -> None:
        here = self._homes.get(self.names.spec(home), {})
        for record in records:
            node = here.get(self.names.spec(ELEMENT + record["of"]))
            activity = node.inner if isinstance(node, Repeated) else node
            undoing = [getattr(activity, role, None) for role in ("handler", "reopened")]
            if self.names.spec(record["by"]) not in {spec.name for spec in undoing if spec is not None}:
                reason = "“{0}”已经完成，还可能要补偿，新版里没有它的补偿活动"
                self._find("migration-compensation", record["of"], reason)
            self._check_records(record.get("inside", []), ELEMENT + record["of"])

    def _find(self, rule: str, element: str, message: str) -> None:
        known = self.old.elements.get(element)
        text = message.format(known.name if known and known.name else element)
        line = known.line if known else None
        finding = Finding(rule, f"{text}。", self.old.file, element, line)
        if finding not in self.findings:
            self.findings.append(finding)


def difference(old: Node, new: Node) -> str:
    """Why a token of the old spec cannot stand on the new one; empty if it can."""
    if isinstance(old, Repeated) != isinstance(new, Repeated) or (
        isinstance(old, Repeated) and type(old) is not type(new)
    ):
        return "只有一方是多实例或循环"
    if isinstance(old, MultiInstance) and isinstance(new, MultiInstance):
        if old.details.sequential != new.details.sequential:
            return "一个并行，一个顺序"
        if (old.details.cardinality is None) != (new.details.cardinality is None):
            return "一个按集合，一个按个数"
        return ""
    if type(old) is not type(new) or old.kind != new.kind:
        return "元素的类型变了"
    return ""
