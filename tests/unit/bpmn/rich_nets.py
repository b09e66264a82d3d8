"""Random nets with more than gateways and tasks: sub-processes that fail, events to choose from, ends that end all."""

from __future__ import annotations

from tests.unit.bpmn.diagrams import (
    TERMINATE,
    activated,
    boundary,
    catch,
    end,
    error,
    flow,
    gateway,
    message,
    path,
    script,
    start,
    sub,
    user,
)
from tests.unit.bpmn.random_nets import GATEWAYS, Net


class RichNet(Net):
    """Beside what a net has: event gateways, complex gateways, scripts, conditions that never hold.

    A sub-process `w<n>` holds the task `u<n>`; if the decision behind it says so, it ends by an error, which
    its boundary event `k<n>` catches.
    """

    gateways = (*GATEWAYS, *GATEWAYS, "eventBased", "complex")

    def _gateway(self, name: str, kind: str, targets: list[str]) -> None:
        if kind == "eventBased" and len(targets) < 2:
            kind = "exclusive"
        super()._gateway(name, kind, targets)

    def _draw(self) -> None:
        super()._draw()
        drawn = "".join(self.parts)
        for place, part in enumerate(self.parts):
            name = next((n for n, kind in self.kinds.items() if part == gateway("complex", n)), "")
            come = drawn.count(f'targetRef="{name}"')
            if name and come > 1:  # with one way in there is nothing to wait for
                self.parts[place] = activated(name, f"activationCount >= {self.chance.randint(1, come)}")

    def _condition(self, number: str) -> str:
        return "1 > 2" if self.chance.random() < 0.08 else super()._condition(number)

    def _way(self, source: str, target: str, condition: str | None = None, number: str | None = None) -> None:
        kind, chosen = self.kinds.get(source), self.chance.random()
        if kind == "eventBased":
            between = self._number("b")
            self.parts.append(catch(between, message()))
        elif chosen < 0.6:
            super()._way(source, target, condition, number)
            return
        elif chosen < 0.7 and self._ahead(source, target):
            between = self._number("q")
            self.parts.append(script(between, "n", "1"))
        else:
            between = self._sub_process(target)
        self.parts.append(flow(source, between, condition, number or self._number("f")))
        self.parts.append(flow(between, target, id=self._number("f")))

    def _ahead(self, source: str, target: str) -> bool:
        """Not back: a loop in which nothing waits would be stopped."""
        return source == "s" or target == "e" or int(target[1:]) > int(source[1:])

    def _sub_process(self, target: str) -> str:
        number = self._number("")
        name, task, choice, free = f"w{number}", f"u{number}", f"x{number}", f"x{number}x0"
        parts = [start(f"is{number}"), user(task), end(f"ie{number}")]
        if self.chance.random() < 0.5:
            self.parts.append(sub(name, *parts, path(f"is{number}", task, f"ie{number}")))
            return name
        self.kinds[choice], self.decisions[choice] = "exclusive", [free]
        parts += [gateway("exclusive", choice, f"d{number}"), end(f"er{number}", error("error-1"))]
        parts += [path(f"is{number}", task, choice), flow(choice, f"er{number}", f"c_{free} = true", free)]
        self.parts.append(sub(name, *parts, flow(choice, f"ie{number}", id=f"d{number}")))
        self._fails(name, number, target)
        return name

    def _fails(self, name: str, number: str, target: str) -> None:
        to = self.chance.choice([target, "e", f"t{number}"])
        self.parts.append(boundary(f"k{number}", name, error("error-1")))
        self.parts.append(flow(f"k{number}", to, id=self._number("f")))
        if to == f"t{number}":
            self.parts.append(end(to, TERMINATE))
