"""Random trees, the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TypeVar

from tests.support.tokengame.expressions import Expr, name, op, value
from tests.support.tokengame.tree import (
    Activity,
    Back,
    Boundary,
    Branch,
    Catch,
    Choice,
    Event,
    Handler,
    Loop,
    Mapping,
    Node,
    Option,
    Seq,
    Split,
    Stop,
    Sub,
    Task,
    Throw,
)

NUMBERS = ("a", "b", "c", "d")
FLAGS = ("p", "q")
SIGNALS = ("bell", "horn")
CODES = ("red", "blue", "green")
DEPTH = 4
OWN = {"may_end": True, "may_stop": True, "may_join": True}
A = TypeVar("A", bound=Activity)


@dataclass(frozen=True)
class Place:
    """What may stand at a place: how deep it is, whether a token may end here, and what catches things around it.

    Where several tokens may run through the same elements no parallel or inclusive merge stands: it would take
    tokens of different splits together (13.4.1), which is not well-structured.
    """

    depth: int = 0
    may_end: bool = True
    may_terminate: bool = True
    may_stop: bool = True
    may_join: bool = True
    errors: frozenset[str] = frozenset()
    unheard: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = NUMBERS

    def inside(self) -> Place:
        """One level deeper."""
        return replace(self, depth=self.depth + 1)


class Generator:
    """Draws one tree of at most about `limit` blocks."""

    def __init__(self, seed: object, limit: int = 25) -> None:
        self.random = random.Random(f"{seed}")
        self.left = limit
        self.ids = 0

    def tree(self) -> Sub:
        """A whole diagram."""
        wanted = self.random.randint(self.left // 3 + 1, max(2, self.left))
        place = Place()
        self.left = wanted // 2
        handlers = self.handlers(place) if self.chance(0.25) else ()
        self.left += wanted - wanted // 2
        return Sub("drawn", body=self.body(place, handlers, 6), handlers=handlers)

    def id(self, kind: str) -> str:
        """A new id."""
        self.ids += 1
        return f"{kind}-{self.ids}"

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random.random() < probability

    def number(self, place: Place, depth: int = 0) -> Expr:
        """An expression from 0 to 6."""
        roll = self.random.random()
        if depth > 1 or roll < 0.3:
            return name(self.random.choice(place.numbers))
        if roll < 0.4:
            return value(self.random.randint(0, 6))
        if roll < 0.8:
            return op("wrap", self.number(place, depth + 1), self.number(place, depth + 1))
        return op("if", self.flag(place, depth + 1), self.number(place, depth + 1), self.number(place, depth + 1))

    def flag(self, place: Place, depth: int = 0) -> Expr:
        """A condition."""
        roll = self.random.random()
        if depth > 1 or roll < 0.3:
            return name(self.random.choice(FLAGS))
        if roll < 0.7:
            first, second = self.number(place, depth + 1), self.number(place, depth + 1)
            return op(self.random.choice(("less", "equal")), first, second)
        if roll < 0.8:
            return op("not", self.flag(place, depth + 1))
        return op(self.random.choice(("and", "or")), self.flag(place, depth + 1), self.flag(place, depth + 1))

    def assignment(self, place: Place, fresh: str) -> Mapping:
        """An expression and the variable that takes it, sometimes a new one."""
        if self.chance(0.3):
            return self.flag(place), self.random.choice(FLAGS)
        return self.number(place), self.random.choice((*NUMBERS, fresh))

    def mappings(self, place: Place, fresh: str, probability: float) -> tuple[Mapping, ...]:
        """Some mappings with targets of their own, none of which reads the target of another."""
        made: list[Mapping] = []
        while len(made) < 3 and self.chance(probability):
            source, target = self.assignment(place, fresh)
            taken = {each for _, each in made} | {each for expr, _ in made for each in expr.names()}
            if target not in taken and not source.names() & {each for _, each in made}:
                made.append((source, target))
        return tuple(made)

    def body(self, place: Place, handlers: tuple[Handler, ...], wanted: int = 3) -> Seq:
        """The flow of a process or sub-process, whose errors its event sub-processes catch too."""
        caught = {each.event.name for each in handlers if each.event.kind == "error"}
        inner = replace(place, **OWN, may_terminate=True, errors=place.errors | caught)
        return self.seq(inner, stops=0.07, wanted=wanted)

    def seq(self, place: Place, stops: float = 0.0, wanted: int = 3) -> Seq:
        """Blocks in a row, perhaps with an end event of their own."""
        items: list[Node] = []
        many = self.random.randint(1, wanted)
        while len(items) < many and (self.left > 0 or not items):
            items.append(self.block(place))
        if place.may_stop and self.chance(stops):
            stop = self.stop(place)
            items += [stop] if stop else []
        return Seq(self.id("seq"), tuple(items))

    def stop(self, place: Place) -> Stop | None:
        """An end event that may stand here."""
        kinds = ["error"] * 2 * bool(place.errors) + ["terminate"] * place.may_terminate
        if place.may_end:
            kinds += ["none", "none", "escalation", "signal"]
        if not kinds:
            return None
        self.left -= 1
        kind = self.random.choice(kinds)
        named = {
            "error": sorted(place.errors),
            "escalation": sorted(set(CODES) - place.unheard),
            "signal": SIGNALS,
        }.get(kind, ("",))
        if not named:
            return Stop(self.id("none-end"), "none")
        return Stop(self.id(f"{kind}-end"), kind, self.random.choice(named))

    def block(self, place: Place) -> Node:
        """Any block."""
        self.left -= 1
        leafs = [self.task] * 5 + [self.script] * 2 + [self.catch, self.throw]
        deep = [self.split] * 5 + [self.sub] * 5 + [self.choice, self.back, self.back]
        draw = self.random.choice(leafs if place.depth >= DEPTH or self.left < 2 else leafs + deep)
        kept = self.left // 3
        self.left -= kept
        made = draw(place)
        self.left += kept
        return made

    def event(self, kinds: tuple[str, ...], place: Place, interrupting: bool = True, local: bool = True) -> Event:
        """An event to be caught."""
        kind = self.random.choice(kinds)
        fresh = self.id(kind)
        outputs = self.mappings(place, f"o_{self.ids}", 0.2) if local and kind == "message" else ()
        repeat = 2 if kind == "timer" and not interrupting and self.chance(0.4) else 0
        named = self.random.choice(SIGNALS if kind == "signal" else CODES)
        return Event(fresh, kind, named, interrupting or kind == "error", repeat, outputs)

    def task(self, place: Place) -> Task:
        """A task that waits."""
        made = Task(self.id("task"), kind=self.random.choice(("user-task", "user-task", "job", "message")))
        return self.dressed(made, place, 0.25)

    def script(self, place: Place) -> Task:
        """A script task."""
        number = self.id("script")
        fresh = f"s_{self.ids}"
        made = self.dressed(Task(number, kind="script"), place, 0.0)
        return replace(made, result=self.assignment(replace(place, numbers=self.counted(place, made.loop)), fresh))

    def sub(self, place: Place) -> Sub:
        """A sub-process."""
        made = self.dressed(Sub(self.id("sub")), place, 0.5)
        inner = replace(place.inside(), numbers=self.counted(place, made.loop))
        caught = {each.event.name for each in made.boundaries if each.event.kind == "error"}
        inner = replace(inner, errors=inner.errors | caught)
        handlers = self.handlers(inner) if self.chance(0.3) else ()
        return replace(made, handlers=handlers, body=self.body(inner, handlers))

    def dressed(self, made: A, place: Place, boundaries: float) -> A:
        """An activity with mappings, a loop and boundary events, each by chance."""
        loop = self.loop(place) if self.chance(0.2) else None
        inner = replace(place, numbers=self.counted(place, loop))
        inputs = self.mappings(inner, f"l_{self.ids}", 0.2)
        standard = loop is not None and loop.collection is None
        if standard or (loop is not None and loop.stops):
            inputs = tuple(each for each in inputs if each[1].startswith("l_"))
        outputs = () if standard else self.mappings(inner, f"o_{self.ids}", 0.15)
        attached: list[Boundary] = []
        while len(attached) < 2 and self.left > 1 and self.chance(boundaries):
            attached.append(self.boundary(made, place, attached))
        return replace(made, inputs=inputs, outputs=outputs, loop=loop, boundaries=tuple(attached))

    def counted(self, place: Place, loop: Loop | None) -> tuple[str, ...]:
        """The numbers that can be read inside a loop."""
        if loop is None:
            return place.numbers
        return (*NUMBERS, loop.item, "loopCounter") if loop.collection is not None else NUMBERS

    def boundary(self, host: Activity, place: Place, others: list[Boundary]) -> Boundary:
        """A boundary event."""
        self.left -= 1
        kinds: tuple[str, ...] = ("message", "timer", "signal")
        taken = {each.event.kind for each in others}
        if isinstance(host, Sub):
            kinds += tuple(kind for kind in ("error", "error", "escalation") if kind not in taken)
        elif isinstance(host, Task) and host.kind == "job" and "error" not in taken:
            kinds = ("error", *kinds)
        event = self.event(kinds, place, interrupting=self.chance(0.5))
        if not event.interrupting:
            beside = replace(place.inside(), may_end=True, may_stop=True, may_join=False)
            return Boundary(self.id("boundary"), event, self.seq(beside, stops=0.2, wanted=2))
        rejoins = not place.may_end or self.chance(0.6)
        path = self.seq(place.inside(), stops=0.0 if rejoins else 0.3, wanted=2)
        return Boundary(self.id("boundary"), event, path, rejoins)

    def handlers(self, place: Place) -> tuple[Handler, ...]:
        """Event sub-processes of an area; what they throw is for those outside it."""
        made: list[Handler] = []
        events: list[Event] = []
        for kind in self.random.sample(("message", "timer", "signal", "error", "escalation"), self.random.randint(1, 2)):
            self.left -= 1
            events.append(self.event((kind,), place, interrupting=self.chance(0.5), local=False))
        codes = frozenset(each.name for each in events)
        for event in events:
            inner = replace(
                place.inside(), **OWN, may_terminate=False,
                errors=place.errors - codes, unheard=place.unheard | codes,
            )  # fmt: skip
            made.append(Handler(self.id("handler"), event, self.seq(inner, stops=0.1, wanted=2)))
        return tuple(made)

    def loop(self, place: Place) -> Loop:
        """Loop characteristics."""
        number = self.id("loop").replace("-", "_")
        kind = self.random.choice(("parallel", "parallel", "sequential", "standard"))
        if kind == "standard":
            before, maximum = self.chance(0.5), self.random.randint(1, 3)
            return Loop(number, kind, self.flag(Place()), before=before, maximum=maximum)
        items = tuple(self.item(place, each) for each in range(self.random.choice((0, 1, 2, 2, 3, 3))))
        condition = self.flag(Place())
        if self.chance(0.5):
            condition = op("less", value(self.random.randint(0, 1)), name("numberOfCompletedInstances"))
        made = Loop(number, kind, condition, op("list", *items), stops=self.chance(0.3))
        element = op("plus", name(made.item), self.number(Place(numbers=(*NUMBERS, "loopCounter"))))
        return replace(made, element=element)

    def item(self, place: Place, index: int) -> Expr:
        """An item unlike all others of its collection."""
        return op("plus", value(10 * (index + 1)), self.number(place))

    def catch(self, place: Place) -> Catch:
        """An intermediate catch event."""
        event = self.event(("message", "timer", "signal"), place)
        return Catch(f"{event.id}-catch", event)

    def throw(self, place: Place) -> Throw:
        """An intermediate throw event."""
        codes = sorted(set(CODES) - place.unheard)
        if codes and self.chance(0.5):
            return Throw(self.id("escalation-throw"), "escalation", self.random.choice(codes))
        return Throw(self.id("signal-throw"), "signal", self.random.choice(SIGNALS))

    def split(self, place: Place) -> Split:
        """A gateway; only its first branch must come out again."""
        kind = self.random.choice(("xor", "xor", "and", "and", "or", "or") if place.may_join else ("xor",))
        inner = place.inside()
        if kind == "and":
            inner = replace(inner, may_end=False)
        if kind == "or":
            leaving = place.may_stop and self.chance(0.5)
            inner = replace(inner, may_stop=leaving, may_join=not leaving, may_end=place.may_end and leaving)
        branches: list[Branch] = []
        for index in range(self.random.randint(2, 3)):
            condition = None if kind == "and" or not index else self.flag(place)
            block = self.seq(inner, stops=0.25 if index and kind != "and" else 0.0, wanted=2)
            if kind != "and" and self.chance(0.2):
                block = Seq(block.id)
            branches.append(Branch(self.id("branch"), condition, block))
        self.random.shuffle(branches)
        return Split(self.id(kind), kind, tuple(branches), implicit=self.chance(0.3))

    def choice(self, place: Place) -> Choice:
        """An event-based gateway."""
        options = []
        for index in range(self.random.randint(2, 3)):
            event = self.event(("message", "timer", "signal"), place)
            options.append(Option(self.id("option"), event, self.seq(place.inside(), 0.2 if index else 0.0, 2)))
        return Choice(self.id("choice"), tuple(options))

    def back(self, place: Place) -> Back:
        """A loop of gateways, at most three rounds."""
        number = self.id("back")
        counter = f"n_{self.ids}"
        again = op("less", name(counter), value(self.random.randint(1, 3)))
        if self.chance(0.4):
            again = op("and", again, self.flag(place))
        return Back(number, counter, again, self.seq(place.inside(), wanted=2), self.chance(0.5))
