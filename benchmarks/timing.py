"""CPU and wall time of a piece of work, as the best of several rounds (the machine is shared and noisy)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds for one step: CPU of this process and wall, medians over the rounds."""

    cpu: float
    wall: float


def measure(work: Callable[[], int], rounds: int = 5) -> Timing:
    """`work` does something and says how many steps it took."""
    cpus, walls = [], []
    for _ in range(rounds):
        cpu, wall = process_time(), perf_counter()
        steps = work()
        cpus.append((process_time() - cpu) / steps)
        walls.append((perf_counter() - wall) / steps)
    return Timing(median(cpus), median(walls))


def in_turns(contestants: Mapping[str, Callable[[], float]], rounds: int = 9) -> dict[str, float]:
    """The median of each contestant's rounds, taken in turns after one that warms up.

    In turns, because the speed of a shared machine changes from second to second.
    """
    for run in contestants.values():
        run()
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            found[name].append(run())
    return {name: median(values) for name, values in found.items()}


def cpu_of(work: Callable[[], object], count: int) -> float:
    """CPU seconds of one call, over so many."""
    before = process_time()
    for _ in range(count):
        work()
    return (process_time() - before) / count


def middle(timings: Sequence[Timing]) -> Timing:
    """The medians of several."""
    return Timing(median(t.cpu for t in timings), median(t.wall for t in timings))
