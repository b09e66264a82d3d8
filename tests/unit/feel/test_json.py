"""FEEL values through JSON and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, from_json, to_json
from engine.feel.values import Range, YearsMonthsDuration

ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=8)), ZoneInfo("Asia/Shanghai")])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=20),
    st.integers(-(10**33), 10**33).map(Decimal),
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20),
    st.dates(),
    st.times(),
    st.datetimes(timezones=ZONES),
    st.timedeltas(),
    st.integers(-(10**6), 10**6).map(YearsMonthsDuration),
)
KEYS = st.one_of(st.text(max_size=6), st.sampled_from(["$", "$$", "$v", "v"]))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300)
@given(VALUES)
def test_nothing_is_lost(value: object) -> None:
    assert from_json(json.loads(json.dumps(to_json(value)))) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal(3), 3),
        (Decimal("3.00"), 3),
        (Decimal("1.5"), {"$": "number", "v": "1.5"}),
        (Decimal(2**53), {"$": "number", "v": "9007199254740992"}),
        (date(2026, 3, 2), {"$": "date", "v": "2026-03-02"}),
        (time(8, 30), {"$": "time", "v": "08:30:00"}),
        (datetime(2026, 3, 2, 8, tzinfo=UTC), {"$": "date and time", "v": "2026-03-02T08:00:00Z"}),
        (timedelta(days=5), {"$": "days duration", "v": "P5D"}),
        (YearsMonthsDuration(14), {"$": "months duration", "v": "P1Y2M"}),
        ({"$": 1, "a": True}, {"$$": 1, "a": True}),
    ],
)
def test_the_form(value: object, expected: object) -> None:
    assert to_json(value) == expected
    assert type(to_json(value)) is type(expected)


def test_host_numbers_become_decimals() -> None:
    assert from_json([1, 0.1]) == [Decimal(1), Decimal("0.1")]


@pytest.mark.parametrize("value", [Range(1, 2), Decimal("NaN"), float("inf")])
def test_what_is_no_data_is_refused(value: object) -> None:
    with pytest.raises(FeelError):
        to_json(value)


@pytest.mark.parametrize("data", [{"$": "date", "v": "yesterday"}, {"$": "pickle", "v": ""}, {"$": "date"}])
def test_unknown_tags_are_refused(data: object) -> None:
    with pytest.raises(FeelError):
        from_json(data)


def test_towers_are_refused() -> None:
    tower: object = 1
    for _ in range(200):
        tower = [tower]
    with pytest.raises(FeelError):
        from_json(tower)
    with pytest.raises(FeelError):
        to_json(tower)
