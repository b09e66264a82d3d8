"""The Chinese fonts that papers are set in: those of a package, or of a folder that an installation names."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pylopdf_fonts_zh_cn"  # Noto Sans SC and Noto Serif SC, under the SIL Open Font License
SUFFIXES = (".otf", ".ttf", ".ttc")


def folder() -> Path:
    """The folder with the fonts; `LAUREL_FONTS` names another one."""
    named = os.environ.get("LAUREL_FONTS")
    if named:
        return Path(named)
    found = find_spec(PACKAGE)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def files() -> list[Path]:
    """The font files, sorted."""
    return sorted(file for file in folder().iterdir() if file.suffix.lower() in SUFFIXES)


if __name__ == "__main__":
    for file in files():
        print(f"  {file.name}  {file.stat().st_size / 1_000_000:.1f} MB")
