"""Archives and office documents looked into with bounded work, so that none of them bursts on a reader's machine.

The central directory is measured before anything of it is read; then every entry is unpacked, nothing kept, and has
to be exactly as large as it says. Office documents inside are looked into too, two floors deep and no deeper.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Final

from engine.sentence import Sentence
from web.files.kinds import ARCHIVES, WrongKind, suffix_of
from web.language import noop as N_

ENTRIES: Final = 5_000  # files in an archive, those of archives inside it too
DIRECTORY: Final = ENTRIES * 400  # bytes of a central directory: 46 and a name for each entry
UNPACKED: Final = 500 * 1024 * 1024  # bytes of all that comes out
INSIDE: Final = 50 * 1024 * 1024  # bytes of an archive inside another, held while it is looked into
DEEP: Final = 2  # floors of documents inside: a report in an archive, a table in that report
RATIO: Final = 200  # times that something may grow, once it is
LARGE: Final = 10 * 1024 * 1024  # bytes unpacked
PIECE: Final = 256 * 1024  # bytes unpacked at once
_END: Final = 22  # bytes of the end record without its comment
_CLOSED: Final = (".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".cab", ".iso", ".jar")
# What an office document must have inside.
_PARTS: Final = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/", ".ofd": "OFD.xml"}


@dataclass(slots=True)
class _Left:
    """What may still come out of this file, archives inside included."""

    entries: int
    size: int


def look_into(file: IO[bytes], name: str) -> None:
    """Refuse an archive that is damaged, encrypted, or would burst. Raises WrongKind; others are left alone."""
    if suffix_of(name) in ARCHIVES:
        _look(file, name, name, _Left(ENTRIES, UNPACKED), 0)


def _look(file: IO[bytes], name: str, told: str, left: _Left, depth: int) -> None:
    """`name` is this archive's own; sentences tell of the file that was sent."""
    _measure(file, told)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    # `zipfile` raises NotImplementedError for an archive that wants a newer version of the format than it reads.
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise WrongKind(name=told, reason=N_("压缩结构已损坏，打不开；请用原来的程序另存后再传")) from error
    left.entries -= len(entries)
    if left.entries < 0:
        raise WrongKind(name=told, reason=Sentence("里面的文件超过 {most} 个，请拆开再传", most=ENTRIES))
    _check_sizes(file, entries, told, left)
    part = _PARTS.get(suffix_of(name))
    if part and not any(entry.filename.startswith(part) for entry in entries):
        raise WrongKind(
            name=told,
            reason=Sentence("内容不是 {suffix} 文件，请用原来的程序另存后再传", suffix=suffix_of(name)),
        )
    for entry in entries:
        _enter(file, entry, told, left, depth)


def _measure(file: IO[bytes], told: str) -> None:
    """Find the end record as `zipfile` does, and refuse a directory too large to be read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END - 0xFFFF))
    tail = file.read()
    at = len(tail) - _END
    if at < 0 or not (tail[at:].startswith(b"PK\5\6") and tail.endswith(b"\0\0")):
        at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END:
        raise WrongKind(name=told, reason=N_("压缩结构不完整，打不开；请用原来的程序另存后再传"))
    count, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    huge = tail[max(0, at - 20) : at].startswith(b"PK\6\7")  # only far larger archives need that record
    if huge or length > DIRECTORY or count > ENTRIES:
        raise WrongKind(name=told, reason=Sentence("里面的文件超过 {most} 个，请拆开再传", most=ENTRIES))


def _check_sizes(file: IO[bytes], entries: list[zipfile.ZipInfo], told: str, left: _Left) -> None:
    """What the directory says already: encrypted, overlapping, too large, grown too much."""
    packed, unpacked = 0, 0
    for entry in entries:
        packed, unpacked = packed + entry.compress_size, unpacked + entry.file_size
        if entry.flag_bits & 0x1:
            raise WrongKind(name=told, reason=N_("里面有加密的文件，无法检查；请去掉密码后再传"))
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WrongKind(name=told, reason=N_("用了不常见的压缩方法；请用系统自带的程序重新压缩"))
    size = file.seek(0, io.SEEK_END)
    if packed > size:
        raise WrongKind(name=told, reason=N_("里面的文件互相重叠，不是正常的压缩文件"))
    if unpacked > left.size:
        raise WrongKind(
            name=told, reason=Sentence("解开后超过 {mb} MB，请拆开再传", mb=UNPACKED // 1024 // 1024)
        )
    if unpacked > LARGE and unpacked > RATIO * max(packed, 1):
        raise WrongKind(
            name=told, reason=Sentence("解开后是原来的 {times} 倍以上，不是正常的文件", times=RATIO)
        )


def _enter(file: IO[bytes], entry: zipfile.ZipInfo, told: str, left: _Left, depth: int) -> None:
    """Unpack one entry and throw it away, but look into an archive among them."""
    suffix = suffix_of(entry.filename)
    nested = suffix in ARCHIVES
    if suffix in _CLOSED or (nested and (depth == DEEP or suffix == ".zip")):
        raise WrongKind(name=told, reason=N_("压缩文件里又有压缩文件，无法检查；请解开后再传"))
    if nested and entry.file_size > INSIDE:
        raise WrongKind(
            name=told, reason=Sentence("里面的“{inside}”太大，请单独上传", inside=entry.filename[:60])
        )
    held = io.BytesIO() if nested else None
    _unpack(file, entry, told, held)
    left.size -= entry.file_size
    if held is not None:
        _look(held, entry.filename, told, left, depth + 1)


def _unpack(file: IO[bytes], entry: zipfile.ZipInfo, told: str, held: IO[bytes] | None) -> None:
    """Every byte of an entry; refused as soon as there are more, or when there are fewer, than it says."""
    wrong = WrongKind(name=told, reason=N_("里面的文件与它写明的大小不符，不是正常的压缩文件"))
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(b"PK\3\4"):
        raise wrong
    file.seek(sum(struct.unpack("<HH", header[26:30])), io.SEEK_CUR)
    left, out = entry.compress_size, 0
    packed = entry.compress_type == zipfile.ZIP_DEFLATED
    inflating = zlib.decompressobj(-zlib.MAX_WBITS) if packed else None
    while left:
        given = file.read(min(PIECE, left))
        if not given:
            raise wrong
        left -= len(given)
        while given:
            try:
                piece = inflating.decompress(given, PIECE) if inflating else given
            except zlib.error as error:
                raise wrong from error
            given = inflating.unconsumed_tail if inflating else b""
            out += len(piece)
            if out > entry.file_size:
                raise wrong
            if held is not None:
                held.write(piece)
    if inflating:
        out += len(inflating.flush())  # what it still held, less than the longest repetition
    if out != entry.file_size or (inflating and not inflating.eof):
        raise wrong
