"""What every process of an installation starts with: an engine on up-to-date tables, its settings, its worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import assembly
from engine.calendar_store import seed
from engine.process_engine import ProcessEngine, calm_collector
from engine.worker import Worker
from web import installation
from web.files import upkeep
from web.limits import limits_from
from web.people.directory import recipients
from web.settings import Settings, secret_from


def prepare(url: str) -> ProcessEngine:
    """A process engine on an up-to-date database with its calendar years."""
    installation.migrate(url)
    pe = assembly.process_engine(url, directory=recipients)
    with pe.database.transaction() as connection:
        seed(connection, at=pe.now())
    upkeep.lend(pe)
    return pe


def settings(*, demo: bool = False, demo_password: str = "") -> Settings:
    """The settings of this installation; its secret is made at the first start.

    Nodes that do not share a `var` folder are given the same secret by `LAUREL_SECRET_FILE`.
    """
    secret = secret_from(Path(os.environ.get("LAUREL_SECRET_FILE") or installation.var() / "secret"))
    return Settings(
        secret_key=secret,
        demo=demo,
        demo_password=demo_password,
        secure_cookies=not demo,
        uploads=limits_from(os.environ.get("LAUREL_UPLOAD_LIMITS", "")),
    )


@contextmanager
def working(pe: ProcessEngine, heads: Path | None = None) -> Iterator[Worker]:
    """A worker that runs while the block runs; `heads` as for `Worker`."""
    calm_collector()
    worker = Worker(pe, heads=heads)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
