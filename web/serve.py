"""Web and worker in one process: waitress answers in threads, the worker ticks beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from waitress.server import create_server

import assembly
from engine.calendar_store import seed
from engine.process_engine import ProcessEngine, calm_collector
from engine.worker import Worker
from web import installation
from web.settings import Settings, secret_from

THREADS = 8


def prepare(url: str) -> ProcessEngine:
    """A process engine on an up-to-date database with its calendar years."""
    installation.migrate(url)
    pe = assembly.process_engine(url)
    with pe.database.transaction() as connection:
        seed(connection, at=pe.now())
    return pe


def settings(*, demo: bool = False, demo_password: str = "") -> Settings:
    """The settings of this installation; its secret is made at the first start."""
    secret = secret_from(installation.var() / "secret")
    return Settings(secret_key=secret, demo=demo, demo_password=demo_password, secure_cookies=not demo)


@contextmanager
def working(pe: ProcessEngine) -> Iterator[Worker]:
    """A worker that runs while the block runs."""
    calm_collector()
    worker = Worker(pe)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def listen(app: Flask, host: str, port: int) -> None:
    """Answer requests until the process is told to stop."""
    create_server(app, host=host, port=port, threads=THREADS, ident="laurel").run()
