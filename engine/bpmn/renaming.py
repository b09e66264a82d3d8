"""A stored state under other names of elements and flows."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from engine.bpmn.model import Definition
from engine.bpmn.rewrite import ELEMENT, PROCESS

Document = dict[str, Any]


class Names:
    """New names for old ones: those of the mapping; everything else keeps its name."""

    def __init__(self, mapping: Mapping[str, str], old: Definition, new: Definition) -> None:
        self._mapping = mapping
        self._process = {PROCESS + old.process_id: PROCESS + new.process_id}
        self._flows = {
            flow.id: self._alike(flow.id, old, new) for flow in old.flows.values() if flow.id not in mapping
        }

    def element(self, number: str) -> str:
        return self._mapping.get(number, number)

    def flow(self, number: str) -> str:
        """The flow of the mapping, else the one of the same id, else the only one between the same elements."""
        return self._mapping.get(number) or self._flows.get(number, number)

    def spec(self, name: str) -> str:
        """The name of a task spec or scope: an element's id with a prefix and sometimes a word behind."""
        if not name.startswith(ELEMENT):
            return self._process.get(name, name)
        number, space, word = name.removeprefix(ELEMENT).partition(" ")
        return f"{ELEMENT}{self.element(number)}{space}{word}"

    def document(self, stored: Document, without: Set[int]) -> Document:
        """The state with new names and without some tokens."""
        rows = [self._row(row) for row in stored["t"] if row[0] not in without]
        scopes = {n: scope for n, scope in stored["s"].items() if int(n) not in without}
        state, *ends = stored["o"]
        roots = {n: self._data(data) for n, data in stored.get("r", {}).items()}
        return {
            **stored,
            "t": rows,
            "s": scopes,
            "r": roots,
            "o": [state, *(self.element(end) for end in ends)],
        }

    def _row(self, row: list[Any]) -> list[Any]:
        number, owner, name, state, *rest = row
        if rest and rest[0] is not None:
            rest[0] = self.flow(rest[0])
        if len(rest) > 1:
            rest[1] = self._data(rest[1])
        return [number, owner, self.spec(name), state, *rest]

    def _data(self, data: Document) -> Document:
        """A token's own data: flows that a gateway has consumed, and what can still be undone."""
        renamed: Document = {
            key: [self.flow(f) for f in data[key]] for key in ("consumed", "started") if key in data
        }
        renamed |= {key: self._records(data[key]) for key in ("completed", "plan") if key in data}
        if "plans" in data:
            renamed["plans"] = [[number, self._records(plan)] for number, plan in data["plans"]]
        if "record" in data:
            renamed["record"] = self._record(data["record"])
        return {**data, **renamed}

    def _records(self, records: list[Document]) -> list[Document]:
        return [self._record(record) for record in records]

    def _record(self, record: Document) -> Document:
        named = {**record, "of": self.element(record["of"]), "by": self.spec(record["by"])}
        if "inside" in record:
            named["inside"] = self._records(record["inside"])
        return named

    def _alike(self, number: str, old: Definition, new: Definition) -> str:
        if number in new.flows:
            return number
        flow = old.flows[number]
        ends = (self.element(flow.source), self.element(flow.target))
        found = [f.id for f in new.flows.values() if (f.source, f.target) == ends]
        return found[0] if len(found) == 1 else number
