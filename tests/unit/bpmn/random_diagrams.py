"""Random diagrams of nested blocks, for playing live against reloaded."""

from __future__ import annotations

import random

from tests.unit.bpmn.diagrams import (
    CANCEL,
    activated,
    ad_hoc,
    boundary,
    catch,
    compensate,
    conditional,
    diagram,
    element,
    end,
    error,
    escalation,
    event_sub,
    flow,
    gateway,
    io,
    message,
    multi,
    path,
    repeat,
    script,
    signal,
    start,
    sub,
    throw,
    timer,
    transaction,
    undone,
    user,
)

Block = tuple[str, str, str]  # the elements, the first id, the last id


class Generator:
    """Makes one diagram from a seeded source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.used = 0

    def diagram(self, depth: int = 3) -> bytes:
        body, first, last = self.block(depth)
        parts = [start(), end(), body, flow("s", first), flow(last, "e")]
        if self.chance.random() < 0.5:
            parts.append(self.handler(message("message-2"), self.chance.random() < 0.3))
        return diagram(*parts)

    def name(self, prefix: str) -> str:
        self.used += 1
        return f"{prefix}{self.used}"

    def block(self, depth: int) -> Block:
        simple = [self.task, self.task, self.work]
        nested = [self.then, self.all, self.some, self.one, self.again, self.inside, self.inside]
        nested += [self.many, self.race, self.escalating, self.signalling, self.undoing, self.cancelling]
        nested += [self.repeating, self.choosing, self.enough]
        return self.chance.choice(simple + nested if depth > 0 else simple)(depth - 1)

    def task(self, depth: int) -> Block:
        id = self.name("u")
        return user(id) + self.attached(id, 0.3) + self.undone(id, 0.4), id, id

    def work(self, depth: int) -> Block:
        id = self.name("c")
        return script(id, "n", "n + 1"), id, id

    def repeating(self, depth: int) -> Block:
        """A standard loop around a task or a sub-process."""
        again = repeat(self.chance.choice(["modulo(n, 3) = 1", "true"]), "3", self.chance.random() < 0.3)
        if self.chance.random() < 0.5:
            return self.scope(depth, again)
        id = self.name("u")
        return user(id, body=again) + self.attached(id, 0.3), id, id

    def choosing(self, depth: int) -> Block:
        """An ad-hoc sub-process in which two tasks begin at once."""
        id, a, b = self.name("ah"), self.name("u"), self.name("u")
        rest = str(self.chance.random() < 0.5).lower()
        host = ad_hoc(
            id, user(a), user(b), enough="n > 0", first=f'["{a}", "{b}"]', cancelRemainingInstances=rest
        )
        return host + self.attached(id, 0.3), id, id

    def enough(self, depth: int) -> Block:
        """A complex gateway that goes on with two of three and collects the third."""
        first, last = self.name("g"), self.name("k")
        parts = [
            gateway("parallel", first),
            activated(last, "activationCount >= 2"),
            element("task", f"{last}o"),
        ]
        for _ in range(3):
            body, begin, finish = self.block(depth)
            parts += [body, flow(first, begin), flow(finish, last)]
        return "".join([*parts, flow(last, f"{last}o")]), first, f"{last}o"

    def then(self, depth: int) -> Block:
        a, b = self.block(depth), self.block(depth)
        return a[0] + b[0] + flow(a[2], b[1]), a[1], b[2]

    def all(self, depth: int) -> Block:
        return self.split("parallel", depth)

    def some(self, depth: int) -> Block:
        return self.split("inclusive", depth)

    def one(self, depth: int) -> Block:
        return self.split("exclusive", depth)

    def split(self, kind: str, depth: int) -> Block:
        first, last = self.name("g"), self.name("j")
        parts, default = [], None
        for number in range(self.chance.choice([2, 2, 3])):
            body, begin, finish = self.block(depth)
            condition = None if kind == "parallel" else f"modulo(n, {number + 1}) = 0"
            if kind == "exclusive" and number == 0:
                condition, default = None, f"f-{first}-{begin}"
            parts += [body, flow(first, begin, condition), flow(finish, last)]
        return "".join([gateway(kind, first, default), gateway(kind, last), *parts]), first, last

    def again(self, depth: int) -> Block:
        merge, choose, out, count = (self.name(p) for p in ("m", "x", "o", "c"))
        body, first, last = self.block(depth)
        parts = [gateway("exclusive", merge), script(count, "n", "n + 1"), element("task", out), body]
        parts += [gateway("exclusive", choose, f"f-{choose}-{out}"), flow(merge, first), flow(last, count)]
        parts += [flow(count, choose), flow(choose, merge, "modulo(n, 3) = 1"), flow(choose, out)]
        return "".join(parts), merge, out

    def inside(self, depth: int) -> Block:
        return self.scope(depth, "")

    def many(self, depth: int) -> Block:
        loop = multi("[1, 2]", "item", "outs", "item", sequential=self.chance.random() < 0.4)
        if self.chance.random() < 0.4:
            id = self.name("u")
            return user(id, body=loop) + self.attached(id, 0.3) + self.undone(id, 0.4), id, id
        return self.scope(depth, loop)

    def scope(self, depth: int, loop: str) -> Block:
        id, begin, finish = (self.name(p) for p in ("sp", "s", "e"))
        body, first, last = self.block(depth)
        inside = [start(begin), end(finish), body, flow(begin, first), flow(last, finish)]
        if self.chance.random() < 0.5:
            event = self.chance.choice(
                [message("message-2"), error(), escalation(), timer("PT1H"), *self.heard()]
            )
            inside.append(self.handler(event, "error" in event or self.chance.random() < 0.5))
            if self.chance.random() < 0.2:
                inside.append(self.handler(compensate(), True))
                return sub(id, *inside, loop=loop) + self.attached(id, 0.4), id, id
        return sub(id, *inside, loop=loop) + self.attached(id, 0.4) + self.undone(id, 0.2), id, id

    def handler(self, event: str, interrupting: bool) -> str:
        id, task, finish = self.name("x"), self.name("h"), self.name("e")
        body = [user(task), end(finish), path(f"{id}-s", task, finish)]
        return event_sub(id, event, *body, interrupting=interrupting)

    def attached(self, host: str, probability: float) -> str:
        if self.chance.random() >= probability:
            return ""
        id, task = self.name("b"), self.name("h")
        event = self.chance.choice([message(), error(), escalation(), timer("PT1H"), *self.heard()])
        interrupting = "error" in event or self.chance.random() < 0.6
        if "timer" in event and not interrupting:
            event = timer("R2/PT1H", "timeCycle")
        return boundary(id, host, event, interrupting) + user(task) + flow(id, task)

    def race(self, depth: int) -> Block:
        first, a, b, last = (self.name(p) for p in ("g", "c", "c", "j"))
        event = self.chance.choice([message(), *self.heard()])
        parts = [gateway("eventBased", first), catch(a, event), catch(b, timer("PT1H"))]
        parts += [gateway("exclusive", last), path(first, a, last), path(first, b, last)]
        return "".join(parts), first, last

    def escalating(self, depth: int) -> Block:
        id = self.name("t")
        return throw(id, escalation("escalation-1")), id, id

    def signalling(self, depth: int) -> Block:
        id = self.name("t")
        return throw(id, signal(), io({"got": "n"})), id, id

    def undoing(self, depth: int) -> Block:
        id = self.name("t")
        return throw(id, compensate(wait=self.chance.random() < 0.8)), id, id

    def undone(self, host: str, probability: float) -> str:
        if self.chance.random() >= probability:
            return ""
        return undone(host) if self.chance.random() < 0.5 else undone(host, self.undoing_script(f"u{host}"))

    def undoing_script(self, id: str) -> str:
        return script(id, "n", "n + 1", isForCompensation="true")

    def cancelling(self, depth: int) -> Block:
        id, begin, choose, fine, cancel, way = (self.name(p) for p in ("tx", "s", "x", "e", "e", "b"))
        body, first, last = self.block(depth)
        inside = [start(begin), body, gateway("exclusive", choose, f"f-{choose}-{fine}"), end(fine)]
        inside += [end(cancel, CANCEL), flow(begin, first), flow(last, choose), flow(choose, fine)]
        inside.append(flow(choose, cancel, "modulo(n, 2) = 0"))
        loop = multi("[1, 2]") if self.chance.random() < 0.2 else ""
        task = self.name("h")
        left = boundary(way, id, CANCEL) + user(task) + flow(way, task)
        return transaction(id, *inside, loop=loop) + left + self.attached(id, 0.3), id, id

    def heard(self) -> list[str]:
        return [signal(), conditional(f"modulo(n, {self.chance.choice([2, 3, 5])}) = 1")]
