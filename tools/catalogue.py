"""`python -m tools.catalogue`: web/translations/en.po, brought in line with the sentences in code and templates.

A sentence stands in `_("…")`, `N_("…")` or `ngettext("…", "…", n)`; the sentences of errors are the docstrings of
their classes. New sentences come in empty, those that nobody says any more go; what was translated stays.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from tools.shell import ROOT

CATALOGUE = ROOT / "web" / "translations" / "en.po"
TEMPLATES = ROOT / "web" / "templates"
FLOORS = ("engine", "awards", "webhooks", "web")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
HEAD = r"""# English of Laurel's pages.
msgid ""
msgstr ""
"Language: en\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
# Words that code looks for and never shows, and the calls that look for one.
NOT_SHOWN = {"异议", "。"}
LOOKS = {"compile", "split", "sub", "rpartition", "partition", "startswith", "endswith", "strip", "rstrip"}
CALLS = {"_", "N_", "gettext", "noop"}
PLURAL = "ngettext"
# Rooms that no page shows: what an operator reads at a terminal, and the invented past of the demonstration.
SPOKEN_ELSEWHERE = ("web/cli/", "web/demo/", "web/backups/")


class Sentence(NamedTuple):
    """A sentence, the file that says it (path from the root), the line, and its plural if it has one."""

    text: str
    file: str
    line: int
    plural: str = ""


def marked() -> list[Sentence]:
    """Every sentence that goes through the catalogue, in the order of files and lines."""
    found = [s for file in _pages() for s in _template(file)[0]]
    found += [s for file in _modules() for s in _python(file)[0]]
    return found + list(_errors())


def unmarked() -> list[Sentence]:
    """Chinese of the pages that no catalogue would see: in templates and in the modules of `web`."""
    found = [s for file in _pages() for s in _template(file)[1]]
    return found + [s for file in _modules() for s in _python(file)[1]]


def brought_in_line(catalogue: Catalog, sentences: list[Sentence]) -> Catalog:
    """The same translations under today's sentences, ordered by file; only files are named, lines would not last."""
    fresh = Catalog(locale="en")
    places: dict[str | tuple[str, str], list[str]] = {}
    for sentence in sentences:
        said = (sentence.text, sentence.plural) if sentence.plural else sentence.text
        files = places.setdefault(said, [])
        if sentence.file not in files:
            files.append(sentence.file)
    for text, files in places.items():
        known = catalogue.get(text)
        fresh.add(text, known.string if known else "", locations=[(file, 0) for file in files])
    return fresh


def read() -> Catalog:
    if not CATALOGUE.is_file():
        return Catalog(locale="en")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def main() -> int:
    """Write the catalogue; says what is new or not marked. 1 if anything is left to do."""
    fresh = brought_in_line(read(), marked())
    with CATALOGUE.open("wb") as file:
        file.write(HEAD.encode())
        write_po(file, fresh, width=0, omit_header=True, include_lineno=False)
    empty = [message for message in fresh if message.id and not message.string]
    missed = unmarked()
    for sentence in missed:
        print(f"{sentence.file}:{sentence.line}: not marked: {sentence.text[:60]}")
    print(f"{len(fresh)} sentences, {len(empty)} without English, {len(missed)} not marked")
    return bool(empty or missed)


def _pages() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def _modules() -> list[Path]:
    found = sorted((ROOT / "web").rglob("*.py"))
    return [p for p in found if not _name(p).startswith((*SPOKEN_ELSEWHERE, "web/frontend/"))]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


class _Text(NamedTuple):
    """A written text with what tells it from others of the same words."""

    node: object
    text: str
    line: int


def _template(path: Path) -> tuple[list[Sentence], list[Sentence]]:
    """What a template marks, and what Chinese it does not mark."""
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(path.read_text(encoding="utf-8"))  # noqa: S701
    calls = [
        (call.node.name, [_Text(a, a.value, a.lineno) for a in call.args if isinstance(a, nodes.Const)])
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
    ]
    texts = [_Text(c, str(c.value), c.lineno) for c in tree.find_all(nodes.Const)]
    for data in tree.find_all(nodes.TemplateData):
        texts += [_Text(data, line.strip(), data.lineno) for line in data.data.splitlines()]
    return _sorted(_name(path), calls, texts)


def _python(path: Path) -> tuple[list[Sentence], list[Sentence]]:
    """As `_template`, for a module; docstrings are not for pages."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [
        (node.func.id, [_Text(a, str(a.value), a.lineno) for a in node.args if isinstance(a, ast.Constant)])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    silent = {id(text) for text in (*_docstrings(tree), *_looked_for(tree))}
    texts = [
        _Text(node, node.value, node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
    ]
    return _sorted(_name(path), calls, texts)


def _sorted(
    file: str, calls: list[tuple[str, list[_Text]]], texts: list[_Text]
) -> tuple[list[Sentence], list[Sentence]]:
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


def _looked_for(tree: ast.AST) -> Iterator[ast.AST]:
    """Texts that code looks for and never shows: in comparisons, patterns, at the beginnings and ends of others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from (node.left, *node.comparators)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOOKS:
            yield from node.args


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def _is_error(node: ast.ClassDef) -> bool:
    """An error of the house has a code, or its sentence from its base's facts."""
    targets = [t for part in node.body if isinstance(part, ast.Assign) for t in part.targets]
    names = {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    return "code" in names or any(
        isinstance(base, ast.Name) and base.id == "LaurelError" for base in node.bases
    )


def _errors() -> Iterator[Sentence]:
    """The sentences of all errors: first paragraphs of Chinese class docstrings in every floor."""
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "node_modules" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                text = ast.get_docstring(node) if isinstance(node, ast.ClassDef) and _is_error(node) else None
                if text and CHINESE.search(text):
                    yield Sentence(" ".join(text.split("\n\n")[0].split()), _name(path), 0)


if __name__ == "__main__":
    sys.exit(main())
