"""`python -m tools.catalogue`: web/translations/en.po, brought in line with the sentences in code and templates.

A sentence stands in `_("…")`, `N_("…")` or `ngettext("…", "…", n)`, in scripts in `t("…")`, below the web in
`Sentence("…")` or as a word that an error is given; the sentences of errors are the docstrings of their classes. New sentences come in empty, those that nobody says any more go; what was translated stays.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tools.sentences import Found, Sentence, engine_module, errors, module, name_of, script, template
from tools.shell import ROOT

CATALOGUE = ROOT / "web" / "translations" / "en.po"
TEMPLATES = ROOT / "web" / "templates"
SCRIPTS = ROOT / "web" / "frontend" / "src"
BELOW = ("engine", "awards", "webhooks")
HEAD = r"""# English of Laurel's pages.
msgid ""
msgstr ""
"Language: en\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
# What no page says: an operator's terminal, the invented past of the demonstration, scenarios and files of process
# owners, documents that are filed (the case file, letters), and the desk where owners draw.
SPOKEN_ELSEWHERE = (
    "awards/letters/",
    "awards/rules/",
    "engine/bundle",
    "engine/forms/parser.py",
    "engine/letters/",
    "engine/rehearsal/",
    "engine/xml.py",
    "web/backups/",
    "web/cases/file.py",
    "web/cli/",
    "web/demo/",
    "web/files/telling.py",
    "web/frontend/node_modules/",
    "web/frontend/src/modeler",
)


def marked() -> list[Sentence]:
    """Every sentence that goes through the catalogue, in the order of files and lines."""
    return [sentence for found, _ in _read() for sentence in found] + list(errors())


def unmarked() -> list[Sentence]:
    """Chinese for people that no catalogue would see."""
    return [sentence for _, missed in _read() for sentence in missed]


def brought_in_line(catalogue: Catalog, sentences: Sequence[Sentence]) -> Catalog:
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


@cache
def _read() -> list[Found]:
    """What every file that speaks to people says: templates, scripts, the web's modules, those below."""
    found = [template(path) for path in sorted(TEMPLATES.rglob("*.html"))]
    found += [script(path) for path in sorted(SCRIPTS.rglob("*.js")) if _speaks(path)]
    found += [module(path) for path in sorted((ROOT / "web").rglob("*.py")) if _speaks(path)]
    below = [path for floor in BELOW for path in sorted((ROOT / floor).rglob("*.py")) if _speaks(path)]
    return found + [engine_module(path) for path in below]


def _speaks(path: Path) -> bool:
    return not name_of(path).startswith(SPOKEN_ELSEWHERE)


if __name__ == "__main__":
    sys.exit(main())
