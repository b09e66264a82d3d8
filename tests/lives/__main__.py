"""`python -m tests.lives jingan 4711`: play one life, or with a second number all from one to the other, and tell it."""

from __future__ import annotations

import sys
import time

from tests.lives.schemes import SCHEMES, house_of


def main(arguments: list[str]) -> int:
    """The story of one life on the screen; of several only those in which house and model differ."""
    scheme, first = arguments[0], int(arguments[1])
    last = int(arguments[2]) if len(arguments) > 2 else first
    house, faults = house_of(scheme), 0
    begun = time.perf_counter()
    for seed in range(first, last + 1):
        life = SCHEMES[scheme].life(house, SCHEMES[scheme].rules(), seed)
        try:
            life.play()
        except AssertionError as fault:
            faults += 1
            print(fault)
        else:
            if first == last:
                print("\n".join(life.story))
    lives = last - first + 1
    print(f"{lives} lives, {faults} differ, {(time.perf_counter() - begun) / lives * 1000:.0f} ms each")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
