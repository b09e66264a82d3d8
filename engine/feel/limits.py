"""How much an expression may ask for. Every bound is counted, none is timed, so a breach is reproducible."""

from __future__ import annotations

SOURCE_CHARACTERS = 4096
NESTING = 64
STEPS = 100_000
CALL_DEPTH = 48
"""User-defined functions inside one another; keeps the host's stack safe."""
STACK = 400
"""Sum of the static depths of the functions being called."""
STRING_CHARACTERS = 65_536
LIST_ITEMS = 10_000
VALUE_DEPTH = 64
RESULT_CELLS = 1_048_576
"""Characters plus 8 for each value in a result."""
CHARACTERS_PER_STEP = 64
PROBLEMS = 50
DIGITS = 34
