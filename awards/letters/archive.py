"""The archive of papers: files named by their hash, added and never changed."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from awards.settings import settings
from engine.errors import LaurelError


class PaperDamaged(LaurelError):
    """归档文件 {digest} 不在档案目录里，或内容已经改变。请管理员用备份恢复这个文件。"""

    code, status = "paper-damaged", 503


def keep(content: bytes, suffix: str = ".pdf") -> str:
    """Store a paper safely on disk; returns its SHA-256. Stored twice, it lies there once."""
    digest = sha256(content).hexdigest()
    place = path_of(digest, suffix)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_name(f"{place.name}.{os.getpid()}.half")
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(place)
    return digest


def read(digest: str, suffix: str = ".pdf") -> bytes:
    """A paper as it was stored. Raises PaperDamaged if it is gone or another one."""
    try:
        content = path_of(digest, suffix).read_bytes()
    except FileNotFoundError:
        raise PaperDamaged(digest=digest) from None
    if sha256(content).hexdigest() != digest:
        raise PaperDamaged(digest=digest)
    return content


def path_of(digest: str, suffix: str = ".pdf") -> Path:
    """Where a paper of that hash lies."""
    return settings().archive / digest[:2] / f"{digest}{suffix}"
