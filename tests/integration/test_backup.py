"""A backup put back: the chain verifies, a case goes on, its timers are there, the stored files too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import orjson
import pytest
from sqlalchemy import select, text

import assembly
from engine import audit
from engine.clock import LentClock, SystemClock
from engine.commands import tasks
from engine.db import Database, metadata
from engine.history import record
from engine.models import history, job
from engine.process_engine import ProcessEngine
from tests.integration.house import STAFF, deploy, kinds, open_elements, open_task, settle, start
from tests.support import diagrams as d
from tests.support.commands import Laurel, installed
from tests.support.databases import postgres_server
from tests.support.tampering import tamper
from web import installation
from web.backups import postgresql

PAUSED = d.diagram(
    "test.p",
    d.start(),
    d.task("a"),
    d.catch("pause", d.timer("timeDuration", "P10D")),
    d.task("b"),
    d.end(),
    d.flows("start a pause b end"),
)
PATIENCE = 30  # seconds


class Installations:
    """Installations of one kind of database, each with a folder and a database of its own."""

    def __init__(self, kind: str, folder: Path, switch: Callable[[Path, str], Laurel]) -> None:
        self.kind, self.folder, self.switch = kind, folder, switch

    def make(self, name: str) -> tuple[Laurel, str]:
        """The command line of an installation without tables, and its database's address."""
        url = f"sqlite:///{self.folder / name / 'laurel.db'}"
        if self.kind == "postgresql":
            url = _empty_database(f"backup_{name}")
        (self.folder / name).mkdir()
        return self.switch(self.folder / name, url), url


def _empty_database(name: str) -> str:
    server = Database(postgres_server())
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return server.url.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def installations(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Installations:
    def switch(folder: Path, url: str) -> Laurel:
        return installed(folder / "var", url, monkeypatch, capsys)

    return Installations(request.param, tmp_path, switch)


def engine(url: str, clock: LentClock | None = None) -> ProcessEngine:
    installation.migrate(url)
    return assembly.process_engine(url, clock)


def lived(url: str) -> int:
    """An installation in which something has happened: a case waits for its timer, a file is stored; its case."""
    pe = engine(url)
    deploy(pe, p=PAUSED)
    root = start(pe, "test.p", "示申〔2026〕001号")
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    audit.seal_all(pe)
    audit.publish(pe, installation.var() / "audit")
    tasks_after = open_elements(pe, root)
    assert tasks_after == []
    pe.database.dispose()
    stored = installation.var() / "files" / "2026" / "报告.pdf"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"%PDF-1.7 as it was handed in")
    return root


def test_what_is_restored_goes_on(installations: Installations) -> None:
    laurel, url = installations.make("first")
    root = lived(url)
    folder = installations.folder / "backup"
    taken = laurel("backup", folder, "--json")
    assert (taken.code, taken.json["files"]) == (0, 3)  # the database, the report, the head
    pe = engine(url)
    start(pe, "test.p", "示申〔2026〕002号")  # too late for the backup
    with pe.database.reading() as connection:
        due = connection.execute(select(job.c.due_at)).scalar_one()
    pe.database.dispose()

    laurel, url = installations.make("second")
    done = laurel("restore", folder, "--json")
    assert (done.code, done.json["whole"], done.json["timers"], done.json["overdue"]) == (0, True, 1, 0)
    assert laurel("audit", "verify").code == 0
    report = installation.var() / "files" / "2026" / "报告.pdf"
    assert report.read_bytes() == b"%PDF-1.7 as it was handed in"
    clock = LentClock(due - timedelta(seconds=1))
    pe = engine(url, clock)
    with pe.database.reading() as connection:
        assert connection.execute(select(job.c.due_at, job.c.status)).all() == [(due, "ready")]
    settle(pe)
    assert open_elements(pe, root) == []
    clock.set(due)
    settle(pe)
    tasks.complete(pe, open_task(pe, root, "b"), {}, STAFF)
    assert kinds(pe, root)[-1] == "instance-completed"
    assert start(pe, "test.p", "示申〔2026〕002号") == root + 1
    for _ in range(3):
        audit.seal_all(pe)
    verdict = audit.verify(pe)
    assert (verdict.findings, verdict.unsealed) == ([], 0)
    pe.database.dispose()


