"""The files of a folder, each driven by itself; callees come from the files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from conformance.bpmn.camunda import translate
from conformance.bpmn.report import Case
from conformance.bpmn.world import World
from engine.bpmn import Definition, parse
from engine.errors import LaurelError, Refused

START = datetime(2026, 1, 1, tzinfo=UTC)  # the drive's clock is its own: a run is the same on every day
_PROCESS = re.compile(rb"<(?:[\w.-]+:)?process\b[^>]*?\sid=[\"']([^\"']*)[\"']")
_ENDINGS = (".bpmn", ".bpmn20.xml")


class Corpus:
    """A folder of BPMN files, each read once; the processes in it by their id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = sorted(p for p in folder.rglob("*") if p.name.endswith(_ENDINGS) and p.is_file())
        self._read: dict[Path, list[Definition] | Refused] = {}
        self._processes: dict[str, list[Path]] | None = None

    def definitions(self, path: Path) -> list[Definition]:
        """The executable processes of a file. Raises Refused."""
        if path not in self._read:
            name = self.name(path)
            try:
                self._read[path] = parse(translate(path.read_bytes(), name), name, house_rules=False)
            except Refused as refused:
                self._read[path] = refused
        found = self._read[path]
        if isinstance(found, Refused):
            raise found
        return found

    def name(self, path: Path) -> str:
        """How a file is called: its path in the folder."""
        inside = path.relative_to(self.folder) if path.is_relative_to(self.folder) else path
        return str(PurePosixPath(inside))

    def callee(self, process: str, caller: Path) -> Definition | None:
        """The process of this id: from the caller's own folder first, then from the first file that has it."""
        candidates = self._by_process().get(process, [])
        for path in sorted(candidates, key=lambda p: (p.parent != caller.parent, p)):
            try:
                found = next((d for d in self.definitions(path) if d.process_id == process), None)
            except LaurelError:
                continue
            if found is not None:
                return found
        return None

    def _by_process(self) -> dict[str, list[Path]]:
        if self._processes is None:
            self._processes = {}
            for path in self.files:
                for name in _PROCESS.findall(path.read_bytes()):
                    self._processes.setdefault(name.decode("utf-8", "replace"), []).append(path)
        return self._processes


def run(folder: Path, callees: Path | None = None) -> Iterator[Case]:
    """Every file of a folder, in the order of their names; called processes come from `callees`."""
    corpus = Corpus(folder)
    lenders = corpus if callees is None or callees == folder else Corpus(callees)
    for path in corpus.files:
        yield drive(corpus, path, lenders)


def drive(corpus: Corpus, path: Path, lenders: Corpus) -> Case:
    """Deploy and drive one file."""
    name = corpus.name(path)
    try:
        definitions = corpus.definitions(path)
        world = World(definitions, START, lambda process: lenders.callee(process, path))
        return world.drive(name)
    except Refused as refused:
        first = refused.findings[0]
        return Case(name, "refused", first.element, f"{first.message}（{first.rule}）")
    except Exception as error:  # whatever it is, it is the very defect that the run looks for
        return Case(name, "crashed", None, f"{type(error).__name__}: {error}")
