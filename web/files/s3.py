"""An S3-compatible store, reached through the `minio` library."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import IO, Any, Final, cast
from urllib.parse import parse_qs, unquote, urlsplit

import urllib3
from minio import Minio
from minio.deleteobjects import DeleteObject
from minio.error import MinioException, S3Error

from engine.errors import LaurelError
from web.files.store import StoreAway

PATIENCE: Final = urllib3.Timeout(connect=5, read=60)  # seconds
TRIES: Final = urllib3.Retry(total=3, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504])
_ABSENT: Final = frozenset({"NoSuchKey", "ResourceNotFound", "NoSuchObject"})
_AWAY: Final = (MinioException, urllib3.exceptions.HTTPError, OSError)


class WrongAddress(LaurelError):
    """LAUREL_S3_URL 应写成 https://帐号:密钥@主机:端口/桶名（可再加 /前缀 和 ?region=地区）；现在的写法不能用。"""

    code, status = "wrong-s3-address", 503


class Bucket:
    """Contents as objects of one bucket, under a prefix."""

    def __init__(self, client: Minio, name: str, prefix: str = "") -> None:
        self.client, self.name, self.prefix = client, name, prefix

    def put(self, key: str, file: IO[bytes], size: int, /) -> None:
        try:
            self.client.put_object(self.name, self._key(key), cast(Any, file), size, num_parallel_uploads=1)
        except _AWAY as error:
            raise StoreAway from error

    def open(self, key: str) -> IO[bytes] | None:
        try:
            answer = self.client.get_object(self.name, self._key(key))
        except S3Error as error:
            if error.code in _ABSENT:
                return None
            raise StoreAway from error
        except _AWAY as error:
            raise StoreAway from error
        return cast(IO[bytes], io.BufferedReader(_Answer(answer), 1024 * 1024))

    def remove(self, keys: list[str]) -> None:
        gone = [DeleteObject(self._key(key)) for key in keys]
        try:
            wrong = list(self.client.remove_objects(self.name, gone)) if gone else []
        except _AWAY as error:
            raise StoreAway from error
        if wrong:
            raise StoreAway

    def digests(self) -> Iterator[str]:
        try:
            for found in self.client.list_objects(self.name, f"{self.prefix}whole/", recursive=True):
                yield str(found.object_name).rpartition("/")[2]
        except _AWAY as error:
            raise StoreAway from error

    def _key(self, key: str) -> str:
        """Pieces and whole contents lie apart, so that a rule of the bucket can forget old pieces too."""
        return f"{self.prefix}pieces/{key}" if "/" in key else f"{self.prefix}whole/{key}"


class _Answer(io.RawIOBase):
    """An answer's body as a file: closing it gives the connection back."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._answer.read(len(buffer))
        except _AWAY as error:
            raise StoreAway from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._answer.close()
            self._answer.release_conn()
        super().close()


@cache
def bucket_at(url: str) -> Bucket:
    """The bucket of an address; one client for all threads. Raises WrongAddress."""
    parts = urlsplit(url)
    name, _, prefix = parts.path.strip("/").partition("/")
    if parts.scheme not in ("http", "https") or not (parts.hostname and parts.username and name):
        raise WrongAddress
    pool = urllib3.PoolManager(timeout=PATIENCE, retries=TRIES, maxsize=16)
    client = Minio(
        endpoint=parts.netloc.rpartition("@")[2],
        access_key=unquote(parts.username),
        secret_key=unquote(parts.password or ""),
        secure=parts.scheme == "https",
        region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
        http_client=pool,
    )
    return Bucket(client, name, f"{prefix.rstrip('/')}/" if prefix else "")
