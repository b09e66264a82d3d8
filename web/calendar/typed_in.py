"""A notice as it is typed, day by day and line by line; and what is wrong with it, told under the field of the line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.calendar.text_entry import typed
from engine.db import Record
from engine.errors import LaurelError, Refused
from engine.queries import calendar as queries
from web.forms.plain import Entries
from web.house import calendar, reading
from web.language import gettext as _
from web.language import said as spoken

# Under which field of a form a finding's key is told.
FIELDS: Final = {"rest": "rest_text", "work": "work_text", "notice": "title", "published": "issued_on"}
FIELDS_OF_CLOSING: Final = {"close": "days", "lift": "days", "notice": "title"}


def notice_of(form: Mapping[str, str]) -> tuple[dict[str, Any], Mapping[str, int]]:
    fields, lines = typed(form.get("rest_text", ""), form.get("work_text", ""))
    year = int(form["year"])
    with reading() as connection:
        status = "amended" if year in calendar(connection).years else "announced"
    notice: dict[str, Any] = {"year": year, "status": status, "notice": form["title"].strip(), **fields}
    notice |= {"number": form.get("number", "").strip(), "link": form.get("link", "").strip()}
    total = form.get("working_days", "").strip()
    notice |= {"working_days": int(total) if total.isdigit() else total} if total else {}
    issued = form.get("issued_on", "").strip()
    return {**notice, **({"published": issued} if issued else {})}, lines


def again(form: Mapping[str, str], row: Record) -> tuple[dict[str, Any], Mapping[str, int]]:
    """The second entry of the same notice: the days only."""
    if row["subject"] == queries.CLOSURES:
        return closures_of({**form, "title": row["title"]})
    fields, lines = typed(form.get("rest_text", ""), form.get("work_text", ""))
    head = {"year": int(row["subject"]), "status": row["content"]["status"], "notice": row["title"]}
    return {**head, **fields}, lines


def closures_of(form: Mapping[str, str]) -> tuple[dict[str, Any], Mapping[str, int]]:
    """`2026-09-15 台风` closes a day, `2026-09-16 恢复` (or `lift`) lifts its closure."""
    close: list[dict[str, str]] = []
    lift: list[str] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(form.get("days", "").splitlines(), 1):
        day, _, why = line.strip().partition(" ")
        if not day:
            continue
        if why.strip().startswith(("恢复", "lift")):
            lines[f"lift[{len(lift)}]"] = number
            lift.append(day)
        else:
            lines[f"close[{len(close)}]"] = number
            close.append({"date": day, "reason": why.strip()})
    return {"notice": form.get("title", "").strip(), "close": close, "lift": lift}, lines


def tell(entries: Entries, error: LaurelError, fields: Mapping[str, str], otherwise: str) -> None:
    """Each finding under its field, with the line of that field."""
    if not isinstance(error, Refused):
        entries.errors[otherwise] = error.sentence(_)
        return
    for finding in error.findings:
        key = (finding.element or "").partition("[")[0]
        name = fields.get(key, key if key in ("year", "link", "number", "working_days") else otherwise)
        listed = "[" in (finding.element or "") and finding.line
        said = (
            _("第 %(line)s 行：%(message)s", line=finding.line, message=spoken(finding.message))
            if listed
            else spoken(finding.message)
        )
        entries.errors[name] = _("；").join(filter(None, (entries.errors.get(name), said)))
