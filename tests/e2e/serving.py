"""Serving an application to the browser: waitress in a thread, as in production, on a free port."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waitress.server import create_server


@dataclass(frozen=True)
class Site:
    """A running application: where it is, and the engine behind it for arranging and asking."""

    url: str
    engine: Any


@contextmanager
def serving(app: Any, engine: Any = None) -> Iterator[Site]:
    """Serve a WSGI application until the block ends."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, name="site", daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.effective_port}", engine)
    finally:
        server.close()
        thread.join(timeout=1)  # a browser may keep its connection; the thread ends with the process


@contextmanager
def laurel_site(folder: Path) -> Iterator[Site]:
    """The one place where these tests learn how Laurel is put together: demo data in a fresh SQLite file, web and worker."""
    from web import demo, installation
    from web.app import create_app
    from web.serve import prepare, working
    from web.settings import Settings

    process_engine = prepare(f"sqlite:///{folder / 'laurel.db'}")
    demo.furnish(process_engine, installation.PROCESSES)
    settings = Settings(secret_key="e2e " * 8, demo=True, demo_password=demo.PASSWORD, secure_cookies=False)
    try:
        with (
            working(process_engine),
            serving(create_app(process_engine, settings), process_engine) as running,
        ):
            yield running
    finally:
        process_engine.database.dispose()
