"""What lies in a backup: every file with its size and SHA-256, and where the history's chain stood."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

import orjson

from web.backups.errors import BackupDamaged

NAME, FORMAT = "manifest.json", 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of `manifest.json`; paths are relative to the backup's folder, with `/`."""

    made_at: str  # ISO instant
    database: str  # sqlite | postgresql
    revision: str  # of the tables, by Alembic
    chain: tuple[int, str]  # number and value (hexadecimal) of the last link
    files: dict[str, tuple[int, str]] = field(default_factory=dict)  # path -> size in bytes, SHA-256
    format: int = FORMAT


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest last, safely on disk: a folder without one is no backup."""
    with (folder / NAME).open("wb") as file:
        file.write(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())


def contents(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file below a folder but the manifest, with size and hash."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)
    return {path.relative_to(folder).as_posix(): _weighed(path) for path in found}


def read(folder: Path) -> Manifest:
    """The manifest of a backup whose files are all as they were written. Raises BackupDamaged."""
    try:
        said: dict[str, Any] = orjson.loads((folder / NAME).read_bytes())
        known = said["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupDamaged(folder=folder, reason=f"{NAME} 不存在或不能读取") from error
    if known != FORMAT:
        raise BackupDamaged(folder=folder, reason=f"格式 {known} 不是本程序认识的格式 {FORMAT}")
    try:
        files = {path: (size, digest) for path, (size, digest) in said.pop("files").items()}
        number, link = said.pop("chain")
        manifest = Manifest(**said, chain=(int(number), str(link)), files=files)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupDamaged(folder=folder, reason=f"{NAME} 的内容不完整") from error
    there = contents(folder)
    for path in sorted(manifest.files.keys() | there.keys()):
        if path not in there:
            raise BackupDamaged(folder=folder, reason=f"缺少文件 {path}")
        if path not in manifest.files:
            raise BackupDamaged(folder=folder, reason=f"多出文件 {path}")
        if manifest.files[path] != there[path]:
            raise BackupDamaged(folder=folder, reason=f"文件 {path} 的内容与校验值不符")
    return manifest


def _weighed(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, file_digest(file, "sha256").hexdigest()
