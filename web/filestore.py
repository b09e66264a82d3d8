"""Uploaded files on disk: streamed, bounded, of the kind their name says, stored under their hash."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath
from typing import IO, Final

import filetype

from engine.errors import LaurelError
from web import installation

LARGEST: Final = 30 * 1024 * 1024  # bytes of a file
PIECE: Final = 64 * 1024  # bytes held at once
LOOKED_AT: Final = 8192  # bytes that tell what a file is
_ZIPS = ("zip", "docx", "xlsx", "pptx")
# What a file may be called, and what its content must then be; office documents are archives inside.
KINDS: Final = {
    ".pdf": ("pdf",),
    ".jpg": ("jpg",),
    ".jpeg": ("jpg",),
    ".png": ("png",),
    ".docx": _ZIPS,
    ".xlsx": _ZIPS,
    ".pptx": _ZIPS,
    ".ofd": _ZIPS,
    ".zip": _ZIPS,
}


class TooLarge(LaurelError):
    """“{name}”超过 {most} MB，没有保存。请压缩，或拆成几个文件。"""

    code, status = "file-too-large", 413


class WrongKind(LaurelError):
    """“{name}”没有保存：{reason}。"""

    code, status = "wrong-kind", 422


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored file: SHA-256 and size in bytes."""

    sha256: str
    size: int


def keep(stream: IO[bytes], name: str, accepted: str = "") -> Kept:
    """Store what a stream holds. `accepted` lists suffixes, as a form's `accept`. Raises TooLarge, WrongKind.

    Nothing of a refused file stays on disk, and the same content lies there once.
    """
    _check_name(name, accepted)
    digest, size, first = sha256(), 0, b""
    with _half() as (half, file):
        while piece := stream.read(PIECE):
            first, size = first or piece[:LOOKED_AT], size + len(piece)
            if size > LARGEST:
                raise TooLarge(name=name, most=LARGEST // 1024 // 1024)
            digest.update(piece)
            file.write(piece)
        _check_content(name, first)
        file.flush()
        os.fsync(file.fileno())
        place = path_of(digest.hexdigest())
        place.parent.mkdir(parents=True, exist_ok=True)
        half.replace(place)
    return Kept(digest.hexdigest(), size)


def path_of(digest: str) -> Path:
    """Where a file of that hash lies: below `files`, which backups hold."""
    return installation.var() / "files" / "uploads" / digest[:2] / digest


@contextmanager
def _half() -> Iterator[tuple[Path, IO[bytes]]]:
    """A file beside the store, gone again unless it was moved away."""
    folder = installation.var() / "uploading"
    folder.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        half = Path(file.name)
        try:
            yield half, file
        finally:
            half.unlink(missing_ok=True)


def _check_name(name: str, accepted: str) -> None:
    suffix = PurePath(name).suffix.lower()
    wanted = [part.strip().lower() for part in accepted.split(",") if part.strip().startswith(".")]
    allowed = [part for part in wanted or KINDS if part in KINDS]
    if suffix not in allowed:
        raise WrongKind(name=name, reason=f"这里只收 {'、'.join(allowed)} 文件")


def _check_content(name: str, first: bytes) -> None:
    suffix, found = PurePath(name).suffix.lower(), filetype.guess_extension(first)
    if not first:
        raise WrongKind(name=name, reason="文件是空的")
    if found not in KINDS[suffix]:
        raise WrongKind(name=name, reason=f"内容不是 {suffix} 文件，请用原来的程序另存后再传")
