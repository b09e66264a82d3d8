"""A notice is written down in the commit that posts it: a listener on tasks whose element says that they publish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select

from awards import numbers
from awards.letters.templates import scheme_data
from awards.models import publication
from awards.publicity import wording
from awards.publicity.labels import Labels
from awards.publicity.wording import CALL, KINDS, Posted
from engine.clock import business_date, last_day
from engine.definitions import Deployed
from engine.feel import from_json
from engine.models import instance, job, variable
from engine.process_engine import ProcessEngine
from engine.registries import Listener
from engine.runtime import peek
from engine.vocabulary import scheme_of

PROPERTY: Final = "publishes"  # of a user task: call or list
# The day of posting, by its form field; a task without any of these posts nothing, and is looked at no further.
_POSTED: Final = ("posted_on", "notice_published_on")
_SECOND: Final = "second_posted_on"
_CHANNELS: Final = ("notice_channels", "published_channels")
_DOCUMENTS: Final = "published_documents"
_URLS: Final = ("posted_url", "notice_url")
LONGEST: Final = 200  # characters of a title in lists
_UNITS: Final = ("applicant.unit", "applicant.employer")


def publishing(pe: ProcessEngine) -> Listener:
    """The listener of one process engine."""

    def listen(connection: Connection, entries: Sequence[Mapping[str, Any]]) -> None:
        for entry in entries:
            if entry["kind"] == "task-completed" and _date_field(entry["facts"]["values"]):
                _post(pe, connection, entry)

    return listen


def _post(pe: ProcessEngine, connection: Connection, entry: Mapping[str, Any]) -> None:
    where = instance.c.id.in_({entry["root_id"], entry["instance_id"]})
    rows = {row.id: row for row in connection.execute(select(instance).where(where))}
    root, own = rows[entry["root_id"]], rows[entry["instance_id"]]
    deployed = pe.definitions.get(connection, own.definition_id)
    kind = deployed.definition.elements[entry["element"]].properties.get(PROPERTY)
    if kind not in KINDS:
        return
    values = {name: from_json(value) for name, value in entry["facts"]["values"].items()}
    known = {**peek(pe, connection, own.id).variables(), **values}
    data = _data(pe, connection, root, str(known.get("scheme") or scheme_of(root.process_id)))
    posted = _posted(connection, deployed, entry, root, known, data)
    text = wording.written(wording.composed(posted))
    row = {
        "kind": kind,
        "scheme": posted.scheme,
        "number": posted.number,
        "title": posted.title[:LONGEST],
        "posted_on": posted.posted_on,
        "closes_on": posted.closes_on,
        "content": text,
        "sha256": wording.fingerprint(text),
        "published_at": entry["at"],
        "root_id": entry["root_id"],
        "instance_id": entry["instance_id"],
        "token": entry["token"],
    }
    connection.execute(insert(publication), row)


def _posted(
    connection: Connection,
    deployed: Deployed,
    entry: Mapping[str, Any],
    root: Row[Any],
    known: Mapping[str, Any],
    data: Mapping[str, Any],
) -> Posted:
    element = deployed.definition.elements[entry["element"]]
    scheme = str(known.get("scheme") or scheme_of(root.process_id))
    kind = element.properties[PROPERTY]
    labels = Labels(connection, deployed, entry["facts"]["task"])
    day = max(_days(known, (_date_field(known), _SECOND)), default=business_date(entry["at"]))
    name = str(data.get("name") or scheme)
    common: dict[str, Any] = {
        "kind": kind,
        "number": _number(connection, scheme, data, business_date(entry["at"])),
        "scheme": scheme,
        "data": data,
        "posted_on": day,
        "channels": labels.of(known, _CHANNELS),
        "documents": labels.of(known, (_DOCUMENTS,)),
        "url": next((str(known[field]) for field in _URLS if known.get(field)), ""),
        "cycle": str(known.get("cycle") or (root.business_key if kind == CALL else "") or ""),
        "articles": element.articles,
    }
    if kind == CALL:
        opens, closes = (next(iter(_days(known, (field,))), None) for field in ("opens_on", "closes_on"))
        return Posted(title=f"{name}申报通知", opens_on=opens, closes_on=closes, **common)
    ends, derivation, provisional = _end(connection, entry["instance_id"])
    decided = known.get("notice_rule")
    rule = decided if isinstance(decided, Mapping) else {}
    return Posted(
        title=f"{name}{known.get('title') or '公示'}",
        closes_on=ends,
        days=_count(known.get("notice_days"), rule),
        rule=rule,
        provisional=provisional,
        derivation=derivation,
        items=_items(connection, known),
        reference=str(known.get("reference") or ""),
        **common,
    )


def _date_field(values: Mapping[str, Any]) -> str | None:
    return next((field for field in _POSTED if values.get(field)), None)


def _days(known: Mapping[str, Any], fields: Iterable[str | None]) -> list[date]:
    found = [known.get(field) for field in fields if field]
    return [business_date(v) if isinstance(v, datetime) else v for v in found if isinstance(v, date)]


def _count(given: Any, rule: Mapping[str, Any]) -> int | None:
    """How many days the notice lasts: what the office chose, never fewer than the rule's own number."""
    numbers_ = [int(n) for n in (given, rule.get("days")) if n is not None]
    if not numbers_:
        return None
    return int(given) if rule.get("set_by") == "office" and given is not None else max(numbers_)


def _end(connection: Connection, instance_id: int) -> tuple[date | None, dict[str, Any] | None, bool]:
    """The last day of a notice, how it was counted, and whether it is provisional: the timer that now runs."""
    mine = (job.c.instance_id == instance_id) & (job.c.kind == "timer") & (job.c.status == "ready")
    row = connection.execute(select(job).where(mine).order_by(job.c.id.desc()).limit(1)).first()
    if row is None:
        return None, None, False
    counted = [d for d in row.derivations if d.get("last_day") and d.get("days")]
    return last_day(row.due_at), counted[-1] if counted else None, bool(row.provisional)


def _items(connection: Connection, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The listed lines, each with the number of its case: `case_keys` names them in the same order."""
    items = [item for item in known.get("items") or () if isinstance(item, Mapping)]
    keys = list(known.get("case_keys") or ())
    aligned = len(keys) == len(items)
    found = [
        {**item, "key": item.get("key") or (keys[place] if aligned else "")}
        for place, item in enumerate(items)
    ]
    units = _units(connection, [str(item["key"]) for item in found if item["key"]])
    return [{**item, "unit": item.get("unit") or units.get(str(item["key"]), "")} for item in found]


def _units(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """Where the persons among the applicants work, by case number."""
    joined = variable.join(instance, instance.c.id == variable.c.instance_id)
    query = select(instance.c.business_key, variable.c.text).select_from(joined)
    mine = instance.c.business_key.in_(keys) & instance.c.parent_id.is_(None)
    found = connection.execute(query.where(mine, variable.c.name.in_(_UNITS), variable.c.text.is_not(None)))
    return {row.business_key: row.text for row in found}


def _data(pe: ProcessEngine, connection: Connection, root: Row[Any], scheme: str) -> Mapping[str, Any]:
    """The rule data of the scheme that publishes, as pinned to the case."""
    return scheme_data(connection, pe.definitions.get(connection, root.definition_id), scheme)


def _number(connection: Connection, scheme: str, data: Mapping[str, Any], day: date) -> str:
    whose = data.get("short_name") or data.get("name") or scheme
    pattern = str((data.get("series") or {}).get("notice") or f"{whose}公告〔{{year}}〕{{n:03}}号")
    return numbers.issue(connection, f"{scheme}.notice", day.year, pattern)
