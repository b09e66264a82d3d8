"""The inbox beside a hundred thousand open tasks, by who looks at it: whole requests, and what the database works."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, NamedTuple

from flask.testing import FlaskClient
from sqlalchemy import text

import assembly
from benchmarks import crowd
from engine.db import Database
from engine.process_engine import ProcessEngine
from web.app import create_app
from web.people import accounts, sessions
from web.settings import Settings

ROUNDS: Final = 4
OFFICE: Final = [f"s{n}.office-lead" for n in range(crowd.SCHEMES)]


class Viewer(NamedTuple):
    """Somebody who looks at a view: account, groups."""

    account: str
    groups: list[str]
    view: str


# One's own tasks, one's group's, what one has done; a scheme's lead; who leads all schemes; an administrator.
VIEWERS: Final = {
    "mine": Viewer("member-7-3", ["s7.clerk"], "mine"),
    "done": Viewer("member-7-3", ["s7.clerk"], "done"),
    "group": Viewer("member-7-4", ["s7.clerk"], "group"),
    "lead": Viewer("lead-7", ["s7.office-lead"], "all"),
    "office": Viewer("office", OFFICE, "all"),
    "admin": Viewer("admin", [], "all"),
}
# What people narrow and sort by: a word of all, of an eighth, of one, of none; a variable; pages far behind.
NARROWED: Final = (
    *(
        "q=B04071",
        "q=单位",
        "q=有限公司",
        "q=示例0421",
        "q=任务",
        "q=公示",
        "q=zzz",
        "q=amount:3",
        "q=grade:B",
    ),
    *("cycle=2026", "step=公示 任务", "process=s7.application", "scheme=s7"),
    *("who=me", "who=others", "who=nobody", "who=delegated", "due=over", "from=2020-01-01&to=2099-12-31"),
    *("sort=task", "sort=case", "sort=who", "sort=state", "order=latest", "page=40", "page=4000"),
    *("sort=case&page=40", "sort=case&cycle=2026", "sort=case&q=任务", "sort=who&q=任务"),
    *("sort=who&cycle=2026&page=30", "sort=who&who=others", "due=over&order=latest"),
)

# One process of PostgreSQL for each statement, so that its time is the database's whole work.
_ALONE: Final = "-c max_parallel_workers_per_gather=0"


@dataclass(frozen=True, slots=True)
class Answered:
    """One request: wall, and CPU of the server and of the database's processes that served it, in seconds."""

    wall: float
    server: float
    database: float
    size: int  # bytes of the page

    @property
    def cpu(self) -> float:
        return self.server + self.database


@dataclass(frozen=True, slots=True)
class View:
    """A view as it opens, and the slowest of its filters and orders, with which it is."""

    first: Answered
    slowest: Answered
    which: str


def fill(url: str) -> None:
    """Write the crowd into an empty database; what is measured finds it there as often as one likes."""
    pe = assembly.process_engine(url)
    crowd.fill(pe, sorted({viewer.account for viewer in VIEWERS.values()}))
    pe.database.dispose()


def requests(url: str) -> Mapping[str, View]:
    """Each viewer asks the filled database for whole pages, one after the other, in one process."""
    os.environ.setdefault("PGOPTIONS", _ALONE)
    pe = assembly.process_engine(url)
    settings = Settings(secret_key="bench " * 8, secure_cookies=False)
    app = create_app(pe, settings)
    found = {}
    for name, viewer in VIEWERS.items():
        accounts.write(
            pe.database, viewer.account, viewer.account, "-", viewer.groups, admin=viewer.account == "admin"
        )
        client = app.test_client()
        client.set_cookie("laurel", sessions.begin(pe.database, settings, viewer.account))
        found[name] = _view(pe, client, f"/tasks?view={viewer.view}")
    pe.database.dispose()
    return found


def _view(pe: ProcessEngine, client: FlaskClient, address: str) -> View:
    first = _request(pe, client, address)
    narrowed = {query: _request(pe, client, f"{address}&{query}") for query in NARROWED}
    which = max(narrowed, key=lambda query: narrowed[query].cpu)
    return View(first, narrowed[which], which)


def _request(pe: ProcessEngine, client: FlaskClient, address: str) -> Answered:
    """That of some requests, after one that warms up, which cost the least CPU: others disturb the rest."""
    rounds = []
    for _ in range(ROUNDS):
        backends = _backends(pe.database)
        wall, server, database = perf_counter(), process_time(), _worked(backends)
        answer = client.get(address)
        spent = (perf_counter() - wall, process_time() - server, _worked(backends) - database)
        rounds.append(Answered(*spent, len(answer.data)))
        if answer.status_code != 200:
            raise AssertionError(f"{address} answered {answer.status_code}")
    return min(rounds[1:], key=lambda answered: answered.cpu)


def _backends(database: Database) -> list[int]:
    """The processes of PostgreSQL that serve this database; SQLite works inside the server."""
    if database.is_sqlite:
        return []
    mine = text(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    )
    with database.reading() as connection:
        return list(connection.execute(mine).scalars())


def _worked(processes: list[int]) -> float:
    """CPU seconds of these processes until now."""
    spent = (Path(f"/proc/{process}/schedstat").read_text().split()[0] for process in processes)
    return sum(map(int, spent)) / 1e9
