"""The first page: all processes with their shares, all stories with how they went."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from engine.rehearsal.pages.parts import SHARES, code, page, share, table
from engine.rehearsal.runner import Report, Result


def index_page(report: Report) -> str:
    """The page that links to all others."""
    passed = len(report.results) - len(report.failed)
    said = f"剧本通过 {passed} 个，未通过 {len(report.failed)} 个。只有通过的剧本计入覆盖。"
    return page(
        "演练覆盖",
        f'<p class="lead">{said}</p>',
        table("流程", ["流程", "编号", *SHARES.values()], _processes(report)),
        table("剧本", ["结果", "剧本", "文件"], (_story(r) for r in report.results)),
    )


def _processes(report: Report) -> Iterator[list[str]]:
    for process, shares in report.coverage.items():
        name = report.bundle.definitions[process].name
        link = f'<a href="{escape(process)}.html">{escape(name)}</a>'
        yield [link, code(process), *(share(shares[key]) for key in SHARES)]


def _story(result: Result) -> list[str]:
    mark = '<span class="bad">✗ 未通过</span>' if result.failure else '<span class="good">✓ 通过</span>'
    failure = f'<div class="bad">{escape(result.failure)}</div>' if result.failure else ""
    return [mark, escape(result.title) + failure, code(result.file)]
