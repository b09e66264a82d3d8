"""Writes docs/access.md, and prints a line for every route that has none: what is now, to be judged by its author."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sqlalchemy import select

from tests.e2e.serving import furnish
from tests.integration.web.access import lines as declared
from tests.integration.web.access.lines import KINDS, ROLES
from tests.integration.web.access.routes import routes
from tests.integration.web.access.table import page
from tests.integration.web.access.world import World
from web.access import Rule
from web.models import account
from web.people import accounts

PAGE = Path(__file__).parents[4] / "docs" / "access.md"
WORDS = ("NOBODY", "ALL", "STAFF", "CONCERNED", "OFFICE", "DRAWING", "SIGNED_IN")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LAUREL_VAR"] = os.environ["LAUREL_KEYS"] = folder
        file = Path(folder) / "laurel.db"
        furnish(file)
        world = World(file)
        PAGE.write_text(page(declared.lines(), world.app), encoding="utf-8")
        said = {(line.endpoint, line.method) for line in declared.lines()}
        for endpoint, method, names in routes(world.app):
            if (endpoint, method) not in said:
                print(draft(world, endpoint, method, names), flush=True)


def draft(world: World, endpoint: str, method: str, names: set[str]) -> str:
    """A line that says what is."""
    rule: Rule = world.app.view_functions[endpoint].may  # type: ignore[attr-defined]
    allowed = [role for role in ROLES if rule.allows(_account(world, role))]
    parts = [f'"{endpoint}"', *([f'"{method}"'] if method != "GET" else [])]
    if allowed != declared.SIGNED_IN.split():
        parts.append(
            "rule=" + ("EVERYBODY" if len(allowed) == len(ROLES) else _named(allowed, allowed, rule=True))
        )
    parts += ["refusal=404"] if rule.hidden else []
    for kind in [kind for kind in KINDS if (kind == "page") != bool(names)]:
        got = {
            role: world.ask(role, method, endpoint, args)
            for role in allowed
            if (args := world.args(endpoint, names, kind, role)) is not None
        }
        if got:
            through, told = ([role for role in got if got[role] == what] for what in ("in", "403"))
            parts.append(f"{kind}=" + (_marked(through, told) if told else _named(through, list(got))))
    return f"    Line({', '.join(parts)}),"


def _account(world: World, role: str) -> accounts.Account | None:
    with world.pe.database.reading() as connection:
        row = connection.execute(select(account).where(account.c.name == world.name(role))).first()
    return accounts.of_row(row) if row else None


def _named(roles: list[str], known: list[str], *, rule: bool = False) -> str:
    """A word of `lines` that is true of all roles that were asked, else their names."""
    if len(roles) == 1 and len(known) > 1:
        return f'"{roles[0]}"'
    for word in WORDS[2:] if rule else WORDS:
        meant = set(getattr(declared, word).split())
        if all((role in meant) == (role in roles) for role in (ROLES if rule else known)):
            return word
    return f'"{" ".join(roles)}"'


def _marked(through: list[str], told: list[str]) -> str:
    return f'"{" ".join([*through, *(f"{role}!" for role in told)])}"'


if __name__ == "__main__":
    main()
