"""A small S3-compatible server on the loopback: the calls that a store of files makes, contents in memory.

It checks what a real one would refuse: the account, the hash of a body, parts that do not belong together.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

ACCOUNT, SECRET, BUCKET = "laurel", "a+secret/with signs", "files"
_XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


@dataclass
class ObjectStore:
    """What lies in the bucket, which calls came, and whether the server is down."""

    port: int = 0
    objects: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    down: bool = False

    @property
    def url(self) -> str:
        """As LAUREL_S3_URL wants it."""
        return f"http://{ACCOUNT}:a%2Bsecret%2Fwith%20signs@127.0.0.1:{self.port}/{BUCKET}/laurel"


@contextmanager
def serving() -> Iterator[ObjectStore]:
    """A server that runs while the block runs."""
    store = ObjectStore()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"store": store}))
    server.daemon_threads = True
    store.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: ObjectStore

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        key, asked = self._asked()
        if key is None:
            return
        if not key:
            self._list(asked)
        elif key in self.store.objects:
            self._say(200, self.store.objects[key], {"ETag": _etag(self.store.objects[key])})
        else:
            self._error(404, "NoSuchKey")

    do_HEAD = do_GET

    def do_PUT(self) -> None:
        key, asked = self._asked()
        if key is None:
            return
        body = self._body()
        if body is None:
            self._error(400, "XAmzContentSHA256Mismatch")
        elif "uploadId" in asked:
            self.store.parts[asked["uploadId"]][int(asked["partNumber"])] = body
            self._say(200, b"", {"ETag": _etag(body)})
        else:
            self.store.objects[key] = body
            self._say(200, b"", {"ETag": _etag(body)})

    def do_POST(self) -> None:
        key, asked = self._asked()
        if key is None:
            return
        body = self._body() or b""
        if "delete" in asked:
            for name in re.findall(r"<Key>(.*?)</Key>", body.decode()):
                self.store.objects.pop(name, None)
            self._say(200, f"<DeleteResult {_XMLNS}/>".encode())
        elif "uploads" in asked:
            number = f"upload-{len(self.store.parts)}"
            self.store.parts[number] = {}
            inner = f"<Bucket>{BUCKET}</Bucket><Key>{escape(key)}</Key><UploadId>{number}</UploadId>"
            self._say(
                200,
                f"<InitiateMultipartUploadResult {_XMLNS}>{inner}</InitiateMultipartUploadResult>".encode(),
            )
        else:
            parts = self.store.parts.pop(asked["uploadId"])
            named = [int(n) for n in re.findall(r"<PartNumber>(\d+)</PartNumber>", body.decode())]
            if named != sorted(parts):
                self._error(400, "InvalidPart")
                return
            self.store.objects[key] = b"".join(parts[number] for number in named)
            inner = f"<Bucket>{BUCKET}</Bucket><Key>{escape(key)}</Key><ETag>&quot;x-1&quot;</ETag><Location>x</Location>"
            self._say(
                200,
                f"<CompleteMultipartUploadResult {_XMLNS}>{inner}</CompleteMultipartUploadResult>".encode(),
            )

    def do_DELETE(self) -> None:
        key, asked = self._asked()
        if key is None:
            return
        if "uploadId" in asked:
            self.store.parts.pop(asked["uploadId"], None)
        else:
            self.store.objects.pop(key, None)
        self._say(204, b"")

    def _asked(self) -> tuple[str | None, dict[str, str]]:
        """The key and the query; None after an answer that refuses."""
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        bucket, _, key = unquote(url.path).lstrip("/").partition("/")
        self.store.calls.append((self.command, key))
        if self.store.down:
            self._drop()
            self._error(503, "ServiceUnavailable")
        elif f"Credential={ACCOUNT}/" not in self.headers.get("Authorization", ""):
            self._drop()
            self._error(403, "AccessDenied")
        elif bucket != BUCKET:
            self._drop()
            self._error(404, "NoSuchBucket")
        else:
            return key, asked
        return None, asked

    def _drop(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _body(self) -> bytes | None:
        """The body; None if it is not what was signed."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return body if sha256(body).hexdigest() == self.headers.get("x-amz-content-sha256") else None

    def _list(self, asked: dict[str, str]) -> None:
        found = sorted(key for key in self.store.objects if key.startswith(asked.get("prefix", "")))
        inner = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>2026-03-02T01:00:00.000Z</LastModified>"
            f"<ETag>&quot;x&quot;</ETag><Size>{len(self.store.objects[key])}</Size>"
            f"<StorageClass>STANDARD</StorageClass></Contents>"
            for key in found
        )
        head = f"<Name>{BUCKET}</Name><KeyCount>{len(found)}</KeyCount><IsTruncated>false</IsTruncated>"
        self._say(200, f"<ListBucketResult {_XMLNS}>{head}{inner}</ListBucketResult>".encode())

    def _error(self, status: int, code: str) -> None:
        self._say(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())

    def _say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/xml", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _etag(content: bytes) -> str:
    return f'"{md5(content, usedforsecurity=False).hexdigest()}"'
