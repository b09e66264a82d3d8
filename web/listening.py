"""Answering requests until told to stop: then nobody is let in any more, and whoever is inside is served."""

from __future__ import annotations

import os
import signal
import time
from threading import Event
from types import FrameType
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

THREADS = 8
LARGEST = 128 * 1024 * 1024  # bytes of a request, where nobody says otherwise
TURN = 1.0  # seconds that the server sleeps at most when nothing comes
LINGER = 1.0  # seconds for which a quiet connection stays open while leaving: a request may be under way
GRACE = (
    25.0  # seconds after which requests that still run are left to themselves; a service manager waits longer
)


def listen(app: Flask, host: str, port: int, largest: int = LARGEST) -> None:
    """Answer requests until the process is told to stop (SIGTERM, SIGINT); every request let in is answered.

    What is larger than `largest` bytes is refused before it is read: a request is on the disk before anybody asks
    whose it is.
    """
    sockets: dict[int, Any] = {}
    place = {"host": host, "port": port, "threads": THREADS, "ident": "laurel"}
    server = create_server(app, map=sockets, **place, max_request_body_size=largest, **behind_proxy())
    stop = told_to_stop(server.pull_trigger if isinstance(server, BaseWSGIServer) else None)
    while not stop.is_set():
        wasyncore.loop(timeout=TURN, map=sockets, count=1)
    _leave(sockets)
    server.task_dispatcher.shutdown()
    wasyncore.close_all(sockets)


def behind_proxy() -> dict[str, Any]:
    """`LAUREL_TRUSTED_PROXY` is the address of a proxy whose word on who is asking may be believed.

    Without it all who come through a proxy have its address, and failed sign-ins are counted together.
    """
    proxy = os.environ.get("LAUREL_TRUSTED_PROXY")
    return {"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for"}} if proxy else {}


def told_to_stop(also: Any = None) -> Event:
    """An event that is set when the process is told to stop; a second SIGINT ends it at once."""
    stop = Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if also is not None:
            also()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return stop


def _leave(sockets: dict[int, Any]) -> None:
    """Close the doors, serve those inside, and see them out."""
    for door in [s for s in sockets.values() if isinstance(s, BaseWSGIServer)]:
        _last_in(door)
        wasyncore.dispatcher.close(door)
    until = time.monotonic() + GRACE
    while time.monotonic() < until:
        inside = [s for s in sockets.values() if isinstance(s, HTTPChannel)]
        if not inside:
            return
        for channel in inside:
            if _quiet(channel):
                channel.will_close = True
        wasyncore.loop(timeout=0.05, map=sockets, count=1)


def _last_in(door: BaseWSGIServer) -> None:
    """Let in those who stand at the door already: closing it would turn them away without an answer."""
    for _ in range(door.adj.backlog):
        before = len(door.active_channels)
        door.handle_accept()
        if len(door.active_channels) == before:
            return


def _quiet(channel: HTTPChannel) -> bool:
    busy = channel.requests or channel.request is not None or channel.total_outbufs_len
    return not busy and time.time() - channel.last_activity >= LINGER
