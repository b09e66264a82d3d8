"""What people will read needs a name: schemes, kinds of cases, stages. Without one pages show the id."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.bpmn import Definition
from engine.bundle.model import Bundle
from engine.errors import Finding
from engine.vocabulary import Vocabulary, kind_of, scheme_of

STAGE = "输出映射 stage "  # how the kernel says where an expression stands that gives a case its stage
_RESULT = re.compile(
    r'(?:^|\bthen|\belse)\s*"([^"\\]+)"'
)  # fixed results; computed ones cannot be known here


def unnamed(bundle: Bundle) -> Iterator[Finding]:
    """Warnings about schemes without a name, and about their kinds and stages that have none."""
    vocabulary = bundle.vocabulary
    for scheme, words in vocabulary.schemes.items():
        if not words.name:
            yield _warning(
                "unnamed-scheme", "请用 name 写明奖项名称。", bundle.files["scheme", scheme].path, scheme
            )
    called = {callee for definition in bundle.definitions.values() for callee in definition.calls}
    for definition in bundle.definitions.values():
        if scheme_of(definition.process_id) in vocabulary.schemes:
            if definition.process_id not in called:
                yield from _kind(definition, vocabulary)
            elif any(element.type == "userTask" for element in definition.elements.values()):
                yield from _part(definition, vocabulary)
            yield from _stages(definition, vocabulary)


def _kind(definition: Definition, vocabulary: Vocabulary) -> Iterator[Finding]:
    kind = kind_of(definition.process_id)
    if kind not in vocabulary.kinds(definition.process_id):
        message = f"案件种类“{kind}”没有名称，请写进 scheme.yaml 的 kinds。"
        yield _warning("unnamed-kind", message, definition.file, definition.process_id)


def _part(definition: Definition, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A called process in which people work: the inbox offers it as a filter."""
    part = kind_of(definition.process_id)
    if vocabulary.kind(definition.process_id) == part:
        message = f"由别的流程调用的流程“{part}”没有名称，请写进 scheme.yaml 的 parts。"
        yield _warning("unnamed-part", message, definition.file, definition.process_id)


def _stages(definition: Definition, vocabulary: Vocabulary) -> Iterator[Finding]:
    known = vocabulary.stages(definition.process_id)
    for element, place, expression in definition.expressions:
        if place.startswith(STAGE):
            for stage in dict.fromkeys(_RESULT.findall(expression.source)):
                if stage not in known:
                    message = f"阶段“{stage}”没有名称，请写进 scheme.yaml 的 stages。"
                    found = definition.elements.get(element)
                    line = found.line if found else None
                    yield _warning("unnamed-stage", message, definition.file, element, line)


def _warning(rule: str, message: str, file: str, element: str, line: int | None = None) -> Finding:
    return Finding(rule, message, file, element, line, severity="warning")
