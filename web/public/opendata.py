"""Open data: what is published anyway, as CSV and JSON. The columns are listed here; nothing else leaves."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from typing import Any, Final

import orjson
from flask import Blueprint, make_response, render_template, request
from sqlalchemy import Connection, func, select
from werkzeug.wrappers import Response

from awards.models import publication
from awards.publicity import shelf, winners
from awards.rule_texts import deployed_schemes
from engine.clock import SHANGHAI
from engine.errors import NotFound
from engine.models import history, job
from web.access import ANYONE, may
from web.house import reading, today
from web.language import gettext as _
from web.language import noop as N_

pages = Blueprint("public_data", __name__)

BOM: Final = "\ufeff"  # Excel takes a CSV without it for a local character set
MOST: Final = 50_000  # rows of one file
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


@dataclass(frozen=True, slots=True)
class Table:
    """One set of data: its name in addresses, what it holds, its columns with their meaning."""

    name: str
    title: str
    columns: Mapping[str, str]
    rows: Callable[[Connection], list[dict[str, Any]]]
    changed: Callable[[Connection], datetime | None]


def _lists(connection: Connection) -> list[dict[str, Any]]:
    found = shelf.notices(connection, today(), kind="list", limit=MOST)
    return [
        {
            "notice": n.number,
            "scheme": n.scheme,
            "award_name": n.content["award"],
            "title": n.title,
            "posted_on": n.posted_on,
            "closes_on": n.closes_on,
            "state": n.state,
            "case": item["case"],
            "name": item["name"],
            "unit": item["unit"],
            "award": item["award"],
            "sha256": n.sha256,
        }
        for n in found
        for item in n.content["items"]
    ]


def _winners(connection: Connection) -> list[dict[str, Any]]:
    known = deployed_schemes(connection)
    return [
        {
            "year": w.year,
            "scheme": w.scheme,
            "award_name": str((known.get(w.scheme) or {}).get("name") or w.scheme),
            "name": w.name,
            "award": w.award,
            "certificate": w.certificate,
            "document_number": w.document_number,
            "document_date": w.document_date,
            "revoked_on": w.revoked_on,
        }
        for w in winners.winners(connection, known, limit=MOST)
    ]


def _lists_changed(connection: Connection) -> datetime | None:
    """When a row last changed: something was posted, stopped or moved, or a day passed."""
    posted = connection.execute(select(func.max(publication.c.published_at))).scalar()
    if posted is None:
        return None
    ours = job.join(publication, publication.c.instance_id == job.c.instance_id)
    stopped = connection.execute(select(func.max(job.c.ended_at)).select_from(ours)).scalar()
    told = history.join(publication, publication.c.root_id == history.c.root_id)
    moves = select(func.max(history.c.at)).select_from(told).where(history.c.kind == "date-moved")
    moved = connection.execute(moves).scalar()
    midnight = datetime.combine(today(), time(), SHANGHAI)
    return max(instant for instant in (posted, stopped, moved, midnight) if instant)


def _untold(connection: Connection) -> datetime | None:
    """The register keeps days, not instants: only the ETag tells whether a file is the same."""
    return None


TABLES: Final = {
    table.name: table
    for table in (
        Table(
            "lists",
            N_("公示名单"),
            {
                "notice": N_("公告编号"),
                "scheme": N_("奖项代号"),
                "award_name": N_("奖项名称"),
                "title": N_("公告标题"),
                "posted_on": N_("张贴日期，ISO 8601"),
                "closes_on": N_("公示截止日期，ISO 8601；顺延过的是顺延后的日期"),
                "state": N_("running 公示中，over 已结束，stopped 已停止，replaced 已重新张贴"),
                "case": N_("案件编号"),
                "name": N_("申报单位或个人的名称"),
                "unit": N_("个人的单位；没有的为空"),
                "award": N_("申报奖项"),
                "sha256": N_("公告原文的指纹"),
            },
            _lists,
            _lists_changed,
        ),
        Table(
            "winners",
            N_("获奖名录"),
            {
                "year": N_("表彰年份"),
                "scheme": N_("奖项代号"),
                "award_name": N_("奖项名称"),
                "name": N_("获奖者名称"),
                "award": N_("所获奖项"),
                "certificate": N_("证书编号"),
                "document_number": N_("表彰文号"),
                "document_date": N_("表彰日期，ISO 8601"),
                "revoked_on": N_("撤销日期，ISO 8601；没有撤销的为空"),
            },
            _winners,
            _untold,
        ),
    )
}


@pages.get("/data")
@may(ANYONE)
def index() -> str:
    """What there is, and what each column means."""
    return render_template("public/data.html", tables=TABLES.values())


@pages.get("/data/<reference>.csv")
@may(ANYONE)
def as_csv(reference: str) -> Response:
    return _answer(reference, "text/csv; charset=utf-8", _csv)


@pages.get("/data/<reference>.json")
@may(ANYONE)
def as_json(reference: str) -> Response:
    return _answer(reference, "application/json", _json)


def safe_cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _csv(table: Table, rows: Sequence[Mapping[str, Any]]) -> bytes:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([safe_cell(row[name]) for name in table.columns] for row in rows)
    return (BOM + page.getvalue()).encode()


def _json(table: Table, rows: Sequence[Mapping[str, Any]]) -> bytes:
    listed = [{name: row[name] for name in table.columns} for row in rows]
    return orjson.dumps({"table": table.name, "columns": list(table.columns), "rows": listed})


def _answer(
    reference: str, kind: str, write: Callable[[Table, Sequence[Mapping[str, Any]]], bytes]
) -> Response:
    """The file with its ETag; who has it already is told so."""
    table = TABLES.get(reference)
    if table is None:
        raise NotFound(what=_("这份数据"))
    with reading() as connection:
        content, changed = write(table, table.rows(connection)), table.changed(connection)
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.set_etag(sha256(content).hexdigest())
    if changed is not None:
        answer.last_modified = changed
    return answer.make_conditional(request)
