"""The language of a page: Chinese as it is written in the sources, or English from the catalogue.

A sentence in code or in a template stands in `_("…")`; one that is written before anybody asks (a constant)
stands in `N_("…")` and goes through `_` where it is shown. Values come by name: `_("还剩 %(n)s 天", n=3)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request

from engine.sentence import Sentence, told

LANGUAGES: Final = {"zh-CN": "中文", "en": "English"}
SOURCE: Final = "zh-CN"
CATALOGUES: Final = Path(__file__).parent / "translations"
SCRIPTS: Final = "web/frontend/src/"
COOKIE: Final = "laurel_language"


def gettext(sentence: str, /, **values: Any) -> str:
    """A sentence in the page's language, its values filled in."""
    said = _catalogue(current()).gettext(sentence) if sentence else ""  # the empty id is a catalogue's head
    return said % values if values else said


def ngettext(one: str, many: str, n: int, /, **values: Any) -> str:
    """As `gettext`, by number; Chinese has one form for all numbers."""
    return _catalogue(current()).ngettext(one, many, n) % {"num": n, "n": n, **values}


def said(text: str) -> str:
    """A text of the floors below in the page's language: a `Sentence` with its facts, or one that stands as it is."""
    return told(text, gettext)


def noop(sentence: str) -> str:
    """Marks a sentence for the catalogue where it is written and leaves it as it is."""
    return sentence


def current() -> str:
    """The language tag of this request; outside of one the sources' own."""
    if not has_request_context():
        return SOURCE
    if "language" not in g:
        asked = request.cookies.get(COOKIE, SOURCE)
        g.language = asked if asked in LANGUAGES else SOURCE
    return str(g.language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside of it this request speaks another language: documents are written in the sources' own."""
    before, g.language = current(), language
    try:
        yield
    finally:
        g.language = before


def install(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.finalize = lambda shown: said(shown) if isinstance(shown, Sentence) else shown
    app.jinja_env.globals.update(language=current, languages=LANGUAGES, script_words=script_words)


@cache
def script_words(language: str) -> dict[str, str]:
    """What scripts say, in another language; nothing in the sources' own. The catalogue knows who says what."""
    return {
        str(message.id): str(message.string)
        for message in _read(language)
        if message.string and any(file.startswith(SCRIPTS) for file, _ in message.locations)
    }


@cache
def _catalogue(language: str) -> NullTranslations:
    """The catalogue as it is edited; nothing needs to be compiled beforehand."""
    compiled = BytesIO()
    write_mo(compiled, _read(language))
    compiled.seek(0)
    return Translations(compiled)


def _read(language: str) -> Catalog:
    place = CATALOGUES / f"{language}.po"
    if not place.is_file():
        return Catalog()
    with place.open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))
