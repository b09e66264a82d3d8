"""`make bench`: every figure beside what it is compared with, measured in this one run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import completions, kernel


def main() -> None:
    _kernel()
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("sqlite", "postgresql"):
            _completions(kind, Path(folder) / kind)


def _kernel() -> None:
    cold, hot = kernel.ours_cold(), kernel.ours_hot()
    stock_cold, stock_hot = kernel.stock(cold=True), kernel.stock(cold=False)
    print("kernel and codec, CPU ms per step of the twenty-task model, no database")
    print("                                        ours    stock   ratio   aim")
    _row("step and save (live workflow)", hot.cpu, stock_hot.cpu, "<= 0.125")
    _row("load, step and save", cold.cpu, stock_cold.cpu, "<= 0.125")


def _row(label: str, ours: float, other: float, aim: str) -> None:
    print(f"{label:38s} {ours * 1e3:6.3f}  {other * 1e3:7.3f}  {ours / other:6.3f}  {aim}")


def _completions(kind: str, folder: Path) -> None:
    url = completions.url_of(kind, folder)
    timing, lowest, raw, statements = completions.engine(url)
    whole = completions.whole_workflow(url)
    print(f"\n{kind}: user-task completions, one process, one commit each")
    print("                                  per s    CPU ms   of the floor")
    rows = {
        "engine": timing,
        "its own SQL alone": raw,
        "floor (4 statements)": lowest,
        "stock, whole workflow": whole,
    }
    for label, t in rows.items():
        print(f"{label:30s} {1 / t.wall:8.0f}  {t.cpu * 1e3:8.3f}  {lowest.wall / t.wall:8.2f}")
    print(f"statements per completion {statements:.1f}; aim: engine >= 0.5 of the floor")


if __name__ == "__main__":
    main()
