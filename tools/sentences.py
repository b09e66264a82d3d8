"""Where sentences stand: in templates, scripts and modules, in the docstrings and the facts of errors.

Each reader gives what a file marks for the catalogue, and the Chinese in it that is not marked.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, nodes

from tools.shell import ROOT

FLOORS = ("engine", "awards", "webhooks", "web")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# Words that code looks for and never shows, signs, names that are stored; and the calls that look for a word.
NOT_SHOWN = {"异议", "。", "：", "中文", "＋", "－", "查毒 ", "证明材料", "（纸质件）"}
LOOKS = {"compile", "split", "sub", "rpartition", "partition", "startswith", "endswith", "strip", "rstrip"}
CALLS = {"_", "N_", "gettext", "noop", "Sentence", "t"}
PLURAL = "ngettext"
# A script's comments and texts; `t(` before a text marks it.
_SCRIPT = re.compile(
    r"//[^\n]*|/\*.*?\*/|(\bt\(\s*)?('(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`)", re.S
)


class Sentence(NamedTuple):
    """A sentence, the file that says it (path from the root), the line, and its plural if it has one."""

    text: str
    file: str
    line: int
    plural: str = ""


Found = tuple[list[Sentence], list[Sentence]]  # marked, and not


class _Text(NamedTuple):
    """A written text with what tells it from others of the same words."""

    node: object
    text: str
    line: int


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def template(path: Path) -> Found:
    """A page's template."""
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(path.read_text(encoding="utf-8"))  # noqa: S701
    calls = [
        (call.node.name, [_Text(a, a.value, a.lineno) for a in call.args if isinstance(a, nodes.Const)])
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
    ]
    texts = [_Text(c, str(c.value), c.lineno) for c in tree.find_all(nodes.Const)]
    for data in tree.find_all(nodes.TemplateData):
        texts += [_Text(data, line.strip(), data.lineno) for line in data.data.splitlines()]
    return _sorted(name_of(path), calls, texts)


def script(path: Path) -> Found:
    """A script of the pages."""
    source = path.read_text(encoding="utf-8")
    marked: list[Sentence] = []
    unmarked: list[Sentence] = []
    for match in _SCRIPT.finditer(source):
        if match[2] and CHINESE.search(match[2]) and match[2][1:-1] not in NOT_SHOWN:
            found = Sentence(match[2][1:-1], name_of(path), source.count("\n", 0, match.start()) + 1)
            (marked if match[1] else unmarked).append(found)
    return marked, unmarked


def module(path: Path) -> Found:
    """A module of the web: all its Chinese is for pages but docstrings and what it looks for."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(text) for text in (*_docstrings(tree), *looked_for(tree))}
    texts = [text for text in _texts(tree) if id(text.node) not in silent]
    return _sorted(name_of(path), _calls(tree), texts)


def engine_module(path: Path) -> Found:
    """A module of a lower floor: what stands in `Sentence`, and the facts of the house's errors."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [call for call in _calls(tree) if call[0] == "Sentence"]
    facts = [text for raised in _errors_made(tree) for text in _texts(raised)]
    marked, rest = _sorted(name_of(path), calls, facts)
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    cut = {(text.text, text.line) for text in facts if id(text.node) in pieces}
    whole = [sentence for sentence in rest if (sentence.text, sentence.line) not in cut]
    return marked + whole, [sentence for sentence in rest if sentence not in whole]


def errors() -> Iterator[Sentence]:
    """The sentences of all errors: first paragraphs of Chinese class docstrings in every floor."""
    for path, node in _error_classes():
        text = ast.get_docstring(node)
        if text and CHINESE.search(text):
            yield Sentence(" ".join(text.split("\n\n")[0].split()), name_of(path), 0)


def looked_for(tree: ast.AST) -> Iterator[ast.AST]:
    """Texts that code looks for and never shows: in comparisons, patterns, at the beginnings and ends of others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from (node.left, *node.comparators)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOOKS:
            for given in node.args:
                yield from given.elts if isinstance(given, ast.Tuple) else (given,)


def _sorted(file: str, calls: list[tuple[str, list[_Text]]], texts: list[_Text]) -> Found:
    """The sentences that calls mark, and the other Chinese texts."""
    marked, seen = [], set()
    for name, given in calls:
        if name in CALLS and given:
            marked.append(Sentence(given[0].text, file, given[0].line))
            seen.add(id(given[0].node))
        elif name == PLURAL and len(given) > 1:
            marked.append(Sentence(given[0].text, file, given[0].line, given[1].text))
            seen |= {id(given[0].node), id(given[1].node)}
    unseen = [t for t in texts if id(t.node) not in seen and t.text not in NOT_SHOWN]
    return marked, [Sentence(t.text, file, t.line) for t in unseen if CHINESE.search(t.text)]


def _calls(tree: ast.AST) -> list[tuple[str, list[_Text]]]:
    return [
        (node.func.id, [_Text(a, str(a.value), a.lineno) for a in node.args if isinstance(a, ast.Constant)])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]


def _texts(tree: ast.AST) -> list[_Text]:
    return [
        _Text(node, node.value, node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def _errors_made(tree: ast.AST) -> Iterator[ast.Call]:
    names = {node.name for _, node in _error_classes()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


@cache
def _error_classes() -> tuple[tuple[Path, ast.ClassDef], ...]:
    modules = [
        p for floor in FLOORS for p in sorted((ROOT / floor).rglob("*.py")) if "node_modules" not in p.parts
    ]
    trees = ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in modules)
    return tuple(
        (path, node)
        for path, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and _is_error(node)
    )


def _is_error(node: ast.ClassDef) -> bool:
    """An error of the house has a code, or its sentence from its base's facts."""
    targets = [t for part in node.body if isinstance(part, ast.Assign) for t in part.targets]
    names = {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    return "code" in names or any(
        isinstance(base, ast.Name) and base.id == "LaurelError" for base in node.bases
    )
