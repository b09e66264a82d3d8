"""From the disk: the files of all schemes, or of one with what schemes share."""

from __future__ import annotations

from pathlib import Path

SUFFIXES = (".bpmn", ".dmn", ".form", ".yaml")
LETTERS, TEMPLATE = "letters", ".md"  # other texts are for readers


def read_folder(path: Path) -> dict[str, bytes]:
    """The files of all schemes, or of the scheme a path lies in with `shared`, which schemes lean on."""
    path = path.resolve()
    root = processes_root(path)
    inside = path.relative_to(root).parts
    wanted = [root / inside[0], root / "shared"] if inside else [root]
    found: dict[str, bytes] = {}
    for top in wanted:
        for file in [top] if top.is_file() else sorted(top.rglob("*")):
            if _belongs(file) and file.is_file() and "scenarios" not in file.parts:
                found[file.relative_to(root).as_posix()] = file.read_bytes()
    return found


def _belongs(file: Path) -> bool:
    return file.suffix in SUFFIXES or (file.suffix == TEMPLATE and file.parent.name == LETTERS)


def processes_root(path: Path) -> Path:
    """The folder that ids are counted from: the nearest `processes` above, else the folder itself."""
    path = path.resolve()
    for place in (path, *path.parents):
        if place.name == "processes":
            return place
    return path if path.is_dir() else path.parent
