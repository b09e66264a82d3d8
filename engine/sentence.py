"""A sentence for people that remembers how it was made, so that a floor above can say it in another language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Self

_HOLE: Final = re.compile(r"\{(\w+)\}")


class Sentence(str):
    """The Chinese text of a template with named holes (`{label}应是整数`), beside the template and its facts.

    Facts are the rules' own words, numbers and dates, said as they are; a fact that is a `Sentence` is said in the
    other language too. A hole without a fact stays as it is written. Worked upon (joined, cut, copied) it is plain text.
    """

    __slots__ = ("facts", "template")

    template: str
    facts: Mapping[str, Any]

    def __new__(cls, template: str, /, **facts: Any) -> Self:
        made = super().__new__(cls, _filled(template, facts))
        made.template, made.facts = template, facts
        return made

    def knowing(self, **facts: Any) -> Self:
        """The same sentence with more facts."""
        return type(self)(self.template, **{**self.facts, **facts})

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language: the template as `translate` has it, with the same facts."""
        return _filled(translate(self.template), {name: tell(f, translate) for name, f in self.facts.items()})


def tell(fact: Any, translate: Callable[[str], str]) -> Any:
    """A fact in another language: only a `Sentence` has another."""
    return fact.said(translate) if isinstance(fact, Sentence) else fact


def _filled(template: str, facts: Mapping[str, Any]) -> str:
    return _HOLE.sub(lambda hole: str(facts.get(hole[1], hole[0])), template)
