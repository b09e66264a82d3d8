"""Writing the folder: `coverage.json`, `index.html`, and a page for each process."""

from __future__ import annotations

from pathlib import Path

import orjson

from engine.rehearsal.pages.index import index_page
from engine.rehearsal.pages.process import process_page
from engine.rehearsal.runner import Report


def write(report: Report, folder: Path) -> Path:
    """Write everything into `folder`, which is made if need be; returns the page to begin with."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "coverage.json").write_bytes(orjson.dumps(report.coverage, option=orjson.OPT_INDENT_2))
    for process in report.coverage:
        page = process_page(report, process)
        (folder / f"{process}.html").write_text(page, encoding="utf-8")
    index = folder / "index.html"
    index.write_text(index_page(report), encoding="utf-8")
    return index
