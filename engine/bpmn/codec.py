"""Workflow state <-> bytes. Only live tokens are written, and nothing that the diagram already says."""

from __future__ import annotations

from typing import Any

import orjson
import zstandard

from engine.bpmn.contract import Outcome
from engine.bpmn.instance import Instance
from engine.bpmn.model import Definition
from engine.bpmn.token import Token
from engine.bpmn.variables import ROOT, Variables
from engine.errors import LaurelError
from engine.sentence import Sentence

VERSION = 1
_PLAIN, _PACKED = b"p", b"z"
_PACK_FROM = 512  # bytes; below this compression costs more than it saves


class StateUnreadable(LaurelError):
    """流程实例的存储状态无法读取（{reason}）。"""

    code, status = "state-unreadable", 500


def encode(instance: Instance) -> bytes:
    """One byte for the packing, then JSON."""
    document = {
        "v": VERSION,
        "n": instance.last_number,
        "o": [instance.outcome.state, *instance.outcome.ends],
        "s": {str(number): scope for number, scope in instance.variables.stored.items()},
        "t": [_row(token) for token in instance.tokens.values() if token.id > ROOT],
    }
    roots = {str(t.id): t.internal_data for t in instance.tokens.values() if t.id <= ROOT and t.internal_data}
    if roots:  # what can still be undone in a scope
        document["r"] = roots
    raw = orjson.dumps(document)
    if len(raw) < _PACK_FROM:
        return _PLAIN + raw
    return _PACKED + zstandard.ZstdCompressor(level=1).compress(raw)


def decode(definition: Definition, data: bytes) -> Instance:
    """The instance of `encode`, on the same definition. Raises StateUnreadable."""
    return revive(definition, read_document(data))


def revive(definition: Definition, document: dict[str, Any]) -> Instance:
    """The instance that a document tells of. Raises StateUnreadable."""
    variables = Variables.revived({int(number): scope for number, scope in document["s"].items()})
    instance = Instance(definition, variables, document["n"])
    state, *ends = document["o"]
    instance.outcome = Outcome(state, tuple(ends))
    instance.completed = state == "completed"
    for row in document["t"]:
        _revive(instance, row)
    for number, data in document.get("r", {}).items():
        instance.tokens[int(number)].internal_data = data
    return instance


def read_document(data: bytes) -> dict[str, Any]:
    """What `encode` wrote, before it becomes an instance. Raises StateUnreadable."""
    try:
        packed, body = data[:1], data[1:]
        raw = zstandard.ZstdDecompressor().decompress(body) if packed == _PACKED else body
        document = orjson.loads(raw)
    except (ValueError, zstandard.ZstdError) as error:
        raise StateUnreadable(reason=str(error)) from error
    version = document.get("v") if isinstance(document, dict) else None
    if version != VERSION:
        raise StateUnreadable(reason=Sentence("版本 {version}", version=version))
    return dict(document)


def _row(token: Token) -> list[Any]:
    """A token: number, owner, element, state, then only if it has any its own data, with the flow it came by."""
    row = [token.id, token._parent, token.task_spec.name, token._state]
    if token.internal_data:
        row += [token.flow, token.internal_data]
    return row


def _revive(instance: Instance, row: list[Any]) -> None:
    """Owners are older than what they own, so they are already there."""
    number, owner_number, name, state, *rest = row
    owner = instance.tokens[owner_number]
    spec = owner.workflow.spec.task_specs.get(name)
    if spec is None:
        raise StateUnreadable(reason=Sentence("流程图里没有 {name}", name=name))
    token = Token(owner.workflow, spec, owner, state, number, rest[0] if rest else None)
    if len(rest) > 1:
        token.internal_data = rest[1]
    inside = getattr(spec, "spec", None)
    if inside is not None and "incident" not in token.internal_data:
        instance.create_subprocess(token, inside)
