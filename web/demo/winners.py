"""Winners of earlier cycles, entered as the offices had them on paper: organisations and people that do not exist."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert

from awards.models import award
from engine.process_engine import ProcessEngine

JINGAN: dict[str, Any] = {
    "scheme": "jingan",
    "document_number": "示例府〔2023〕30号",
    "document_date": date(2023, 12, 20),
}
HONGKOU: dict[str, Any] = {
    "scheme": "hongkou",
    "document_number": "示例虹府〔2023〕30号",
    "document_date": date(2023, 12, 20),
}
EARLIER: dict[str, Any] = {
    "scheme": "hongkou",
    "document_number": "示例虹府〔2021〕18号",
    "document_date": date(2021, 12, 15),
}
ASSOCIATION: dict[str, Any] = {
    "scheme": "association",
    "document_number": "示例沪质协〔2024〕21号",
    "document_date": date(2024, 10, 18),
}
# Document, level, category, name, certificate, the day on which it was revoked.
ROWS: tuple[tuple[dict[str, Any], str, str, str, str, date | None], ...] = (
    (JINGAN, "top", "model", "示例纺织机械有限公司", "静质奖证〔2023〕002号", None),
    (JINGAN, "top", "achievement", "示例检验师", "静质奖证〔2023〕003号", None),
    (HONGKOU, "silver", "organisation", "示例港口物流有限公司", "虹质奖证〔2023〕002号", None),
    (EARLIER, "gold", "organisation", "示例建材有限公司", "虹质奖证〔2021〕001号", date(2023, 3, 6)),
    (EARLIER, "gold", "person", "示例船舶工程师", "虹质奖证〔2021〕002号", None),
    (ASSOCIATION, "exemplar", "organisation", "示例轨道交通有限公司", "沪质协奖证〔2024〕001号", None),
    (ASSOCIATION, "project", "project", "示例焊接缺陷攻关项目", "沪质协奖证〔2024〕002号", None),
)


def enter(pe: ProcessEngine) -> None:
    """Write them into the register; none of them applies again in the demonstration."""
    rows = [
        {
            **document,
            "applicant": f"91310100DEMEX1{number:03}X",
            "applicant_name": name,
            "level": level,
            "category": category,
            "certificate": certificate,
            "revoked_on": revoked_on,
        }
        for number, (document, level, category, name, certificate, revoked_on) in enumerate(ROWS, 1)
    ]
    with pe.database.transaction() as connection:
        connection.execute(insert(award), rows)
