"""`python -m tools.findings`: docs/findings.md, what `laurel check` may say, brought in line with the code.

The first three columns of its tables come from the code: every rule, how grave it is, its sentences. What they mean
and what cures them is written by hand and kept.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.shell import ROOT

PAGE = ROOT / "docs" / "findings.md"
SOURCES = ("engine/bpmn", "engine/bundle", "engine/forms", "engine/xml.py", "engine/starts.py")
ERROR, WARNING, BOTH = "错误", "提醒", "错误或提醒"
# How a finding is made: the name of the call -> its gravity, and the places of rule and message.
MAKERS = {
    "error": (ERROR, 0, 1),
    "house_error": (ERROR, 0, 1),
    "warning": (WARNING, 0, 1),
    "Finding": (ERROR, 0, 1),
    "_warning": (WARNING, 0, 1),
    "_refused": (ERROR, 1, 2),
    "say": (ERROR, 0, 2),
    "_say": (ERROR, 0, 1),
}
# Where a rule is not written out: these pass on what their callers say, or make a family of rules known below.
COMPUTED = {
    "engine/bpmn/report.py",
    "engine/bpmn/migration_plan.py",  # about instances, not about files
    "engine/bundle/criteria.py",
    "engine/bundle/names.py",
    "engine/bundle/places.py",
    "engine/bundle/checks.py",  # missing-…
    "engine/bundle/decisions.py",  # decision-…
    "engine/forms/findings.py",
    "engine/forms/component_parser.py",
}
_RULE = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass
class Rule:
    """One rule: how grave its findings are, and their sentences with … for what varies."""

    levels: set[str] = field(default_factory=set)
    sentences: dict[str, None] = field(default_factory=dict)

    @property
    def level(self) -> str:
        return BOTH if len(self.levels) > 1 else next(iter(self.levels))


def rules() -> dict[str, Rule]:
    """Every rule that the check of files knows, by name."""
    found: dict[str, Rule] = {}
    for name in SOURCES:
        path = ROOT / name
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            _Module(file, found).read()
    found["dmn"] = Rule({ERROR})
    for kind, level in _decision_kinds().items():
        found[f"decision-{kind}"] = Rule({level})
    for kind, sentence in _missing():
        said = found.get(f"missing-{kind}", Rule()).sentences
        found[f"missing-{kind}"] = Rule({ERROR}, {sentence: None, **said})
    return dict(sorted(found.items()))


def computed() -> set[str]:
    """The files in which a finding is made whose rule is not written out."""
    found: set[str] = set()
    for name in SOURCES:
        path = ROOT / name
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            module = _Module(file, {})
            module.read()
            found |= {str(file.relative_to(ROOT))} if module.computed else set()
    return found


class _Module:
    """The findings that one file makes."""

    def __init__(self, file: Path, found: dict[str, Rule]) -> None:
        self.file, self.found, self.computed = file, found, False
        self.tree = ast.parse(file.read_text(encoding="utf-8"))

    def read(self) -> None:
        for function in ast.walk(self.tree):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call):
                        self._call(node, function)

    def _call(self, call: ast.Call, function: ast.FunctionDef) -> None:
        level, rule_at, message_at = MAKERS.get(_name(call.func), ("", 0, 0))
        if not level or len(call.args) <= message_at:
            return
        names = [name for name in self._texts(call.args[rule_at], function) if _RULE.fullmatch(name)]
        self.computed |= not names
        for name in names:
            rule = self.found.setdefault(name, Rule())
            rule.levels.add(WARNING if "severity" in {k.arg for k in call.keywords} else level)
            rule.sentences |= dict.fromkeys(filter(_said, self._texts(call.args[message_at], function)))

    def _texts(self, node: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
        """What a text may be, with … for what is not known here."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=parts):
                yield "".join(str(p.value) if isinstance(p, ast.Constant) else "…" for p in parts)
            case ast.BinOp(left=left, right=right):
                rights = list(self._texts(right, function))
                yield from (one + two for one in self._texts(left, function) for two in rights or ["…"])
            case ast.IfExp(body=body, orelse=other):
                yield from self._texts(body, function)
                yield from self._texts(other, function)
            case ast.Name(id=name):
                yield from self._assigned(name, node, function)
            case ast.Call(func=called):
                yield from self._returned(called)

    def _assigned(self, name: str, at: ast.Name, function: ast.FunctionDef) -> Iterator[str]:
        """From the assignment just before."""
        before = [
            node
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
            and node.lineno < at.lineno
        ]
        if before:
            yield from self._texts(max(before, key=lambda node: node.lineno).value, function)

    def _returned(self, called: ast.expr) -> Iterator[str]:
        """From a function of this file, or of the file of sentences beside it."""
        tree = self.tree
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            beside = self.file.with_name(f"{called.value.id}.py")
            if not beside.exists():
                return
            tree = ast.parse(beside.read_text(encoding="utf-8"))
        for function in tree.body:
            if isinstance(function, ast.FunctionDef) and function.name == _name(called):
                for node in ast.walk(function):
                    if isinstance(node, ast.Return) and node.value is not None:
                        yield from self._texts(node.value, function)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _said(sentence: str) -> bool:
    """Is there anything in it that does not vary?"""
    return re.sub(r"[…\W]", "", sentence) != ""


