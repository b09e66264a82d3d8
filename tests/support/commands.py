"""The command line in this process, in an installation of its own: what it printed and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from web.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON document; fails if there is anything else."""
        return orjson.loads(self.out)


Laurel = Callable[..., Answer]


def installed(
    folder: Path, url: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Laurel:
    """laurel("audit", "verify") runs the command; the installation lives in `folder`, the database at `url` or else there too."""
    monkeypatch.setenv("LAUREL_VAR", str(folder))
    if url is None:
        monkeypatch.delenv("LAUREL_DATABASE_URL", raising=False)
    else:
        monkeypatch.setenv("LAUREL_DATABASE_URL", url)

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr("sys.argv", ["laurel", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run
