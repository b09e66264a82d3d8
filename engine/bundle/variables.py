"""Which variables each place of a process sees: what starters, forms, results, mappings and messages write.

Order is not looked at: a variable that something in the process writes counts as there from the beginning. What a
starter hands in cannot be seen in the diagram, so the process says it in the property `given`; without that the
union over its callers in the bundle holds, and a process that nobody calls is *open*: anything may be there. The
same holds for a message's variables: the property `given` of the catching element, else what the bundle's own
`publish-message` tasks send under that name, else anything. The form of a start or message event says what people
hand in: nothing is open then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.bpmn import Dataflow, Definition, Source
from engine.bpmn.people import KEY_VARIABLE, begun_by_people
from engine.bundle.model import Bundle
from engine.bundle.scopes import (
    ANY_NAMES,
    GIVEN,
    NOTHING,
    Names,
    Scopes,
    by_target,
    chain_of,
    declared,
    fixed_text,
    hearers,
    is_free_task,
    starts_event,
    union,
    write,
)
from engine.bundle.shapes import Types, decision_type, form_types
from engine.feel import Expression, LentFunction
from engine.feel.known import ANYTHING, NULL, element_of
from engine.feel.types import Type

SENDS = "publish-message"
NUMBER = Type("number")
COUNTERS = (
    "numberOfInstances",
    "numberOfActiveInstances",
    "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
)
TYPE_PASSES = 3


class Variables:
    """The variables of all processes of a bundle. `functions` are lent; their results' types are used."""

    def __init__(self, bundle: Bundle, functions: Mapping[str, LentFunction]) -> None:
        self.bundle = bundle
        self.functions = functions
        self.processes = {identity: Scopes() for identity in bundle.definitions}
        self._knows_types = False
        for _ in range(len(bundle.definitions) + 2):
            if not self._pass():
                break
        self._knows_types = True
        for _ in range(TYPE_PASSES):
            self._pass()

    # --- asked by checks

    def seen(self, definition: Definition, place: str, where: str = "") -> Names:
        """What an expression sees that stands at an element, a flow, a message or the process itself."""
        flow, scopes = definition.flows.get(place), self.processes[definition.process_id]
        if flow is not None:
            place = flow.source
        if place in definition.elements:
            return self._at(definition, place, where)
        names = scopes.root
        for element in hearers(definition, place):
            names = names.under(self._at(definition, element, where))
        return names

    def brought(self, definition: Definition, element: str) -> Names:
        """What an element's work brings: a form's fields, a result, a message's or a called process's variables."""
        flow = definition.dataflow[element]
        names = Names(is_open=is_free_task(definition, element), in_doubt=flow.catches)
        if flow.form is not None:
            form = self.bundle.forms.get(flow.form)
            names |= ANY_NAMES if form is None else Names(form_types(form))
        if KEY_VARIABLE in definition.elements[element].properties:
            names |= Names({definition.elements[element].properties[KEY_VARIABLE]: Type("string")})
        if flow.result:
            names |= Names({flow.result: self._result(definition, element, flow)})
        if flow.job is not None and flow.job != SENDS:
            names |= Names(in_doubt=True)
        if flow.call is not None:
            called = self.processes.get(flow.call.process or "")
            names |= ANY_NAMES if called is None else called.root
        if flow.heard is not None:
            names |= self._heard(definition, element, flow.message)
        return names

    # --- one pass over everything

    def _pass(self) -> bool:
        """Work out all scopes from those of the pass before; whether names have changed."""
        handed = self._handed()
        new = {
            identity: self._scopes(definition, self._start(definition, handed.get(identity)))
            for identity, definition in self.bundle.definitions.items()
        }
        changed = any(new[key].root.shape != self.processes[key].root.shape for key in new)
        self.processes = new
        return changed

    def _handed(self) -> dict[str, Names]:
        """By called process: what its callers hand in."""
        found: dict[str, Names] = {}
        for definition in self.bundle.definitions.values():
            scopes = self.processes[definition.process_id]
            for element, flow in definition.dataflow.items():
                if flow.call is None or flow.call.process is None:
                    continue
                whole = self._at(definition, element, INPUT) if flow.call.all_to_child else None
                names = whole or scopes.own.get(element, NOTHING)
                found[flow.call.process] = found.get(flow.call.process, names) | names
        return found

    def _start(self, definition: Definition, handed: Names | None) -> Names:
        given = declared(definition.properties)
        if given is not None:
            return given | Names({} if handed is None else handed.types)
        if handed is not None:
            return handed
        told = {*definition.message_starts.values(), *begun_by_people(definition)}
        return NOTHING if len(told) == len(definition.starts) > 0 else ANY_NAMES

    def _scopes(self, definition: Definition, start: Names) -> Scopes:
        new = Scopes(start)
        for element, flow in definition.dataflow.items():
            new.own[element] = self._own(definition, element, flow)
        for element, flow in definition.dataflow.items():
            for names, inside in self._writes(definition, element, flow):
                write(new, chain_of(definition, element, inside=inside), names)
        for element, flow in definition.dataflow.items():
            brought = self.brought(definition, element) if flow.outputs else NOTHING
            unknown = brought.is_open or brought.in_doubt
            new.done[element] = new.own[element].under(Names(brought.types, unknown))
        return new

    def _own(self, definition: Definition, element: str, flow: Dataflow) -> Names:
        """What only the element and what is inside it see."""
        own: Types = {}
        if flow.loop is not None:
            own["loopCounter"] = NUMBER
            if flow.loop.item:
                collection = self._typed(flow.loop.collection, self._at(definition, element, COLLECTION))
                own[flow.loop.item] = element_of(collection) or ANYTHING
            if flow.loop.results:
                own[flow.loop.results] = Type("list")
            if flow.loop.result is not None and flow.loop.result.reads.keys() == {
                (flow.loop.result.source.strip(),)
            }:
                own[flow.loop.result.source.strip()] = NULL
        seen = self._at(definition, element, INPUT)
        own |= {target: self._source(source, seen) for target, source in by_target(flow.inputs)}
        names = Names(own)
        if flow.of_event:
            for start in (
                e for e in definition.elements.values() if e.parent == element and e.type == "startEvent"
            ):
                names |= self.brought(definition, start.id)
        return names

    def _writes(self, definition: Definition, element: str, flow: Dataflow) -> Iterator[tuple[Names, bool]]:
        """What an element sets, and whether its own scope is the first that is asked for the name."""
        if flow.outputs:
            seen = self._at(definition, element)
            set_ = {target: self._source(source, seen) for target, source in by_target(flow.outputs)}
            yield Names(set_), flow.loop is not None
        elif not starts_event(definition, element) and (flow.call is None or flow.call.all_from_child):
            yield self.brought(definition, element), True
        if flow.loop is not None and flow.loop.results:
            inner = self._typed(flow.loop.result, self._at(definition, element))
            yield (
                Names({flow.loop.results: Type("list", None if inner in (ANYTHING, NULL) else inner)}),
                False,
            )

    # --- parts

    def _at(self, definition: Definition, element: str, where: str = "") -> Names:
        scopes = self.processes[definition.process_id]
        names, chain = scopes.root, chain_of(definition, element, inside=True)
        for outer in reversed(chain[1:]):
            names = names.under(scopes.own.get(outer, NOTHING))
        if where == COLLECTION:
            return names
        inner = scopes.own if where.startswith(INPUT) else scopes.done
        names = names.under(inner.get(element, NOTHING))
        if names.types and inner is scopes.done and inner.get(element, NOTHING).is_open:
            names = replace(
                names, types=dict.fromkeys(names.types, ANYTHING)
            )  # an unknown result may hide any name
        return names.under(Names(dict.fromkeys(COUNTERS, NUMBER))) if where == ENOUGH else names

    def _result(self, definition: Definition, element: str, flow: Dataflow) -> Type:
        if flow.script is not None:
            return self._typed(flow.script, self._at(definition, element, INPUT))
        model = self.bundle.decisions.get(flow.decision or "")
        return ANYTHING if model is None or flow.decision is None else decision_type(model, flow.decision)

    def _heard(self, definition: Definition, element: str, message: str | None) -> Names:
        given = declared(definition.elements[element].properties)
        if given is None and element in definition.starts and GIVEN in definition.properties:
            given = NOTHING
        if given is not None:
            return given
        sent = [names for name, names in self._sent() if name == message]
        if sent or definition.dataflow[element].form is not None:
            return union(sent)
        return ANY_NAMES

    def _sent(self) -> Iterator[tuple[str, Names]]:
        """The messages that this bundle's own tasks send, each with the names of its variables."""
        for definition in self.bundle.definitions.values():
            for element, flow in definition.dataflow.items():
                if flow.job == SENDS:
                    sources = dict(by_target(flow.inputs))
                    name = fixed_text(sources.get("message_name"))
                    if name is not None:
                        payload = sources.get("payload")
                        yield name, self._payload(payload, self._at(definition, element, INPUT))

    def _payload(self, payload: Source | None, seen: Names) -> Names:
        if payload is None:
            return NOTHING
        found = self._source(payload, seen)
        if found == NULL:
            return NOTHING
        return ANY_NAMES if found.fields is None else Names(dict.fromkeys(dict(found.fields), ANYTHING))

    def _source(self, source: Source, seen: Names) -> Type:
        return Type("string") if source.expression is None else self._typed(source.expression, seen)

    def _typed(self, expression: Expression | None, seen: Names) -> Type:
        if expression is None:
            return ANYTHING
        known = seen.known if self._knows_types else {}
        return expression.full_type(self.functions, known) or ANYTHING


INPUT, COLLECTION, ENOUGH = "输入映射", "多实例的输入集合", "完成条件"
