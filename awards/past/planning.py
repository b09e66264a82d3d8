"""What entering a table of past awards would do: which the register lacks, which it has, which contradict it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import Connection, select

from awards.links import all_keys
from awards.models import award
from awards.past.reading import GROUNDS, Line
from awards.persons import person_key
from engine.sentence import Sentence

State = Literal["new", "known", "wrong"]
CATEGORIES: Final = ("organisation", "project", "person")  # for whom a slot is, whichever word comes first
UNIT: Final = 40  # characters of a project's name that tell it from others of its organisation


@dataclass(frozen=True, slots=True)
class Past:
    """An award as the register would have it; an identity number is a keyed hash already."""

    applicant: str
    applicant_name: str
    level: str
    category: str
    document_number: str
    document_date: date
    certificate: str | None = None
    case_key: str | None = None
    revoked_on: date | None = None
    revocation_ground: str | None = None
    until: date | None = None

    def carried(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def of(cls, carried: Mapping[str, Any]) -> Past:
        """What `carried` gave."""
        days = {
            name: carried[name] and date.fromisoformat(carried[name])
            for name in ("document_date", "revoked_on", "until")
        }
        return cls(**{**carried, **days})


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the table and what becomes of it; `past` is None where it cannot be read."""

    number: int
    line: Line
    state: State
    faults: Sequence[str]
    past: Past | None


def slots(data: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Level and category by the name of each award that a scheme gives."""
    named = {str(key): str(name) for key, name in (data.get("slots") or {}).items()}
    given = [key for key in named if not any(other.startswith(f"{key}-") for other in named)]
    return {named[key]: _parts(key) for key in given}


def _parts(key: str) -> tuple[str, str]:
    """`gold-model` is level and category; where the first word says for whom it is, that is the category."""
    first, _, second = key.partition("-")
    return (second or first, first) if first in CATEGORIES else (first, second or first)


def plan(
    connection: Connection, scheme: str, data: Mapping[str, Any], lines: Iterable[Line], today: date
) -> list[Planned]:
    """Every line with what would become of it. An identity number becomes its hash here, and is not kept."""
    known, seen, planned = slots(data), set[tuple[str, str]](), []
    for line in lines:
        faults = list(line.faults)
        if line.texts["award"] and line.texts["award"] not in known:
            choices = tuple(known)
            faults.append(Sentence("奖项只能写成：{choices}", choices=choices))
        if (
            line.days
            and max(line.days.get("document_date", today), line.days.get("revoked_on", today)) > today
        ):
            faults.append(Sentence("表彰日期、撤销日期不能晚于今天"))
        faults += _twice(line, seen)
        past = None if faults else _past(connection, line, *known[line.texts["award"]])
        state, why = ("wrong", None) if past is None else standing(connection, scheme, past)
        planned.append(Planned(line.number, line, state, [*faults, *([why] if why else [])], past))
    return planned


def _twice(line: Line, seen: set[tuple[str, str]]) -> list[str]:
    """A number that stands in two lines of one table."""
    again = {
        "certificate": Sentence("证书编号{text}在表里写了两次", text=line.texts["certificate"]),
        "case_key": Sentence("案件编号{text}在表里写了两次", text=line.texts["case_key"]),
    }
    faults: list[str] = []
    for name, said in again.items():
        place = (name, line.texts[name])
        if place[1] and place in seen:
            faults.append(said)
        seen.add(place)
    return faults


def _past(connection: Connection, line: Line, level: str, category: str) -> Past:
    texts, days, code = line.texts, line.days, line.texts["code"]
    if line.person:
        code = person_key(connection, code)["id_hash"]
    elif category == "project" and "/" not in code:
        code = f"{code}/{texts['name'][:UNIT]}"
    return Past(
        applicant=code,
        applicant_name=texts["name"],
        level=level,
        category=category,
        document_number=texts["document_number"],
        document_date=days["document_date"],
        certificate=texts["certificate"] or None,
        case_key=texts["case_key"] or None,
        revoked_on=days.get("revoked_on"),
        revocation_ground=GROUNDS.get(texts["ground"]),
        until=days.get("until"),
    )


def standing(connection: Connection, scheme: str, past: Past) -> tuple[State, str | None]:
    """Whether the register has this award, and what contradicts it there."""
    keys, rows = all_keys(connection, past.applicant), select(award).where(award.c.scheme == scheme)
    if past.certificate:
        for row in connection.execute(rows.where(award.c.certificate == past.certificate)):
            return _compared(row, past, keys)
    if past.case_key:
        taken = connection.execute(select(award).where(award.c.case_key == past.case_key)).first()
        if taken is not None and (taken.scheme != scheme or not _same(taken, past, keys)):
            return "wrong", Sentence("案件编号{key}在登记簿里是另一项获奖的", key=past.case_key)
    mine = rows.where(award.c.applicant.in_(keys), award.c.document_date == past.document_date)
    for row in connection.execute(mine.order_by(award.c.id)):
        if _same(row, past, keys):
            if row.certificate and past.certificate:
                return "wrong", Sentence(
                    "登记簿里已有这个获奖者同一天的同一奖项，证书编号是{certificate}",
                    certificate=row.certificate,
                )
            return _compared(row, past, keys)
    return "new", None


def _same(row: Any, past: Past, keys: Sequence[str]) -> bool:
    wanted = (past.level, past.category, past.document_date)
    return row.applicant in keys and (row.level, row.category, row.document_date) == wanted


def _compared(row: Any, past: Past, keys: Sequence[str]) -> tuple[State, str | None]:
    if not _same(row, past, keys):
        return "wrong", Sentence(
            "登记簿里这个证书编号是{name}的，奖项或日期和表里不一样", name=row.applicant_name
        )
    if row.revoked_on != past.revoked_on:
        return "wrong", Sentence("登记簿里已有这项获奖，撤销日期和表里不一样；撤销请从“立案”里办")
    return "known", None
