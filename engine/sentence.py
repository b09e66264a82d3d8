"""A sentence for people that remembers how it was made, so that a floor above can say it in another language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Self

COMMA: Final = "、"  # between the parts of a list; a sentence of the catalogue like any other
_HOLE: Final = re.compile(r"\{(\w+)\}")
Translate = Callable[[str], str]


class Sentence(str):
    """The Chinese text of a template with named holes (`{label}应是整数`), beside the template and its facts.

    Facts are the rules' own words, numbers and dates, said as they are; a fact that is a `Sentence` is said in the
    other language too, a tuple is a list of words. A hole without a fact stays as it is written. Worked upon (joined,
    cut) a sentence is plain text.
    """

    __slots__ = ("facts", "template")

    template: str
    facts: Mapping[str, Any]

    def __new__(cls, template: str, /, **facts: Any) -> Self:
        made = super().__new__(cls, _filled(template, facts, str))
        made.template, made.facts = template, facts
        return made

    def knowing(self, **facts: Any) -> Self:
        """The same sentence with more facts."""
        return type(self)(self.template, **{**self.facts, **facts})

    def said(self, translate: Translate) -> str:
        """The sentence in another language: the template as `translate` has it, with the same facts."""
        return _filled(translate(self.template), self.facts, translate)


def told(text: str, translate: Translate) -> str:
    """A text in another language: a `Sentence` with its facts, any other if `translate` knows it as it stands."""
    if isinstance(text, Sentence):
        return text.said(translate)
    return translate(text) if text else text


def _filled(template: str, facts: Mapping[str, Any], translate: Translate) -> str:
    return _HOLE.sub(lambda hole: _word(facts.get(hole[1], hole[0]), translate), template)


def _word(fact: Any, translate: Translate) -> str:
    if isinstance(fact, tuple):
        return translate(COMMA).join(_word(part, translate) for part in fact)
    return fact.said(translate) if isinstance(fact, Sentence) else str(fact)