def test_a_backup_is_taken_while_others_write(installations: Installations) -> None:
    """What it holds is one moment: whole commits, in the order in which they were made."""
    laurel, url = installations.make("busy")
    pe, stop, begun = engine(url), Event(), Event()

    def write() -> None:
        while not stop.is_set():
            with pe.database.transaction() as connection:
                record(connection, SystemClock().now(), "writer", "first")
                record(connection, SystemClock().now(), "writer", "second")
            audit.seal(pe)
            begun.set()

    writer = Thread(target=write)
    writer.start()
    assert begun.wait(PATIENCE)
    folder = installations.folder / "backup"
    assert laurel("backup", folder).code == 0
    stop.set()
    writer.join(PATIENCE)
    pe.database.dispose()
    laurel, url = installations.make("calm")
    assert laurel("restore", folder).code == 0
    pe = engine(url)
    query = select(history.c.kind).where(history.c.actor == "writer").order_by(history.c.id)
    with pe.database.reading() as connection:
        told = list(connection.execute(query).scalars())
    assert told == ["first", "second"] * (len(told) // 2)
    assert len(told) >= 2
    pe.database.dispose()


@pytest.fixture
def backed_up(installations: Installations) -> tuple[Installations, Path]:
    laurel, url = installations.make("first")
    lived(url)
    folder = installations.folder / "backup"
    assert laurel("backup", folder).code == 0
    return installations, folder


def test_nothing_is_restored_over_data_unless_it_is_said(backed_up: tuple[Installations, Path]) -> None:
    installations, folder = backed_up
    laurel, url = installations.make("second")
    lived(url)
    refused = laurel("restore", folder)
    assert (refused.code, "里已有数据，没有恢复任何内容" in refused.err) == (1, True)
    pe = engine(url)
    second = start(pe, "test.p", "示申〔2026〕002号")
    in_use = laurel("restore", folder, "--replace")
    assert in_use.code == 1
    assert "请先停止" in in_use.err
    pe.database.dispose()
    done = laurel("restore", folder, "--replace", "--json")
    assert (done.code, done.json["whole"]) == (0, True)
    pe = engine(url)
    assert kinds(pe, second) == []
    pe.database.dispose()
    if installations.kind == "sqlite":
        old = assembly.process_engine(f"sqlite:///{done.json['aside']}")
        assert kinds(old, second) != []
        old.database.dispose()


def test_a_tampered_history_is_told_at_the_restoration(installations: Installations) -> None:
    laurel, url = installations.make("first")
    lived(url)
    pe = engine(url)
    tamper(pe, "UPDATE history SET actor = 'forger' WHERE id = 2")
    pe.database.dispose()
    folder = installations.folder / "backup"
    assert laurel("backup", folder).code == 0
    laurel, url = installations.make("second")
    done = laurel("restore", folder)
    assert (done.code, done.out.splitlines()[1].endswith("有不符，请运行 laurel audit verify 查看。")) == (
        1,
        True,
    )


DAMAGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed": (lambda f: next(f.rglob("报告.pdf")).write_bytes(b"x"), "报告.pdf 的内容与校验值不符"),
    "missing": (lambda f: next(f.rglob("head-*.txt")).unlink(), "缺少文件 audit/head-"),
    "added": (lambda f: (f / "files" / "new").write_text("x"), "多出文件 files/new"),
    "unfinished": (lambda f: (f / "manifest.json").unlink(), "manifest.json 不存在或不能读取"),
    "nonsense": (lambda f: (f / "manifest.json").write_text("[1]"), "manifest.json 不存在或不能读取"),
    "half": (lambda f: (f / "manifest.json").write_text('{"format": 1}'), "manifest.json 的内容不完整"),
    "future": (lambda f: (f / "manifest.json").write_text('{"format": 2}'), "格式 2 不是本程序认识的格式 1"),
}


@pytest.mark.parametrize("installations", ["sqlite"], indirect=True)
@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    backed_up: tuple[Installations, Path], how: str
) -> None:
    installations, folder = backed_up
    damage, sentence = DAMAGED[how]
    damage(folder)
    laurel, url = installations.make("second")
    refused = laurel("restore", folder)
    assert (refused.code, refused.out) == (1, "")
    assert sentence in refused.err
    database = Database(url)
    with database.reading() as connection:
        assert not database.engine.dialect.has_table(connection, "instance")
    database.dispose()


def test_a_backup_of_other_tables_or_another_database_is_refused(
    backed_up: tuple[Installations, Path],
) -> None:
    installations, folder = backed_up
    laurel, _ = installations.make("second")
    file = folder / "manifest.json"
    kept = orjson.loads(file.read_bytes())
    file.write_bytes(orjson.dumps({**kept, "revision": "20991231_not_yet"}))
    assert laurel("restore", folder).err == (
        "这份备份的表结构（20991231_not_yet）比本程序新；请先升级程序。\n"
    )
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[installations.kind]
    file.write_bytes(orjson.dumps({**kept, "database": other}))
    assert "这份备份来自" in laurel("restore", folder).err


def test_a_folder_with_something_in_it_is_left_alone(backed_up: tuple[Installations, Path]) -> None:
    installations, folder = backed_up
    laurel = installations.switch(installations.folder / "first", f"sqlite:///{installations.folder}/x.db")
    before = sorted(folder.rglob("*"))
    refused = laurel("backup", folder)
    assert (refused.code, refused.err) == (1, f"“{folder}”里已有内容；请指定一个新的或空的文件夹。\n")
    assert sorted(folder.rglob("*")) == before


def test_without_postgresqls_programs_it_is_said_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = _empty_database("backup_without")
    laurel = installed(tmp_path / "var", url, monkeypatch, capsys)
    engine(url).database.dispose()
    monkeypatch.setenv("LAUREL_PG_BIN", str(tmp_path))
    refused = laurel("backup", tmp_path / "backup")
    assert (refused.code, refused.out) == (1, "")
    assert "要用 pg_dump" in refused.err
    assert "本机没有找到。请安装 postgresql-client" in refused.err
    assert not (tmp_path / "backup").exists()
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    old.chmod(0o755)
    assert f"只找到较旧的 {old}（9）" in laurel("backup", tmp_path / "backup").err


def test_the_password_is_not_among_the_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody on a machine may read the arguments of its processes."""
    seen: list[tuple[list[str], str]] = []

    def run(command: list[str], **options: dict[str, str]):  # type: ignore[no-untyped-def]
        seen.append((command, options.get("env", {}).get("PGPASSWORD", "")))
        raise StopIteration

    monkeypatch.setattr(postgresql.subprocess, "run", run)
    monkeypatch.setattr(postgresql, "_program", lambda name, version: Path(name))
    database = Database(postgres_server())
    with database.reading() as connection, pytest.raises(StopIteration):
        postgresql.load(connection, "postgresql+psycopg://me:geheim@host:5433/laurel", Path("folder"))
    database.dispose()
    ((command, password),) = seen
    assert (password, [word for word in command if "geheim" in word]) == ("geheim", [])
    assert command[1] == "--dbname=user=me dbname=laurel host=host port=5433"
    assert metadata.tables
