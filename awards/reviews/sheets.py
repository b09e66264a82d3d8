"""Score sheets laid side by side: what counts, how far the scores of an item lie apart, what a report begins with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Any, Final

BAND: Final = Decimal(5)  # percent are given in bands
FOUND: Final[Mapping[str, str]] = {"confirmed": "已核实", "refuted": "与材料不符", "open": "未能核实"}

Review = Mapping[str, Any]


def counted(reviews: Sequence[Review | None], recused: set[str]) -> list[Review]:
    """The reviews of those who have not stepped back; what the others gave stays where it is and counts nowhere."""
    return [review for review in reviews if review is not None and review["account"] not in recused]


def spread(
    items: Sequence[Mapping[str, Any]], reviews: Sequence[Review], threshold: Decimal | None
) -> list[dict[str, Any]]:
    """Item by item: the percentages with who gave them, median, range, and whether the range reaches the threshold.

    `agreed` is what the group begins with: the median where it is a band of its own. Items without points, and
    items that nobody scored, are left out. Without a threshold nothing is wide: no rule says what would be.
    """
    return [
        _row(item, given, threshold)
        for item in items
        if item["points"] is not None and (given := _given(item, reviews))
    ]


def _given(item: Mapping[str, Any], reviews: Sequence[Review]) -> list[dict[str, Any]]:
    """Who gave how much for an item, the lowest first."""
    found = [
        {"name": review["name"], "percent": row["percent"]}
        for review in reviews
        for row in review.get("sheet") or []
        if row["number"] == item["number"] and row.get("percent") is not None
    ]
    return sorted(found, key=lambda one: (one["percent"], one["name"]))


def _row(item: Mapping[str, Any], given: list[dict[str, Any]], threshold: Decimal | None) -> dict[str, Any]:
    percents = [one["percent"] for one in given]
    middle, apart = median(percents), percents[-1] - percents[0]
    ends = {percents[0], percents[-1]} if apart else set()
    return {
        **{name: item[name] for name in ("number", "title", "category", "points")},
        "scores": given,
        "median": middle,
        "range": apart,
        "wide": threshold is not None and apart >= threshold,
        "ends": "；".join(f"{one['name']} {one['percent']}%" for one in given if one["percent"] in ends),
        "agreed": middle if middle % BAND == 0 else None,
    }


def to_verify(items: Sequence[Mapping[str, Any]], reviews: Sequence[Review]) -> list[dict[str, Any]]:
    """The items that a reviewer wants looked at on site, with what for."""
    found = []
    for item in items:
        asked = _texts(item, reviews, "evidence", lambda row: row.get("verify") is True)
        if asked is not None:
            found.append({"number": item["number"], "title": item["title"], "question": "；".join(asked)})
    return found


def draft_report(items: Sequence[Mapping[str, Any]], reviews: Sequence[Review], recused: int) -> str:
    """The report to begin with: strengths, opportunities and findings by item, without anybody's name."""
    parts = [
        ("优势", [*_by_item(items, reviews, "strengths"), *_overall(reviews, "strengths")]),
        ("改进机会", [*_by_item(items, reviews, "opportunities"), *_overall(reviews, "improvements")]),
        ("现场核实", [*_findings(items, reviews), *_overall(reviews, "verified")]),
    ]
    told = [f"{title}\n" + "\n".join(lines) for title, lines in parts if lines]
    if recused:
        told.append(f"已回避 {recused} 人，其评分和意见不计入。")
    return "\n\n".join(told)


def draft_improvements(items: Sequence[Mapping[str, Any]], reviews: Sequence[Review]) -> str:
    """The feedback to the applicant to begin with: opportunities by item, without anybody's name or score."""
    return "\n".join([*_by_item(items, reviews, "opportunities"), *_overall(reviews, "improvements")])


def _by_item(items: Sequence[Mapping[str, Any]], reviews: Sequence[Review], name: str) -> Iterator[str]:
    for item in items:
        texts = _texts(item, reviews, name, lambda row: bool(row.get(name)))
        if texts:
            yield f"{item['number']} {item['title']}：{'；'.join(texts)}"


def _findings(items: Sequence[Mapping[str, Any]], reviews: Sequence[Review]) -> Iterator[str]:
    for item in items:
        found = [row["finding"] for row in _rows(item, reviews) if row.get("finding") in FOUND]
        if found:
            words = "、".join(FOUND[one] for one in FOUND if one in found)
            yield f"{item['number']} {item['title']}：{words}"


def _texts(item: Mapping[str, Any], reviews: Sequence[Review], name: str, asks: Any) -> list[str] | None:
    """The different texts of an item's rows that ask for it; None if none does."""
    rows = [row for row in _rows(item, reviews) if asks(row)]
    texts = (str(row.get(name) or "").strip() for row in rows)
    return list(dict.fromkeys(text for text in texts if text)) if rows else None


def _rows(item: Mapping[str, Any], reviews: Sequence[Review]) -> list[Mapping[str, Any]]:
    return [row for review in reviews for row in review.get("sheet") or [] if row["number"] == item["number"]]


def _overall(reviews: Sequence[Review], name: str) -> list[str]:
    texts = (str(review.get(name) or "").strip() for review in reviews)
    return [f"总体：{text}" for text in dict.fromkeys(texts) if text]
