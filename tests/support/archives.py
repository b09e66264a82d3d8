"""Archives to be refused: made small, meant to burst, or lying about themselves."""

from __future__ import annotations

import io
import struct
import zipfile


def archive(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An honest archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as inner:
        for name, content in entries:
            inner.writestr(name, content)
    return held.getvalue()


def docx(*more: tuple[str, bytes]) -> bytes:
    """What passes for a small Word document."""
    return archive(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<a/>"), *more)


def growing(megabytes: int) -> bytes:
    """Zeros, packed to a thousandth."""
    return archive(("zeros.bin", b"\0" * (megabytes * 1024 * 1024)))


def lying() -> bytes:
    """Its directory says that a million zeros are three bytes, with the checksum of those."""
    honest = bytearray(archive(("a.txt", b"\0" * 1_000_000)))
    at = honest.rindex(b"PK\1\2")
    struct.pack_into("<L", honest, at + 16, 0xFF41D912)  # CRC-32 of three zero bytes
    struct.pack_into("<L", honest, at + 24, 3)
    return bytes(honest)


def overlapping(times: int = 50) -> bytes:
    """One packed entry that its directory names many times."""
    honest = archive(("a.txt", bytes(range(256)) * 40), method=zipfile.ZIP_STORED)
    at, end = honest.rindex(b"PK\1\2"), honest.rindex(b"PK\5\6")
    entry = honest[at:end]
    last = bytearray(honest[end:])
    struct.pack_into("<HHL", last, 8, times, times, len(entry) * times)
    return honest[:at] + entry * times + bytes(last)


def encrypted() -> bytes:
    """The flag that says so, in the directory."""
    marked = bytearray(archive(("a.txt", b"secret")))
    marked[marked.rindex(b"PK\1\2") + 8] |= 1
    return bytes(marked)


def crowded(entries: int) -> bytes:
    """Very many empty files."""
    return archive(*((f"{number}", b"") for number in range(entries)), method=zipfile.ZIP_STORED)


def vast_directory() -> bytes:
    """An end record that promises a directory of a gigabyte."""
    made = bytearray(archive(("a.txt", b"a")))
    struct.pack_into("<L", made, made.rindex(b"PK\5\6") + 12, 1 << 30)
    return bytes(made)
