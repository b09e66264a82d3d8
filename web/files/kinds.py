"""What a file may be called and what its content must then be, told from the content itself."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath
from typing import Final

import filetype

from engine.errors import LaurelError
from engine.sentence import Sentence
from web.language import noop as N_

LOOKED_AT: Final = 8192  # bytes that tell what a file is
LONGEST: Final = 200  # characters of a name
_ZIPS = ("zip", "docx", "xlsx", "pptx")
# Suffix -> what `filetype` may call the content; office documents are archives inside.
KINDS: Final = {
    ".pdf": ("pdf",),
    ".jpg": ("jpg",),
    ".jpeg": ("jpg",),
    ".png": ("png",),
    ".docx": _ZIPS,
    ".xlsx": _ZIPS,
    ".pptx": _ZIPS,
    ".ofd": _ZIPS,
    ".zip": _ZIPS,
}
ARCHIVES: Final = frozenset(suffix for suffix, found in KINDS.items() if found is _ZIPS)
# Control characters, those that turn the direction of writing or are not seen at all, and line ends.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class WrongKind(LaurelError):
    """“{name}”没有保存：{reason}。"""

    code, status = "wrong-kind", 422


def suffix_of(name: str) -> str:
    """The last suffix in lower case, with its dot; empty if there is none."""
    return PurePath(name).suffix.lower()


def clean_name(given: str) -> str:
    """The name without folders, in one spelling of its characters. Raises WrongKind for one that cannot be kept.

    Characters that nobody sees are refused, not removed: they can make `exe.pdf` out of `fdp.exe`.
    """
    name = unicodedata.normalize("NFC", PurePath(given.replace("\\", "/")).name.strip())
    seen = "".join("?" if unicodedata.category(c) in _UNSEEN else c for c in name)
    if seen != name:
        raise WrongKind(name=seen[:LONGEST], reason=N_("文件名里有看不见的字符，请改名后再传"))
    if len(name) > LONGEST:
        raise WrongKind(
            name=f"{name[:40]}……", reason=Sentence("文件名超过 {most} 字，请改短后再传", most=LONGEST)
        )
    return name


def check_name(name: str, accepted: str = "") -> None:
    """Refuse what the form does not accept; `accepted` lists suffixes, as a form's `accept`. Raises WrongKind."""
    wanted = [part.strip().lower() for part in accepted.split(",") if part.strip().startswith(".")]
    allowed = [part for part in wanted or KINDS if part in KINDS]
    if suffix_of(name) not in allowed:
        raise WrongKind(name=name, reason=Sentence("这里只收 {kinds} 文件", kinds=tuple(allowed)))


def check_content(name: str, first: bytes) -> None:
    """Refuse a file whose first bytes are not of the kind that its name says. Raises WrongKind."""
    suffix = suffix_of(name)
    if not first:
        raise WrongKind(name=name, reason=N_("文件是空的"))
    if filetype.guess_extension(first[:LOOKED_AT]) not in KINDS[suffix]:
        raise WrongKind(
            name=name, reason=Sentence("内容不是 {suffix} 文件，请用原来的程序另存后再传", suffix=suffix)
        )
