"""The text of a notice, composed once when it is posted: what may stand in it is listed here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final

import orjson

CALL: Final = "call"  # applications are invited
LIST: Final = "list"  # people may object to what is listed
KINDS: Final = (CALL, LIST)
ITEM_FIELDS: Final = ("name", "unit", "award", "case")
FIELDS: Final = (
    *("kind", "number", "scheme", "award", "title", "office", "rule", "basis", "posted_on", "closes_on"),
    *(
        "opens_on",
        "days",
        "unit",
        "provisional",
        "derivation",
        "paragraphs",
        "items",
        "channels",
        "documents",
    ),
    *("url", "reference", "cycle"),
)
_WEEKDAYS: Final = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Posted:
    """What is known of a notice in the commit that posts it; days are business dates."""

    kind: str
    number: str
    scheme: str  # its id
    data: Mapping[str, Any]  # its rule data, scheme.yaml
    title: str
    posted_on: date
    closes_on: date | None
    opens_on: date | None = None
    days: int | None = None
    rule: Mapping[str, Any] = field(default_factory=dict)  # the decision about this kind of notice
    provisional: bool = False
    derivation: Mapping[str, Any] | None = None
    items: Sequence[Mapping[str, Any]] = ()
    channels: Sequence[str] = ()
    documents: Sequence[str] = ()
    url: str = ""
    reference: str = ""
    cycle: str = ""
    articles: Sequence[str] = ()  # requirement ids of the step


def composed(posted: Posted) -> dict[str, Any]:
    """The notice's content: the listed fields, days as ISO text."""
    data, rule = posted.data, posted.data.get("rule") or {}
    told = {
        "kind": posted.kind,
        "number": posted.number,
        "scheme": posted.scheme,
        "award": str(data.get("name") or posted.scheme),
        "title": posted.title,
        "office": str(data.get("office") or data.get("name") or posted.scheme),
        "rule": {"title": str(rule.get("title") or ""), "number": str(rule.get("number") or "")},
        "basis": _basis(posted),
        "posted_on": posted.posted_on.isoformat(),
        "closes_on": posted.closes_on.isoformat() if posted.closes_on else None,
        "opens_on": posted.opens_on.isoformat() if posted.opens_on else None,
        "days": posted.days,
        "unit": str(posted.rule.get("unit") or "working-days"),
        "provisional": posted.provisional,
        "derivation": posted.derivation,
        "items": [allowed(item, data) for item in posted.items],
        "channels": list(posted.channels),
        "documents": list(posted.documents),
        "url": posted.url,
        "reference": posted.reference,
        "cycle": posted.cycle,
    }
    told["paragraphs"] = _call(posted, told) if posted.kind == CALL else _list(posted, told)
    return {name: told[name] for name in FIELDS}


def allowed(item: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, str]:
    """Of what a case hands over for its line only name, unit, award and case number, as people read them."""
    slot = str(item.get("slot") or "")
    name, unit = str(item.get("name") or ""), str(item.get("unit") or "")
    line = {
        "name": name,
        "unit": "" if unit == name else unit,
        "award": str((data.get("slots") or {}).get(slot, slot)),
        "case": str(item.get("key") or ""),
    }
    return {field: line[field] for field in ITEM_FIELDS}


def written(content: Mapping[str, Any]) -> str:
    """The content as the text that is kept and fingerprinted: the same content is the same text."""
    return orjson.dumps(content, option=orjson.OPT_INDENT_2).decode() + "\n"


def fingerprint(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def long_day(day: date) -> str:
    """`2026年10月9日（周五）`: on paper the year always stands."""
    return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def _basis(posted: Posted) -> str:
    """The article of the scheme's own rule on which the notice rests: 第二十二条."""
    own = {str(one.get("id")): str(one.get("number") or "") for one in posted.data.get("articles") or ()}
    cited = [str(posted.rule.get("req") or ""), *posted.articles]
    return next((own[one] for one in cited if own.get(one)), "")


def _under(told: Mapping[str, Any]) -> str:
    rule = told["rule"]
    if not rule["title"]:
        return "按照规定"
    number = f"（{rule['number']}）" if rule["number"] else ""
    return f"根据《{rule['title']}》{number}{told['basis']}"


def _call(posted: Posted, told: Mapping[str, Any]) -> list[str]:
    cycle = f"（{posted.cycle}）" if posted.cycle else ""
    paragraphs = [f"{_under(told)}，现启动{told['award']}评选{cycle}，欢迎符合条件的组织和个人申报。"]
    if posted.opens_on and posted.closes_on:
        first, last = long_day(posted.opens_on), long_day(posted.closes_on)
        paragraphs.append(f"受理时间自{first}起，至{last}24:00止。")
    if posted.documents:
        paragraphs.append(f"同时公开：{'、'.join(posted.documents)}。")
    return paragraphs


def _list(posted: Posted, told: Mapping[str, Any]) -> list[str]:
    paragraphs = [f"{_under(told)}，现将下列{len(posted.items)}项向社会公示。"]
    if posted.closes_on and posted.days:
        unit = "日" if told["unit"] == "calendar-days" else "个工作日"
        least = "不少于" if posted.rule.get("minimum") and posted.rule.get("set_by") != "office" else ""
        end = f"至{long_day(posted.closes_on)}24:00止"
        paragraphs.append(
            f"公示期{least}{posted.days}{unit}，自{long_day(posted.posted_on)}张贴，当日不计，{end}。"
        )
    if posted.provisional:
        paragraphs.append("放假安排尚未全部公布，截止日期是推定的，以补充公告为准；只会延长，不会提前。")
    named = posted.data.get("objections") == "named"
    how = "实名" if named else ""
    proof = "，并提供必要的证明材料" if named else ""
    paragraphs.append(
        f"任何单位或者个人对公示名单有异议的，可在公示期内{how}向{told['office']}提出{proof}。提出人的身份信息依规保密。"
    )
    return paragraphs
