"""ClamAV's daemon asked over its socket, by the command INSTREAM of clamd(8).

Small enough to be our own: the libraries for it are licensed under the GPL, and this is all that we need of them.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Final
from urllib.parse import urlsplit

from engine.errors import LaurelError
from web.language import noop as N_

PIECE: Final = 64 * 1024  # bytes of a chunk
PATIENCE: Final = 120.0  # seconds for the answer: a large archive takes its time
LONGEST: Final = 4096  # bytes of an answer


class ScannerAway(LaurelError):
    """查毒程序没有应答（{reason}），文件还没有检查。请检查 clamd 是否在运行、LAUREL_CLAMD 是否正确，然后重试。"""

    code, status = "scanner-away", 503


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said: `clean`, `infected` with the finding's name, or `refused` with its reason."""

    state: str
    finding: str | None = None


def address() -> str:
    """`LAUREL_CLAMD`: unix:/path or tcp://host:port; empty: there is no scanner."""
    return os.environ.get("LAUREL_CLAMD", "")


def scan(place: str, file: IO[bytes]) -> Verdict:
    """Send a content to the scanner at an address and return its verdict. Raises ScannerAway."""
    try:
        with _connected(place) as line:
            try:
                line.sendall(b"zINSTREAM\0")
                while piece := file.read(PIECE):
                    line.sendall(struct.pack("!L", len(piece)) + piece)
                line.sendall(struct.pack("!L", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has heard enough; why, stands in its answer
            answer = _answer(line)
    except (OSError, ValueError) as error:
        raise ScannerAway(reason=str(error) or type(error).__name__) from error
    return _understood(answer)


def _understood(answer: str) -> Verdict:
    """`stream: OK`, `stream: NAME FOUND`, or a sentence that ends in ERROR."""
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict("clean")
    if said.endswith(" FOUND"):
        return Verdict("infected", said.removesuffix(" FOUND")[:200])
    if "size limit exceeded" in said:
        return Verdict("refused", N_("文件太大，查毒程序不检查"))
    raise ScannerAway(reason=said[:200] or N_("没有内容"))


@contextmanager
def _connected(place: str) -> Iterator[socket.socket]:
    url = urlsplit(place)
    if url.scheme == "unix":
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(PATIENCE)
            line.connect(url.path)
            yield line
    elif url.scheme == "tcp" and url.hostname:
        with socket.create_connection((url.hostname, url.port or 3310), PATIENCE) as line:
            yield line
    else:
        raise ValueError(N_("地址应写成 unix:/路径 或 tcp://主机:端口"))


def _answer(line: socket.socket) -> str:
    """The answer up to its zero byte, or until the line is closed."""
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST:
        more = line.recv(LONGEST)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
