"""Fixtures for every kind of test: both databases, a clock that stands still, a process engine."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from argon2 import PasswordHasher, profiles
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

import assembly
import web.models  # noqa: F401 (its tables join the metadata)
from engine import bundle as bundles
from engine.clock import LentClock
from engine.process_engine import ProcessEngine
from tests.support import deep, reading_once
from tests.support.databases import fresh_postgres, fresh_sqlite
from web.people import accounts
from web.people.directory import recipients

os.environ.setdefault("LAUREL_KEYS", tempfile.mkdtemp(prefix="laurel-keys-"))  # never an installation's

# The same examples each time, however busy the machine is.
settings.register_profile("laurel", derandomize=True, deadline=None)
settings.load_profile("laurel")

MONDAY = datetime.fromisoformat("2026-03-02T09:00:00+08:00")


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every application has its own Jinja environment, and there are hundreds: they share what was compiled."""
    compiled = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("jinja")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", compiled)
        yield


@pytest.fixture(scope="session", autouse=True)
def _bundles_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundles, "read", reading_once.read)
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_nothing() -> Iterator[None]:
    """Only how long a guess takes is different from an installation's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", PasswordHasher.from_parameters(profiles.CHEAPEST))
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes papers into the folder of a real installation."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAUREL_VAR", str(tmp_path_factory.mktemp("var")))
        yield


@pytest.fixture
def clock() -> LentClock:
    return LentClock(MONDAY)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty database, once as a SQLite file and once on PostgreSQL."""
    if request.param == "sqlite":
        return fresh_sqlite(tmp_path_factory.mktemp("sqlite"))
    return fresh_postgres()


@pytest.fixture
def pe(database_url: str, clock: LentClock) -> Iterator[ProcessEngine]:
    """A process engine with everything assembled, on an empty database."""
    engine = assembly.process_engine(database_url, clock, directory=recipients)
    yield engine
    engine.database.dispose()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A deep session keeps what it counted; a worker hands it to the process that started it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["counted"] = deep.counted()
    elif deep.DEEP and not session.config.option.collectonly:
        deep.keep()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Which files have tests that failed."""
    if report.failed:
        deep.fails(report.location[0])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a worker counted; one that was killed has nothing to tell."""
    if counted := getattr(node, "workeroutput", {}).get("counted"):
        deep.take(counted)
