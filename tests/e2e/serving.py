"""Serving an application to the browser: waitress in a thread, as in production, on a free port."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

import assembly
from engine.calendar_store import seed
from engine.clock import LentClock
from engine.process_engine import ProcessEngine
from web import demo, installation
from web.app import create_app
from web.people.directory import recipients
from web.serve import working
from web.settings import Settings

# A Monday: two working days after it the National Day holiday begins, so every period of the demonstration spans it.
TODAY = datetime.fromisoformat("2026-09-28T14:30:00+08:00")


@dataclass(frozen=True)
class Site:
    """A running application: where it is, and the engine and settings behind it for arranging and asking."""

    url: str
    engine: Any = None
    settings: Any = None


@contextmanager
def serving(app: Any, engine: Any = None, settings: Any = None) -> Iterator[Site]:
    """Serve a WSGI application until the block ends."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, name="site", daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.effective_port}", engine, settings)
    finally:
        # In the server's own thread, or it would wait for the connections that the browser keeps open.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()


def furnish(file: Path) -> None:
    """Demonstration data as it stands on TODAY, in a fresh SQLite file."""
    installation.migrate(_url(file))
    process_engine = _engine(file)
    with process_engine.database.transaction() as connection:
        seed(connection, at=process_engine.now())
    demo.furnish(process_engine, installation.PROCESSES)
    process_engine.database.dispose()


@contextmanager
def laurel_site(file: Path) -> Iterator[Site]:
    """Web and worker on a furnished file. The clock is lent: dates can be worked out by hand, and time passes when told."""
    process_engine = _engine(file)
    settings = Settings(secret_key="e2e " * 8, demo=True, demo_password=demo.PASSWORD, secure_cookies=False)
    app = create_app(process_engine, settings)
    try:
        with working(process_engine), serving(app, process_engine, settings) as running:
            yield running
    finally:
        process_engine.database.dispose()


def _engine(file: Path) -> ProcessEngine:
    return assembly.process_engine(_url(file), LentClock(TODAY), directory=recipients)


def _url(file: Path) -> str:
    return f"sqlite:///{file}"
