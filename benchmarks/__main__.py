"""`make bench`: every figure beside what it is compared with, measured in this one run.

`python -m benchmarks kernel`, `scale`, `completions`, `http`, `inbox`, `timers`, `enduring` or `feel` measures one part.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

PARTS = ("kernel", "scale", "completions", "http", "inbox", "timers", "enduring", "feel")


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(PARTS)
    if unknown:
        raise SystemExit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for part in PARTS:
        if not wanted or part in wanted:
            RUN[part]()


def _feel() -> None:
    from benchmarks import feel  # its rivals are installed by `make bench` only

    feel.main()


def _both_databases() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("sqlite", "postgresql"):
            _completions(kind, Path(folder) / kind)


def _kernel() -> None:
    from benchmarks import kernel

    cold, hot = kernel.ours_cold(), kernel.ours_hot()
    stock_cold, stock_hot = kernel.stock(cold=True), kernel.stock(cold=False)
    print("kernel and codec, CPU ms per step of the twenty-task model, no database")
    print("                                        ours    stock   ratio   aim")
    _row("step and save (live workflow)", hot.cpu, stock_hot.cpu, "<= 0.125")
    _row("load, step and save", cold.cpu, stock_cold.cpu, "<= 0.125")


def _row(label: str, ours: float, other: float, aim: str) -> None:
    print(f"{label:38s} {ours * 1e3:6.3f}  {other * 1e3:7.3f}  {ours / other:6.3f}  {aim}")


def _scale() -> None:
    from benchmarks import scale

    found = scale.measure()
    print("\nlong, wide and waiting instances, no database")
    print(f"load, step, save after 1,000 steps, of after 10   {found.late / found.early:8.3f}  <= 1.5")
    print(f"start 2,000 multi-instance children, of 200, each {found.many / found.few:8.3f}  <= 1.5")
    print(f"save with 1,000 multi-instance children, CPU ms   {found.save * 1e3:8.3f}  <= 10")
    print(f"save with 1,000 multi-instance children, bytes    {found.size:8d}  <= 64000")
    print(f"a waiting instance, bytes beside its variables    {found.waiting:8d}  <= 2000")


def _timers() -> None:
    from benchmarks import completions, timers

    print("\ntimers, seconds (lateness: 99th percentile of 200, with one worker)")
    print("             10,000 drained by two   their CPU    idle   under load   completions/s beside")
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("sqlite", "postgresql"):
            found = timers.measure(completions.url_of(kind, Path(folder) / kind))
            late = f"{found.idle:8.2f} {found.loaded:12.2f} {found.completions:15.0f}"
            print(f"{kind:12s} {found.drained:16.1f} {found.cpu:16.1f} {late}")
    print("aim                      < 30                        < 1          < 5")


def _http() -> None:
    from benchmarks import completions, over_http

    with tempfile.TemporaryDirectory() as folder:
        found = over_http.measure(completions.url_of("postgresql", Path(folder)))
    print("\nPostgreSQL, over HTTP with sign-in, form check and audit, clients on the same two cores")
    print(f"completions per second, four clients   {found.rate:8.0f}   aim >= 150")
    print(f"median of one client, ms               {found.median * 1e3:8.1f}   aim <= 15")


def _inbox() -> None:
    from benchmarks import completions, crowd, inboxes

    print(
        f"\ninbox beside {crowd.TASKS:,} open tasks: whole requests, CPU ms of server and database together"
    )
    print("aims: first page < 100 ms, every filter, order and page < 200 ms, < 150 kB")
    print("database     who         first (wall)   slowest (wall)      kB")
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("sqlite", "postgresql"):
            url = completions.url_of(kind, Path(folder) / kind)
            inboxes.fill(url)
            for who, view in inboxes.requests(url).items():
                pages = " ".join(
                    f"{p.cpu * 1e3:7.0f} ({p.wall * 1e3:5.0f})" for p in (view.first, view.slowest)
                )
                size = max(view.first.size, view.slowest.size) / 1e3
                print(f"{kind:12s} {who:8s} {pages}   {size:5.0f}   {view.which}")


def _enduring() -> None:
    from benchmarks import completions, enduring

    with tempfile.TemporaryDirectory() as folder:
        for kind in ("sqlite", "postgresql"):
            pe = enduring.prepared(completions.url_of(kind, Path(folder) / kind))
            later, race = enduring.after_rounds(pe), enduring.twice(pe)
            seconds, lease = enduring.recovery(pe)
            print(f"\n{kind}")
            print(f"CPU of a completion after 100 rounds, of the first   {later:8.2f}   aim <= 1.2")
            print(
                f"sent twice at once: one won in {race.one_won} of {race.trials}; the other was told after "
            )
            print(
                f"  at most, ms                                        {race.slowest_loser * 1e3:8.1f}   aim < 100"
            )
            print(
                f"kill -9 of a worker: done by another after, s        {seconds:8.1f}   aim <= {lease + 2:.0f}"
            )


def _completions(kind: str, folder: Path) -> None:
    from benchmarks import completions

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


RUN = {
    "kernel": _kernel,
    "scale": _scale,
    "completions": _both_databases,
    "http": _http,
    "inbox": _inbox,
    "timers": _timers,
    "enduring": _enduring,
    "feel": _feel,
}

if __name__ == "__main__":
    main(sys.argv[1:])
