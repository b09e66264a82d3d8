"""Random trees, the same for the same seed."""

from __future__ import annotations

from dataclasses import replace

from tests.support.tokengame.chance import Place
from tests.support.tokengame.expressions import name, op, value
from tests.support.tokengame.generate_activities import CODES, SIGNALS, WAITED, Activities
from tests.support.tokengame.tree import (
    Back,
    Branch,
    Catch,
    Choice,
    Node,
    Option,
    Seq,
    Split,
    Stop,
    Sub,
    Task,
    Throw,
)

DEPTH = 4


class Generator(Activities):
    """Draws one tree of at most about `limit` blocks."""

    def __init__(self, seed: object, limit: int = 30) -> None:
        super().__init__(seed)
        self.left = self.random.randint(limit // 3 + 1, max(2, limit))

    def tree(self) -> Sub:
        """A whole diagram."""
        return self.filled(Sub("drawn"), Place(), least=3, wanted=6)

    def seq(self, place: Place, stops: float = 0.0, least: int = 1, wanted: int = 3) -> Seq:
        """Blocks in a row, perhaps with an end event of their own."""
        items: list[Node] = []
        many = self.random.randint(least, wanted)
        while len(items) < many and (self.left > 0 or len(items) < least):
            items.append(self.block(place))
        if (
            place.may_undo
            and any(isinstance(item, Task) and item.undo for item in items)
            and self.chance(0.5)
        ):
            items.append(Throw(self.id("compensate-throw"), "compensate"))
        if place.may_stop and self.chance(stops):
            stop = self.stop(place)
            items += [stop] if stop else []
        return Seq(self.id("seq"), tuple(items))

    def stop(self, place: Place) -> Stop | None:
        """An end event that may stand here."""
        kinds = ["error"] * 4 * bool(place.errors) + ["terminate"] * place.may_terminate
        kinds += ["cancel"] * 5 * place.may_cancel
        if place.may_end:
            kinds += ["none", "none", "signal"] + ["compensate"] * place.may_undo
            kinds += ["escalation"] * (1 + len(place.heard))
        if not kinds:
            return None
        self.left -= 1
        return Stop(*self.thrown(self.random.choice(kinds), "end", place))

    def thrown(self, kind: str, where: str, place: Place) -> tuple[str, str, str]:
        """Id, kind and name of what is thrown, often something that is caught around here."""
        codes = sorted(place.heard - place.unheard) if self.chance(0.9) else []
        codes = codes or sorted(set(CODES) - place.unheard)
        kind = "none" if kind == "escalation" and not codes else kind
        named = {"error": sorted(place.errors), "escalation": codes, "signal": SIGNALS}.get(kind, ("",))
        return self.id(f"{kind}-{where}"), kind, self.random.choice(named)

    def block(self, place: Place) -> Node:
        """Any block."""
        self.left -= 1
        leafs = [self.task] * 7 + [self.script] * 2 + [self.catch, self.throw, self.throw]
        deep = [self.split] * 8 + [self.sub] * 5 + [self.choice, self.back, self.back]
        draw = self.random.choice(leafs if place.depth >= DEPTH or self.left < 2 else leafs + deep)
        kept = self.left // 3
        self.left -= kept
        made = draw(place)
        self.left += kept
        return made

    def catch(self, place: Place) -> Catch:
        """An intermediate catch event."""
        event = self.event(WAITED, place)
        return Catch(f"{event.id}-catch", event)

    def throw(self, place: Place) -> Throw:
        """An intermediate throw event."""
        kinds = ["signal", "link"] + ["escalation"] * (1 + len(place.heard)) + ["compensate"] * place.may_undo
        return Throw(*self.thrown(self.random.choice(kinds), "throw", place))

    def split(self, place: Place) -> Split:
        """A gateway; only its first branch must come out again."""
        kind = self.random.choice(
            ("xor", "xor", "and", "and", "or", "or", "or") if place.may_join else ("xor",)
        )
        branches = [
            self.branch(kind, place, first=not index) for index in range(self.random.choice((2, 3, 3)))
        ]
        self.random.shuffle(branches)
        return Split(self.id(kind), kind, tuple(branches), implicit=self.chance(0.4))

    def branch(self, kind: str, place: Place, first: bool) -> Branch:
        """One way. Of a parallel gateway it comes out for certain or never, so that no merge waits in vain."""
        inner = place.inside() if kind == "xor" else replace(place.inside(), may_undo=False)
        condition = None if kind == "and" or first else op("or", self.flag(place), self.flag(place))
        if kind != "xor" and not first and place.may_end and self.chance(0.35):
            return Branch(self.id("branch"), condition, self.ending(inner.many()))
        if kind == "and":
            inner = replace(inner, may_end=False)
        if kind == "or":
            leaving = place.may_stop and self.chance(0.5)
            inner = replace(inner, may_stop=leaving, may_join=not leaving, may_end=place.may_end and leaving)
        block = self.seq(inner, stops=0.0 if first or kind == "and" else 0.25, wanted=2)
        if kind != "and" and self.chance(0.2):
            block = Seq(block.id)
        return Branch(self.id("branch"), condition, block)

    def ending(self, place: Place) -> Seq:
        """Blocks that never come out."""
        block = self.seq(replace(place, may_stop=False), wanted=2)
        return replace(block, items=(*block.items, Stop(self.id("none-end"), "none")))

    def choice(self, place: Place) -> Choice:
        """An event-based gateway."""
        options = []
        for index in range(self.random.randint(2, 3)):
            event = self.event(WAITED, place)
            block = self.seq(place.inside(), stops=0.2 if index else 0.0, wanted=2)
            options.append(Option(self.id("option"), event, block))
        return Choice(self.id("choice"), tuple(options))

    def back(self, place: Place) -> Back:
        """A loop of gateways, at most three rounds."""
        number = self.id("back")
        counter = f"n_{self.ids}"
        again = op("less", name(counter), value(self.random.randint(1, 3)))
        if self.chance(0.4):
            again = op("and", again, self.flag(place))
        body = self.seq(replace(place.inside(), may_undo=False), wanted=2)
        return Back(number, counter, again, body, self.chance(0.5))


def drawn(seed: object, limit: int = 30) -> Sub:
    """The diagram of a seed."""
    return Generator(seed, limit).tree()
