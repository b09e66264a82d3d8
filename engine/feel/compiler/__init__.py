"""From tree to closures. A closure takes a frame and gives a value; the budget is spent where work repeats."""

from engine.feel.compiler import boxed, calls, logic, loops, membership, names, operators
from engine.feel.compiler.core import Run, build, size
from engine.feel.compiler.frames import Frame, Scope

__all__ = [
    "Frame",
    "Run",
    "Scope",
    "boxed",
    "build",
    "calls",
    "logic",
    "loops",
    "membership",
    "names",
    "operators",
    "size",
]
