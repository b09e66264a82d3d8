"""Every sentence of the pages goes through the catalogue, and every one of them has its English."""

from __future__ import annotations

import ast
import re

from tools import catalogue
from tools.sentences import CHINESE, looked_for

# Facts that the code offers and only English says: the name of a month, the number of an article in figures.
_OFFERED = {"%(month)s月%(day)s日": "%(name)s", "%(month)s月": "%(name)s", "第%(numeral)s条": "%(number)s"}
_NUMBER = re.compile(r"\S+〔\d{4}〕\d+号")  # of a case or a letter: Chinese in every language
_HOLE = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


def test_no_chinese_of_a_page_is_left_out() -> None:
    assert [f"{s.file}:{s.line}: {s.text[:40]}" for s in catalogue.unmarked()] == []


def test_every_sentence_has_its_english_and_nothing_else_is_kept() -> None:
    said = {(s.text, s.plural) if s.plural else s.text for s in catalogue.marked()}
    kept = {message.id: message.string for message in catalogue.read() if message.id}
    assert set(kept) ^ said == set()
    assert [text for text, english in kept.items() if not english or not all(english)] == []


def test_english_has_the_same_facts_and_no_chinese() -> None:
    strange = []
    for message in catalogue.read():
        ids = _texts(message.id)
        english = _texts(message.string)
        facts = {hole.group() for text in ids for hole in _HOLE.finditer(text)}
        facts |= {_OFFERED.get(ids[0], "")}
        for text in english:
            strange += [text for hole in _HOLE.finditer(text) if hole.group() not in facts]
            strange += [text] if CHINESE.search(_NUMBER.sub("", text)) else []
    assert strange == []


def test_what_is_only_looked_for_needs_no_english() -> None:
    tree = ast.parse('if word == "公示": found = text.startswith("恢复")')
    assert sorted(ast.unparse(node) for node in looked_for(tree)) == ["'公示'", "'恢复'", "word"]


def _texts(said: object) -> tuple[str, ...]:
    """One text, or that of one and that of many."""
    return tuple(map(str, said)) if isinstance(said, tuple | list) else (str(said),)
