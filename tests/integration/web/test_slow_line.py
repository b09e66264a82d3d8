"""Fifty megabytes over a slow line: sent byte by byte to the real server, as a form and in pieces."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from engine.process_engine import ProcessEngine
from tests.e2e.serving import Site, serving
from tests.integration.web.conftest import House
from tests.integration.web.filing import deploy
from tests.integration.web.test_sending import word
from tests.support import deep
from web.models import upload
from web.people import sessions
from web.settings import Settings

SIZE = deep.count("a file over a slow line, bytes", 700_000, 50 * 1024 * 1024)
SPEED = deep.count("the line, bytes a second", 500_000, 2_000_000)
TURN = 0.02  # seconds between two handfuls
PIECE = 256 * 1024


@pytest.fixture
def site(app: Flask, house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Site]:
    monkeypatch.setenv("LAUREL_VAR", str(tmp_path / "var"))
    deploy(house.pe)
    with serving(app) as running:
        yield running


@pytest.fixture
def content() -> bytes:
    return (b"%PDF-1.7\n" + bytes(range(256)) * (SIZE // 256 + 1))[:SIZE]


def test_a_file_in_one_form(
    site: Site, house: House, engine: ProcessEngine, settings: Settings, content: bytes
) -> None:
    task = house.task(house.apply(), "submit")
    head = (
        b'--x\r\nContent-Disposition: form-data; name="_upload"\r\n\r\nreport\r\n'
        b'--x\r\nContent-Disposition: form-data; name="_file:report"; filename="a.pdf"\r\n\r\n'
    )
    body = head + content + b"\r\n--x--\r\n"
    line = Line(site, sessions.begin(engine.database, settings, "applicant"))
    begun = time.monotonic()
    status = line.send(
        "POST", f"/tasks/{task}/files", body, {"Content-Type": "multipart/form-data; boundary=x"}
    )
    took = time.monotonic() - begun
    assert (status, stored(engine)) == (303, [(sha256(content).hexdigest(), SIZE)])
    assert took >= 0.9 * SIZE / SPEED  # it was slow indeed


def test_a_file_in_pieces_while_others_are_served(
    site: Site, house: House, engine: ProcessEngine, settings: Settings, content: bytes
) -> None:
    task = house.task(house.apply(), "submit")
    line = Line(site, sessions.begin(engine.database, settings, "applicant"))
    told = {"Upload-Length": str(SIZE), "Upload-Metadata": f"field {word('report')},filename {word('a.pdf')}"}
    assert line.send("POST", f"/tasks/{task}/files/incoming", b"", told) == 201
    place = line.headers["location"]
    for at in range(0, SIZE, PIECE):
        told = {"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
        assert line.send("PATCH", place, content[at : at + PIECE], told) == 204
        quick = Line(site, "", speed=10**9)
        assert quick.send("GET", "/healthz", b"", {}) == 200
    assert stored(engine) == [(sha256(content).hexdigest(), SIZE)]


class Line:
    """One request after the other over a line of so many bytes a second."""

    def __init__(self, site: Site, session: str, speed: int = SPEED) -> None:
        self.host, self.port = urlsplit(site.url).hostname, urlsplit(site.url).port
        self.session, self.speed = session, speed
        self.headers: dict[str, str] = {}

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer; its headers are kept."""
        told = {"Host": f"{self.host}:{self.port}", "Connection": "close", "Content-Length": str(len(body))}
        told |= {"Cookie": f"laurel={self.session}"} | headers
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in told.items()
        )
        with socket.create_connection((self.host, self.port), 60) as line:
            self._pour(line, head.encode() + b"\r\n" + body)
            answer = b""
            while more := line.recv(65536):
                answer += more
        first, *rest = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        self.headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in rest)}
        return int(first.split()[1])

    def _pour(self, line: socket.socket, whole: bytes) -> None:
        """As much in each turn as the line carries; the clock, not a count of turns, says how much that is."""
        given, begun, busy = 0, time.monotonic(), Event()
        source = io.BytesIO(whole)
        while given < len(whole):
            due = int((time.monotonic() - begun + TURN) * self.speed) - given
            piece = source.read(max(due, 1))
            line.sendall(piece)
            given += len(piece)
            if given < len(whole):
                busy.wait(max(0.0, begun + given / self.speed - time.monotonic()))


def stored(pe: ProcessEngine) -> list[tuple[str, int]]:
    with pe.database.reading() as connection:
        return [(row.sha256, row.size) for row in connection.execute(select(upload.c.sha256, upload.c.size))]
