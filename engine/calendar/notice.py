"""Reads the State Council's notice of one year as an owner enters it, and refuses what cannot be right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import yaml

from engine.calendar.days import YearDays
from engine.calendar.notice_checks import check_entry
from engine.calendar.notice_entry import Report, read_entry
from engine.errors import Finding, Refused

MAX_BYTES: Final = 64 * 1024


def read_notice(data: bytes, file: str = "") -> YearDays:
    """A notice from a YAML or JSON file; raises `Refused` with line and key of everything found."""
    if len(data) > MAX_BYTES:
        raise Refused(
            [Finding("calendar-size", f"文件超过 {MAX_BYTES // 1024} KB，不像是一年的放假通知", file)]
        )
    try:
        text = data.decode("utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise Refused([Finding("calendar-encoding", "文件不是 UTF-8 编码，请另存为 UTF-8", file)]) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2027-02-30
        raise Refused([_syntax(error, file)]) from error
    return notice_from(content, file, lines_of(tree))


def notice_from(data: Mapping[str, Any], file: str = "", lines: Mapping[str, int] | None = None) -> YearDays:
    """One year's days from its notice.

    Keys: `year`, `notice`, `rest` (a list of `{name, from, to}`, `to` left out for a single day), `work`
    (make-up days); optional `status` (announced), `published`, `bridging` (weekdays off by exchange),
    `amended_by`, `amended_on`, `sources`. Dates are ISO text or dates. Raises `Refused` with all findings.
    """
    report = Report(file, lines or {})
    entry = read_entry(data, report)
    if entry is not None:
        check_entry(entry, report)
    if entry is None or report.findings:
        raise Refused(report.findings)
    return entry.days


def lines_of(tree: yaml.Node | None) -> dict[str, int]:
    """The line of every top-level key (`work`) and of every list item (`work[2]`)."""
    lines: dict[str, int] = {}
    if not isinstance(tree, yaml.MappingNode):
        return lines
    for key, value in tree.value:
        lines[str(key.value)] = key.start_mark.line + 1
        if isinstance(value, yaml.SequenceNode):
            for i, item in enumerate(value.value):
                lines[f"{key.value}[{i}]"] = item.start_mark.line + 1
    return lines


def _syntax(error: Exception, file: str) -> Finding:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else None
    return Finding("calendar-syntax", f"文件无法读取，请检查缩进、冒号和日期（{error}）", file, line=line)