def _constant(file: str, name: str) -> ast.expr:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == name
        ):
            return node.value
    raise LookupError(f"{file} has no {name}")


def _missing() -> Iterator[tuple[str, str]]:
    for kind, (what, cure) in ast.literal_eval(_constant("engine/bundle/checks.py", "_WANTED")).items():
        yield kind, f"找不到{what}“…”。{cure.format(file='…')}"


def _decision_kinds() -> dict[str, str]:
    """The kinds of a table's findings with their gravity, as the calls in the checks say."""
    found: dict[str, str] = {}
    for file in sorted((ROOT / "engine/dmn").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if _name(call.func) in ("about_table", "about_rules"):
                level = ERROR if ast.literal_eval(call.args[2]) == "error" else WARNING
                for kind in _kinds(call.args[1], tree):
                    found[kind] = level
    return found


def _kinds(node: ast.expr, tree: ast.Module) -> list[str]:
    """A literal, a value of a table of kinds, or what a name or a pair of names is given in the file."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.Subscript):
        table = next(
            n for n in tree.body if isinstance(n, ast.Assign) and _name(n.targets[0]) == _name(node.value)
        )
        return [str(value) for value in ast.literal_eval(table.value).values()]
    texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return [text for text in texts if text in ("value", "type")]


def refreshed(page: str) -> str:
    """The page with the first three columns as the code has them; rules that it lacks come last."""
    known = rules()
    lines = [_row(line, known) for line in page.splitlines()]
    there = {_rule_of(line) for line in lines if line}
    rows = [_cells(name, rule, "", "") for name, rule in known.items() if name not in there]
    return "\n".join([*(line for line in lines if line is not None), *rows, ""])


def _row(line: str, known: dict[str, Rule]) -> str | None:
    """A line of the page; None for a rule that is no more."""
    name = _rule_of(line)
    if not name:
        return line
    cells = line.strip("|").split(" | ")
    return _cells(name, known[name], *(cell.strip() for cell in cells[3:5])) if name in known else None


def _rule_of(line: str) -> str:
    found = re.match(r"\| `([a-z-]+)` \|", line)
    return found[1] if found else ""


def _cells(name: str, rule: Rule, means: str, cure: str) -> str:
    said = "<br>".join(s.replace("|", "\\|") for s in rule.sentences) or "（按情况写明）"
    return f"| `{name}` | {rule.level} | {said} | {means} | {cure} |"


if __name__ == "__main__":
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
