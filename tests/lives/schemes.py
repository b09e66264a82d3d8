"""Which lives there are: the story of each scheme, the model that it is compared with, and playing them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tests.lives.association import AssociationLife
from tests.lives.association_rules import AssociationRules
from tests.lives.hongkou import HongkouLife
from tests.lives.hongkou_rules import HongkouRules
from tests.lives.house import House
from tests.lives.jingan import JinganLife
from tests.lives.jingan_rules import JinganRules
from tests.lives.life import Life, Question
from tests.lives.rules import Rules
from tests.lives.shanghai import ShanghaiLife
from tests.lives.shanghai_rules import ShanghaiRules

BLOCK = 100  # lives in one test


@dataclass(frozen=True)
class Scheme:
    """The life of a scheme's applicant, and the rules that it goes by."""

    life: type[Life]
    rules: type[Rules]


SCHEMES = {
    "jingan": Scheme(JinganLife, JinganRules),
    "hongkou": Scheme(HongkouLife, HongkouRules),
    "association": Scheme(AssociationLife, AssociationRules),
    "shanghai": Scheme(ShanghaiLife, ShanghaiRules),
}


@cache
def house_of(scheme: str) -> House:
    """The house of a scheme, built once."""
    return House(scheme)


@cache
def agreeing(scheme: str, numbers: range, *faults: str) -> list[Life]:
    """Play these lives, with faults in the model if any are named. Raises Disagreement with the story."""
    played = []
    for number in numbers:
        life = SCHEMES[scheme].life(house_of(scheme), SCHEMES[scheme].rules(frozenset(faults)), number)
        life.play()
        played.append(life)
    return played


def differing(scheme: str, numbers: range, fault: str) -> list[tuple[int, Question]]:
    """What the house answered in lives that agree, and a model with this fault would answer otherwise."""
    wrong = SCHEMES[scheme].rules(frozenset({fault}))
    asked = [(life.seed, question) for life in agreeing(scheme, numbers) for question in life.asked]
    return [
        (seed, (name, about, said))
        for seed, (name, about, said) in asked
        if getattr(wrong, name)(*about) != said
    ]


def blocks(count: int) -> list[range]:
    """The numbers of so many lives, in blocks of one test each."""
    return [range(first, min(first + BLOCK, count)) for first in range(0, count, BLOCK)]
