"""An evaluation with its record: what was asked, which rules counted, what came of it; JSON-able and bounded.

Beyond a bound something is left out, and `cut` says so in a sentence: a record is for people, not for replay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.dmn.logic import MatchedRule, Paths, TableRun
from engine.dmn.model import Decision, DmnModel, Knowledge
from engine.dmn.needs import inputs_of
from engine.feel import Environment, to_json
from engine.feel.text import feel_text
from engine.feel.values import Function, Range, adopt

ROOM = 16_000
"""Characters that inputs, tables and value may take together; a value without text counts 8."""
TEXT = 500
ITEMS = 30
DEPTH = 8
TABLES = 30
RULES = 50
PROBLEMS = 20
CUTS = 20


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a decision gave, as a FEEL value, and the record of how."""

    value: Any
    record: dict[str, Any]


def evaluate_recorded(
    model: DmnModel, decision_id: str, context: Mapping[str, Any], env: Environment
) -> Recorded:
    """Evaluate a decision and keep its record. Raises as `DmnModel.evaluate`.

    The record: `decision`, `name` and `model`; `inputs` by the paths that the decision reads from outside;
    `tables`, innermost first, each with decision, name, policy, inputs by label and the rules that counted (index
    from 1, id, note, outputs by label); `value`; `problems`, why something is null; `cut`, what was left out.
    Values are as `to_json` writes them; ranges and functions, which are no data, as text.
    """
    before = len(env.problems)
    result = model.evaluate(decision_id, context, env)
    decision, cut = model.decisions[decision_id], list[str]()
    inputs = _Short(ROOM // 4, cut).of(_inputs(inputs_of(model, decision_id), context), "输入")
    tables = _tables(model, result.tables, _Short(ROOM // 2, cut))
    value = _Short(ROOM // 4, cut).of(result.value, "结果")
    problems = [text[:TEXT] for text in dict.fromkeys(env.problems[before:])]
    if len(problems) > PROBLEMS:
        cut.append(f"原因共 {len(problems)} 条，只记了前 {PROBLEMS} 条")
    record = {
        "decision": decision_id,
        "name": decision.label or decision.name,
        "model": model.name,
        "inputs": to_json(inputs),
        "tables": tables,
        "value": to_json(value),
        "problems": problems[:PROBLEMS],
        "cut": cut[:CUTS],
    }
    return Recorded(result.value, record)


def _inputs(paths: Paths, context: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the paths that a decision reads from outside; a path ends at the first value without entries."""
    found: dict[str, Any] = {}
    for path in sorted(paths):
        value: Any = context
        walked: list[str] = []
        for name in path:
            if not isinstance(value, Mapping):
                break
            value = value.get(name)
            walked.append(name)
        found[".".join(walked)] = value
    return found


def _tables(model: DmnModel, runs: list[TableRun], short: _Short) -> list[dict[str, Any]]:
    if len(runs) > TABLES:
        short.note(f"决策表共用了 {len(runs)} 次，只记了前 {TABLES} 次")
    return [_table(model, run, short) for run in runs[:TABLES]]


def _table(model: DmnModel, run: TableRun, short: _Short) -> dict[str, Any]:
    part = model.parts.get(run.owner)
    name = part.label or part.name if isinstance(part, Decision | Knowledge) else run.owner
    if len(run.rules) > RULES:
        short.note(f"“{name}”有 {len(run.rules)} 条规则成立，只记了前 {RULES} 条")
    return {
        "decision": run.owner,
        "name": name,
        "policy": run.policy,
        "inputs": to_json(short.of(run.inputs, name)),
        "rules": [_rule(rule, run, name, short) for rule in run.rules[:RULES]],
    }


def _rule(rule: MatchedRule, run: TableRun, name: str, short: _Short) -> dict[str, Any]:
    where = f"{name}第 {rule.index} 条"
    outputs = {run.labels.get(key) or key: value for key, value in rule.outputs.items()}
    return {
        "index": rule.index,
        "id": rule.rule_id,
        "note": short.of(run.notes.get(rule.index, ""), where),
        "outputs": to_json(short.of(outputs, where)),
    }


class _Short:
    """Shortens FEEL values into a given room and notes what was cut."""

    def __init__(self, room: int, cut: list[str]) -> None:
        self._left = room
        self._cut = cut
        self._full = False

    def note(self, sentence: str) -> None:
        """Say that something was left out; once the list is full, further sentences are not kept."""
        if len(self._cut) < CUTS:
            self._cut.append(sentence)

    def of(self, value: Any, where: str, depth: int = 0) -> Any:
        """The value as it fits; `where` says in Chinese where it stands."""
        self._left -= 8
        if self._left < 0 or depth > DEPTH:
            self._overflow(where)
            return "…"
        if isinstance(value, Range | Function):
            return self._text(feel_text(value, Environment()), where)
        if type(value) is str:
            return self._text(value, where)
        if type(value) in (list, tuple):
            return [self.of(item, where, depth + 1) for item in self._few(value, where)]
        if isinstance(value, Mapping):
            return {
                self._text(str(key), where): self.of(value[key], where, depth + 1)
                for key in self._few(list(value), where)
            }
        return adopt(value)

    def _text(self, text: str, where: str) -> str:
        room = max(0, min(TEXT, self._left))
        self._left -= min(len(text), room)
        if len(text) <= room:
            return text
        self.note(f"{where}：一段文字有 {len(text)} 字，只记了前 {room} 字")
        return text[:room] + "…"

    def _few(self, items: Any, where: str) -> Any:
        if len(items) > ITEMS:
            self.note(f"{where}：一处有 {len(items)} 项，只记了前 {ITEMS} 项")
        return items[:ITEMS]

    def _overflow(self, where: str) -> None:
        if not self._full:
            self._full = True
            self.note(f"{where}：内容太多或嵌套太深，从这里起写作“…”")
