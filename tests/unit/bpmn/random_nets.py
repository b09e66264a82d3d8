"""Random nets of gateways and user tasks, sound or not, in which every decision reads variables of its own."""

from __future__ import annotations

import random

from tests.unit.bpmn.diagrams import boundary, diagram, end, flow, gateway, message, start, user

GATEWAYS = ("exclusive", "parallel", "inclusive")
DECIDING = ("exclusive", "inclusive")


class Net:
    """One diagram. Gateways split and join at random; tasks stand on about every other flow.

    A decision's flow `f` is taken if the variable `c_f` is true; the last one is the default.
    """

    gateways = GATEWAYS

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.parts: list[str] = [start(), end()]
        self.used = 0
        self.decisions: dict[str, list[str]] = {}  # element -> its free flows
        self.kinds: dict[str, str] = {}
        self._draw()
        self.source = diagram(*self.parts)

    def _draw(self) -> None:
        size = self.chance.randint(2, 6)
        nodes = [(f"g{n}", self.chance.choice(self.gateways)) for n in range(size)]
        ways: list[tuple[str, str]] = [("s", "g0")]
        for index, (name, _) in enumerate(nodes):
            later = [other for other, _ in nodes[index + 1 :]]
            for _ in range(self.chance.choice([1, 2, 2, 3])):
                ways.append((name, self.chance.choice([*later, "e"])))
            if index and self.chance.random() < 0.12:
                ways.append((name, nodes[self.chance.randrange(index)][0]))
        ahead = {target for source, target in ways if target > source or source == "s"}
        ways += [("g0", name) for name, _ in nodes[1:] if name not in ahead]
        for name, kind in nodes:
            self._gateway(name, kind, [target for source, target in ways if source == name])
        self._way("s", "g0")

    def _gateway(self, name: str, kind: str, targets: list[str]) -> None:
        self.kinds[name] = kind
        free = kind in DECIDING and len(targets) > 1
        default = f"d{name}" if free else None
        self.parts.append(gateway(kind, name, default))
        self.decisions[name] = []
        for index, target in enumerate(targets):
            if not free:
                self._way(name, target)
            elif index == len(targets) - 1:
                self._way(name, target, number=default)
            else:
                number = f"{name}x{index}"
                self.decisions[name].append(number)
                self._way(name, target, self._condition(number), number)

    def _condition(self, number: str) -> str:
        return f"c_{number} = true"

    def _way(self, source: str, target: str, condition: str | None = None, number: str | None = None) -> None:
        back = source != "s" and target not in ("e",) and int(target[1:]) <= int(source[1:])
        if not back and self.chance.random() < 0.4:
            self.parts.append(flow(source, target, condition, number or self._number("f")))
            return
        task = self._number("u")
        self.parts.append(user(task))
        self.parts.append(flow(source, task, condition, number or self._number("f")))
        self.parts.append(flow(task, target, id=self._number("f")))
        if self.chance.random() < 0.2:
            self._boundary(task, target)

    def _boundary(self, task: str, target: str) -> None:
        name = self._number("b")
        to = self.chance.choice([target, "e"])
        self.parts.append(boundary(name, task, message(), self.chance.random() < 0.6))
        self.parts.append(flow(name, to, id=self._number("f")))

    def _number(self, prefix: str) -> str:
        self.used += 1
        return f"{prefix}{self.used}"
