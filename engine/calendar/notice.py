"""Reads the State Council's notice of one year as an owner enters it, and refuses what cannot be right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import yaml

from engine.calendar.closures import Closures, closures_from
from engine.calendar.days import YearDays
from engine.calendar.notice_checks import check_entry
from engine.calendar.notice_entry import Report, read_entry
from engine.errors import Finding, Refused
from engine.sentence import Sentence

MAX_BYTES: Final = 64 * 1024


def read_notice(data: bytes, file: str = "") -> YearDays:
    """A notice from a YAML or JSON file; raises `Refused` with line and key of everything found."""
    content, lines = _read(data, file)
    return notice_from(content, file, lines)


def read_entered(data: bytes, file: str = "") -> tuple[dict[str, Any], YearDays | Closures]:
    """A file that an office enters, as it stands there and as what it means. Raises `Refused` as `read_notice`."""
    content, lines = _read(data, file)
    return content, entry_from(content, file, lines)


def entry_from(
    data: Mapping[str, Any], file: str = "", lines: Mapping[str, int] | None = None
) -> YearDays | Closures:
    """A year's days (`notice_from`), or closures (`closures_from`) if there is no year. Raises `Refused`."""
    closures = isinstance(data, Mapping) and "year" not in data and data.keys() & {"close", "lift"}
    return closures_from(data, file, lines) if closures else notice_from(data, file, lines)


def file_lines(data: bytes) -> dict[str, int]:
    """The line of every key and item of a file that `read_entered` has read."""
    return _read(data, "")[1]


def _read(data: bytes, file: str) -> tuple[Any, dict[str, int]]:
    if len(data) > MAX_BYTES:
        raise Refused(
            [
                Finding(
                    "calendar-size",
                    Sentence("文件超过 {kb} KB，不像是一年的放假通知", kb=MAX_BYTES // 1024),
                    file,
                )
            ]
        )
    try:
        text = data.decode("utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise Refused(
            [Finding("calendar-encoding", Sentence("文件不是 UTF-8 编码，请另存为 UTF-8"), file)]
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2027-02-30
        raise Refused([_syntax(error, file)]) from error
    if twice := _twice(tree, file):
        raise Refused(twice)
    return content, lines_of(tree)


def notice_from(data: Mapping[str, Any], file: str = "", lines: Mapping[str, int] | None = None) -> YearDays:
    """One year's days from its notice.

    Keys: `year`, `notice`, `rest` (a list of `{name, from, to}`, `to` left out for a single day), `work`
    (make-up days); optional `status` (announced), `number`, `published`, `link`, `bridging` (weekdays off by
    exchange), `working_days` (of the year, to be compared), `amended_by`, `amended_on`, `sources`. Dates are ISO text or dates. Raises `Refused` with all findings.
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


def _twice(tree: yaml.Node | None, file: str) -> list[Finding]:
    """Keys that stand there twice: YAML would take the last and say nothing."""
    found: list[Finding] = []
    seen: dict[str, int] = {}
    for key, _ in tree.value if isinstance(tree, yaml.MappingNode) else ():
        line, name = key.start_mark.line + 1, str(key.value)
        if name in seen:
            message = Sentence(
                "{name} 写了两次（第 {line} 行已有），一份文件只录一年", name=name, line=seen[name]
            )
            found.append(Finding("calendar-twice", message, file, element=name, line=line))
        seen.setdefault(name, line)
    return found


def _syntax(error: Exception, file: str) -> Finding:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else None
    return Finding(
        "calendar-syntax",
        Sentence("文件无法读取，请检查缩进、冒号和日期（{error}）", error=error),
        file,
        line=line,
    )
