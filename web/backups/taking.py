"""Take a backup while everybody works: the database as at one moment, then the files that it may name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, make_url, text

from engine.audit.sealing import head
from engine.clock import SystemClock
from engine.db import Database
from web import installation
from web.backups import manifest, postgresql, sqlite
from web.backups.errors import BackupRefused
from web.files import stores

# Folders below `var` that belong to the installation. Files are added to them and never changed, and one that is
# taken away has been named by nobody for a day, so copying them after the database catches every file that it names.
FOLDERS = ("files", "audit")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a backup holds."""

    folder: Path
    files: int
    bytes: int
    chain: int  # number of the last link


def take(url: str, folder: Path) -> Taken:
    """Write a backup of the installation; the folder bears its name only when it is whole.

    Raises BackupRefused if the folder is not empty or the database's own programs fail, and Unavailable.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(reason=f"“{folder}”里已有内容；请指定一个新的或空的文件夹。")
    half = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(half, ignore_errors=True)  # what a backup that was interrupted has left
    half.mkdir(parents=True, mode=0o700)
    made_at = SystemClock().now().isoformat()
    revision, chain = _dump(url, half)
    for name in FOLDERS:
        source = installation.var() / name
        if source.is_dir():
            _copy_tree(source, half / name)
    _fetch_uploads(half)
    files = manifest.contents(half)
    kind = make_url(url).get_backend_name()
    manifest.write(half, manifest.Manifest(made_at, kind, revision, (chain[0], chain[1].hex()), files))
    half.replace(folder)
    return Taken(folder, len(files), sum(size for size, _ in files.values()), chain[0])


def _copy_tree(source: Path, target: Path) -> None:
    """Every whole file of a folder; what is just being written, or swept away meanwhile, is nobody's."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        elif not path.name.startswith(stores.HALF):
            with suppress(FileNotFoundError):
                shutil.copy2(path, place)


def _fetch_uploads(half: Path) -> None:
    """Uploads that lie in an S3 store, as the folder would hold them. Raises StoreAway."""
    store = stores.chosen()
    if isinstance(store, stores.Folder):
        return
    copy = stores.Folder(half / stores.UPLOADS)
    for digest in store.digests():
        if (content := store.open(digest)) is not None:
            with content:
                copy.put(digest, content, 0)


def _dump(url: str, folder: Path) -> tuple[str, tuple[int, bytes]]:
    """Copy the database; returns the revision of its tables and the chain's head, both as in the copy."""
    if make_url(url).get_backend_name() == "sqlite":
        sqlite.dump(Path(make_url(url).database or ""), folder)
        with _reading(f"sqlite:///{folder / sqlite.FILE}") as connection:
            return _standing(connection)
    with _reading(url) as connection:
        found = _standing(connection)
        postgresql.dump(connection, url, folder)
        return found


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    """Questions that all see one and the same moment."""
    database = Database(url)
    try:
        with database.reading() as connection:
            if not database.is_sqlite:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            yield connection
    finally:
        database.dispose()


def _standing(connection: Connection) -> tuple[str, tuple[int, bytes]]:
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return str(revision), head(connection)
