"""What a store of contents can do, wherever they lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Protocol

from engine.errors import LaurelError


class StoreAway(LaurelError):
    """存放文件的服务器暂时不可用，请稍后再试。填写过的内容仍在草稿里；已经传完的部分没有丢失。"""

    code, status = "store-away", 503


class Store(Protocol):
    """Contents by a key: a hash, or the name of a piece that is still coming. All raise StoreAway."""

    def put(self, key: str, file: IO[bytes], size: int, /) -> None:
        """Keep `size` bytes under a key, whole or not at all; what lies there already is the same or replaced."""

    def open(self, key: str) -> IO[bytes] | None:
        """A content to be read and closed; None if there is none."""

    def remove(self, keys: list[str]) -> None:
        """Forget contents; those that are not there are no error."""

    def digests(self) -> Iterator[str]:
        """The hash of every whole content."""
