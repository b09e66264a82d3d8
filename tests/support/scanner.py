"""A scanner that speaks clamd's INSTREAM on a socket of the loopback, and finds one harmless mark."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MARK = b"THIS-IS-WHAT-THE-SCANNER-OF-THE-TESTS-FINDS"
FINDING = "Laurel.Test.Mark"


@dataclass
class Scanner:
    """Where it listens, what it was shown, and how it behaves."""

    address: str = ""
    seen: list[bytes] = field(default_factory=list)
    most: int = 25 * 1024 * 1024  # bytes, clamd's own StreamMaxLength
    answer: bytes | None = None  # instead of a verdict


@contextmanager
def serving(path: Path | None = None) -> Iterator[Scanner]:
    """A scanner that runs while the block runs: on a Unix socket at `path`, else on a TCP port."""
    scanner = Scanner()
    handler = type("Bound", (_Handler,), {"scanner": scanner})
    server: Any
    if path is not None:
        server = socketserver.ThreadingUnixStreamServer(str(path), handler)
        scanner.address = f"unix:{path}"
    else:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        scanner.address = f"tcp://127.0.0.1:{server.server_address[1]}"
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield scanner
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(socketserver.StreamRequestHandler):
    scanner: Scanner

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > self.scanner.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                while self.rfile.read(64 * 1024):
                    """What was on its way is read, so that the answer is not lost with it."""
                return
        self.scanner.seen.append(content)
        verdict = f"stream: {FINDING} FOUND".encode() if MARK in content else b"stream: OK"
        self.wfile.write(self.scanner.answer or verdict + b"\0")
