"""Another system: it keeps every call that comes, and whether the house had committed what the call is about."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from engine.db import Database
from engine.errors import Unavailable
from engine.models import job

_fork = multiprocessing.get_context("fork")


class Call(NamedTuple):
    """One call; `known` says whether its job stood in the database when it came (None: nobody could tell)."""

    key: str
    body: str
    known: bool | None


def calls(file: Path) -> Sequence[Call]:
    return [Call(*json.loads(line)) for line in file.read_text().splitlines()]


@contextmanager
def receiving(url: str, file: Path) -> Iterator[str]:
    """A receiver in a process of its own; yields its address."""
    file.touch()
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    process = _fork.Process(target=_serve, args=(server, url, file), daemon=True)
    process.start()
    server.socket.close()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        process.kill()
        process.join()


def _serve(server: ThreadingHTTPServer, url: str, file: Path) -> None:
    database, out = Database(url), os.open(file, os.O_APPEND | os.O_WRONLY)

    class Keep(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            key = self.headers["Idempotency-Key"]
            os.write(out, (json.dumps([key, body, _known(database, key)]) + "\n").encode())
            os.fsync(out)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Nobody reads it."""

    server.RequestHandlerClass = Keep
    server.serve_forever()


def _known(database: Database, key: str) -> bool | None:
    number = key.removeprefix("laurel-job-")
    if not number.isdecimal():
        return False
    try:
        with database.reading() as connection:
            return connection.execute(select(job.c.id).where(job.c.id == int(number))).first() is not None
    except (SQLAlchemyError, Unavailable):
        return None
