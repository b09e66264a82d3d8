"""Revocation writes the register and the ban; dates worked out from the rules (AMB-13, AMB-26)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from awards.models import award, ban
from awards.revoking import NoAward
from engine.process_engine import ProcessEngine
from tests.integration.awards.office import do

HOLDER = "91310106DEMEX00012"


def grant(pe: ProcessEngine, key: str = "K-1", scheme: str = "jingan") -> None:
    document = {"document_number": "文号 1", "document_date": date(2023, 12, 20)}
    given = {"applicant": {"uscc": HOLDER, "name": "示例公司"}, "level": "gold", "category": "model"}
    do(pe, "awards.record-award", {**given, **document}, process_id=f"{scheme}.application", business_key=key)


def revoke(pe: ProcessEngine, years: int | None, on: date = date(2024, 3, 12)) -> object:
    inputs = {"case_key": "K-1", "ground": "accident", "decided_on": on, "ban_years": years}
    return do(pe, "awards.revoke", inputs, process_id="jingan.revocation", business_key="R-1")


@pytest.mark.parametrize(
    ("decided", "years", "until", "allowed"),
    [
        # SC-08: five years in Jing'an, three in Hongkou; the last day still holds
        (date(2024, 3, 12), 5, date(2029, 3, 12), date(2029, 3, 13)),
        (date(2024, 3, 12), 3, date(2027, 3, 12), date(2027, 3, 13)),
        # no 29 February 2029: the month's last day
        (date(2024, 2, 29), 5, date(2029, 2, 28), date(2029, 3, 1)),
    ],
)
def test_the_ban_holds_through_the_corresponding_day(
    pe: ProcessEngine, decided: date, years: int, until: date, allowed: date
) -> None:
    grant(pe)
    assert revoke(pe, years, decided) == {"ban_until": until, "allowed_from": allowed}
    with pe.database.reading() as connection:
        kept = connection.execute(select(award.c.revoked_on, award.c.revocation_ground)).one()
        banned = connection.execute(
            select(ban.c.applicant, ban.c.scheme, ban.c.ground, ban.c.decided_on, ban.c.until)
        ).all()
    assert kept == (decided, "accident")
    assert banned == [(HOLDER, "jingan", "accident", decided, until)]


def test_without_a_number_of_years_nobody_is_banned(pe: ProcessEngine) -> None:
    grant(pe, scheme="association")
    assert revoke(pe, None) == {"ban_until": None, "allowed_from": None}
    with pe.database.reading() as connection:
        assert connection.execute(select(ban)).all() == []
        assert connection.execute(select(award.c.revoked_on)).scalar() == date(2024, 3, 12)


def test_a_second_call_changes_nothing_and_answers_the_same(pe: ProcessEngine) -> None:
    grant(pe)
    first = revoke(pe, 5)
    assert revoke(pe, 5, date(2025, 1, 1)) == first
    with pe.database.reading() as connection:
        assert connection.execute(select(ban.c.until)).scalars().all() == [date(2029, 3, 12)]


def test_an_award_that_nobody_registered_cannot_be_revoked(pe: ProcessEngine) -> None:
    with pytest.raises(NoAward, match="没有案件“K-1”的获奖记录"):
        revoke(pe, 5)


def test_the_ban_is_found_when_the_holder_applies_again(pe: ProcessEngine) -> None:
    grant(pe)
    revoke(pe, 5)
    found = do(pe, "awards.register", {"applicant": {"uscc": HOLDER}}, business_key="K-2")["register"]
    assert [b["until"] for b in found["bans"]] == [date(2029, 3, 12)]
    assert [(a["revoked"], a["revoked_on"]) for a in found["awards"]] == [(True, date(2024, 3, 12))]
