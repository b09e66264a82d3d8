"""Random activities: tasks and sub-processes with their loops, boundary events and event sub-processes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TypeVar

from tests.support.tokengame.chance import NUMBERS, Chance, Place
from tests.support.tokengame.expressions import Expr, name, op, value
from tests.support.tokengame.tree import Activity, Boundary, Event, Handler, Loop, Seq, Sub, Task

SIGNALS = ("bell", "bell", "bell", "horn")
CODES = ("red", "red", "blue", "green")
TASKS = ("user-task", "user-task", "job", "job", "message", "call")
THROWERS = ("job", "call")
WAITED = ("message", "timer", "signal", "condition")
A = TypeVar("A", bound=Activity)


class Activities(Chance, ABC):
    """Draws activities. `left` is how many blocks may still be drawn."""

    left = 0

    @abstractmethod
    def seq(self, place: Place, stops: float = 0.0, least: int = 1, wanted: int = 3) -> Seq:
        """Blocks in a row."""

    def event(self, kinds: tuple[str, ...], place: Place, interrupting: bool = True) -> Event:
        """An event to be caught; an error or escalation often one that is caught further outside."""
        kind = self.random.choice(kinds)
        known = {"error": place.errors, "escalation": place.heard}.get(kind, frozenset())
        codes = sorted(known) if self.chance(0.6) else []
        fresh = self.id(kind)
        return Event(
            fresh,
            kind,
            name=self.random.choice(SIGNALS if kind == "signal" else codes or CODES),
            interrupting=interrupting or kind == "error",
            repeat=2 if kind == "timer" and not interrupting and self.chance(0.6) else 0,
            outputs=self.mappings(place, f"o_{self.ids}", 0.2) if kind == "message" else (),
            condition=self.level() if kind == "condition" else None,
        )

    def task(self, place: Place) -> Task:
        """A task that waits, perhaps with another one that compensates it."""
        made = self.dressed(Task(self.id("task"), kind=self.random.choice(TASKS)), place, 0.45)
        if made.loop is not None or not place.may_undo or not self.chance(0.8 if place.may_cancel else 0.4):
            return made
        return replace(made, undo=Task(self.id("undo"), kind=self.random.choice(("user-task", "job"))))

    def script(self, place: Place) -> Task:
        """A script task."""
        number = self.id("script")
        fresh = f"s_{self.ids}"
        made = self.dressed(Task(number, kind="script"), place, 0.0)
        return replace(made, result=self.assignment(self.looped(place, made.loop), fresh))

    def sub(self, place: Place) -> Sub:
        """A sub-process."""
        if place.may_undo and self.chance(0.3):
            return self.transaction(place)
        made = self.dressed(Sub(self.id("sub")), place, 0.5)
        inner = self.looped(place, made.loop).inside().catching([each.event for each in made.boundaries])
        return self.filled(made, inner)

    def transaction(self, place: Place) -> Sub:
        """A transaction with its cancel event. What else may stop it and what then is compensated is left open."""
        number = self.id("transaction")
        cancel = self.interrupting(Event(self.id("cancel"), "cancel"), place)
        return self.filled(Sub(number, transaction=True, boundaries=(cancel,)), place.inside(), least=2)

    def filled(self, node: Sub, place: Place, least: int = 1, wanted: int = 3) -> Sub:
        """A process or sub-process with its flow, and event sub-processes that catch the errors of that flow."""
        handled = not node.transaction and self.chance(0.5 if place.errors else 0.35)
        handlers = self.handlers(place) if handled else ()
        inner = replace(place.area(), may_terminate=not node.transaction, may_cancel=node.transaction)
        inner = inner.catching([each.event for each in handlers])
        stops = 0.7 if inner.may_cancel else 0.4 if inner.errors or inner.heard else 0.07
        body = self.seq(inner, stops=stops, least=least, wanted=wanted)
        return replace(node, handlers=handlers, body=body)

    def dressed(self, made: A, place: Place, boundaries: float) -> A:
        """An activity with mappings, a loop and boundary events, each by chance."""
        loop = self.loop(place) if self.chance(0.2) else None
        inner = self.looped(place, loop)
        inputs = self.mappings(inner, f"l_{self.ids}", 0.2)
        standard = loop is not None and loop.collection is None
        if standard or (loop is not None and loop.stops):
            inputs = tuple(each for each in inputs if each[1].startswith("l_"))
        outputs = () if standard else self.mappings(inner, f"o_{self.ids}", 0.15)
        attached: list[Boundary] = []
        while len(attached) < 2 and self.left > 1 and self.chance(boundaries):
            attached.append(self.boundary(made, place, attached))
        return replace(made, inputs=inputs, outputs=outputs, loop=loop, boundaries=tuple(attached))

    def looped(self, place: Place, loop: Loop | None) -> Place:
        """The place inside a loop."""
        if loop is None:
            return place
        numbers = (*NUMBERS, loop.item, "loopCounter") if loop.collection is not None else NUMBERS
        return replace(place, numbers=numbers, may_undo=False)

    def boundary(self, host: Activity, place: Place, others: list[Boundary]) -> Boundary:
        """A boundary event."""
        self.left -= 1
        kinds: tuple[str, ...] = (*WAITED, "condition")
        if isinstance(host, Sub) or (isinstance(host, Task) and host.kind in THROWERS):
            taken = {each.event.kind for each in others}
            kinds += tuple(kind for kind in ("error", "escalation") * 3 if kind not in taken)
        event = self.event(kinds, place, interrupting=self.chance(0.5))
        if not event.interrupting:
            beside = replace(place.inside().many(), may_end=True, may_stop=True)
            return Boundary(self.id("boundary"), event, self.seq(beside, stops=0.2, wanted=2))
        return self.interrupting(event, place)

    def interrupting(self, event: Event, place: Place) -> Boundary:
        """An event in whose place the flow goes on, back behind the activity or to an end of its own."""
        rejoins = not place.may_end or self.chance(0.6)
        path = self.seq(place.inside(), stops=0.0 if rejoins else 0.3, wanted=2)
        return Boundary(self.id("boundary"), event, path, rejoins)

    def handlers(self, place: Place) -> tuple[Handler, ...]:
        """Event sub-processes of an area; what they throw is for those outside it."""
        made: list[Handler] = []
        kinds = self.random.sample((*WAITED, "escalation"), self.random.randint(1, 2))
        if self.chance(0.6 if place.errors else 0.3):
            kinds[1:] = ["error"]
        self.left -= len(kinds)
        events = [self.event((kind,), place, interrupting=self.chance(0.5)) for kind in kinds]
        for event in events:
            inner = place.inside().area().beside(event, [each for each in events if each is not event])
            number = self.id("handler")
            inputs = self.mappings(place, f"l_{self.ids}", 0.3)
            outputs = self.mappings(place, f"o_{self.ids}", 0.3)
            held = self.handlers(inner) if inner.depth < 3 and self.chance(0.1) else ()
            body = self.seq(inner.catching([each.event for each in held]), stops=0.1, wanted=2)
            made.append(Handler(number, event, body, inputs, outputs, held))
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
        made = Loop(number, kind, condition, op("list", *items), stops=self.chance(0.4))
        element = op("plus", name(made.item), self.number(Place(numbers=(*NUMBERS, "loopCounter"))))
        return replace(made, element=element)

    def item(self, place: Place, index: int) -> Expr:
        """An item unlike all others of its collection."""
        return op("plus", value(10 * (index + 1)), self.number(place))
