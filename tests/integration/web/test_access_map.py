"""Every route, every role, and an object of one's own, of another's, of another scheme, and none: as declared.

Usually one role that gets through and one that does not are asked for each object, others each time another route;
the deep run asks all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.serving import furnish
from tests.integration.web.access.lines import KINDS, ROLES, Line, lines
from tests.integration.web.access.routes import routes
from tests.integration.web.access.table import page
from tests.integration.web.access.world import World
from tests.support import deep

PAGE = Path(__file__).parents[3] / "docs" / "access.md"
LINES = lines()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("access")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAUREL_VAR", str(folder))
        furnish(folder / "laurel.db")
        made = World(folder / "laurel.db")
        yield made
        made.pe.database.dispose()


def test_every_route_has_its_line_and_every_line_its_route(world: World) -> None:
    """Who adds a route adds its line: python -m tests.integration.web.access prints one to begin with."""
    declared = [(line.endpoint, line.method) for line in LINES]
    assert sorted(declared) == sorted((endpoint, method) for endpoint, method, _ in routes(world.app))


def test_the_page_that_people_read_is_this_declaration(world: World) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(LINES, world.app)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.method} {line.endpoint}")
def test_who_gets_what(world: World, line: Line) -> None:
    names = {
        name
        for endpoint, method, found in routes(world.app)
        if (endpoint, method) == (line.endpoint, line.method)
        for name in found
    }
    asked = 0
    for kind in KINDS:
        for role, args in _asked(world, line, kind, names):
            asked += 1
            got = world.ask(role, line.method, line.endpoint, args)
            assert got == line.expected(role, kind), f"{role}, {KINDS[kind]}: {args}"
    assert asked > 0


def _asked(world: World, line: Line, kind: str, names: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whom to ask, with what: all in the deep run, else one role of each answer, by the route's place in the list."""
    if line.through(kind) is None:
        return
    turn, seen = LINES.index(line), set()
    for place in range(len(ROLES)):
        role = list(ROLES)[(place + turn) % len(ROLES)]
        answer = line.expected(role, kind)
        if answer in seen and not deep.DEEP:
            continue
        args = world.args(line.endpoint, names, kind, role)
        if args is not None:
            seen.add(answer)
            yield role, args
