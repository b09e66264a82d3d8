"""Where contents lie: a folder below `var`, or an S3-compatible store; both know a content by its SHA-256."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from web import installation
from web.files.store import Store

HALF: Final = ".half-"  # how files begin that are still being written
UPLOADS: Final = Path("files") / "uploads"  # below `var`, and in a backup


class Folder:
    """Contents as files, two levels deep; backups copy the folder itself."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def place(self, key: str) -> Path:
        """Where a content lies; pieces lie in a folder of their own that no backup copies."""
        if "/" in key:
            return self.root.parent.parent / "uploading" / key
        return self.root / key[:2] / key

    def put(self, key: str, file: IO[bytes], _size: int, /) -> None:
        place = self.place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=HALF, delete=False) as half:
            try:
                shutil.copyfileobj(file, half, 1024 * 1024)
                half.flush()
                os.fsync(half.fileno())
                os.replace(half.name, place)
            finally:
                Path(half.name).unlink(missing_ok=True)

    def open(self, key: str) -> IO[bytes] | None:
        try:
            return self.place(key).open("rb")
        except FileNotFoundError:
            return None

    def remove(self, keys: list[str]) -> None:
        for key in keys:
            place = self.place(key)
            place.unlink(missing_ok=True)
            if "/" in key:
                _remove_if_empty(place.parent)

    def digests(self) -> Iterator[str]:
        if self.root.is_dir():
            yield from sorted(path.name for path in self.root.glob("??/*") if not path.name.startswith(HALF))


def chosen() -> Store:
    """The store of this installation: `LAUREL_S3_URL`, else the folder below `var`."""
    url = os.environ.get("LAUREL_S3_URL", "")
    if not url:
        return folder()
    from web.files.s3 import bucket_at  # the client is loaded only where it is used

    return bucket_at(url)


def folder() -> Folder:
    """The folder that serves without an S3 store, and that a backup's copy has the form of."""
    return Folder(installation.var() / UPLOADS)


def _remove_if_empty(place: Path) -> None:
    try:
        place.rmdir()
    except OSError:
        return  # other pieces lie there still
