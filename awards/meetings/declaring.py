"""A member of a committee declares an interest in a case of the agenda and loses the case in the same commit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from awards.conflicts import INTERESTS
from awards.keys import known_key
from awards.meetings.sittings import group_of, roots_of
from awards.models import interest
from engine import recusals, runtime
from engine.actor import Actor
from engine.clock import business_date
from engine.db import insert_or_skip
from engine.errors import Invalid, NotFound
from engine.models import recusal, variable
from engine.process_engine import ProcessEngine
from engine.unit import unit


@dataclass(frozen=True, slots=True)
class Declared:
    """Somebody has stepped back from a case, and why as far as it was said."""

    account: str
    key: str
    kinds: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The declared interests in words."""
        return "、".join(INTERESTS.get(kind, kind) for kind in self.kinds)


def declare(
    pe: ProcessEngine, meeting: Mapping[str, Any], key: str, kinds: Sequence[str], note: str, by: Actor
) -> None:
    """The case `key` of this meeting's agenda is closed to `by` at once; the interest is kept for later cases.

    `meeting` is a committee's user task (id, element, name, scheme). Raises NotFound (no such case, or not a
    member), Invalid (no kind of interest given).
    """
    if group_of(str(meeting["scheme"])) not in by.groups:
        raise NotFound(what="这次会议")
    if not kinds or any(kind not in INTERESTS for kind in kinds):
        raise Invalid({"kinds": "请选择是哪一种利害关系"})
    with unit(pe, by) as work:
        root = roots_of(work.connection, str(meeting["scheme"]), [key]).get(key)
        if root is None:
            raise NotFound(what="这个案件")
        with runtime.moving(work, root) as tree:
            facts = {"task": meeting["id"], "name": meeting["name"], "kinds": list(kinds), "note": note}
            recusals.close(tree, by.name, str(meeting["element"]), root, **facts)
        _keep(work.connection, root, key, kinds, pe, by.name)


def _keep(
    connection: Connection, root: int, key: str, kinds: Sequence[str], pe: ProcessEngine, account: str
) -> None:
    """The interest in the applicant, where the case names one: later reviews find it too."""
    named = select(variable.c.name, variable.c.text).where(
        variable.c.instance_id == root, variable.c.name.startswith("applicant.", autoescape=True)
    )
    found = {row.name.removeprefix("applicant."): row.text for row in connection.execute(named) if row.text}
    applicant = known_key(found)
    if applicant is None:
        return
    today = business_date(pe.now())
    row = {"account": account, "applicant": applicant, "case_key": key, "declared_on": today}
    new = insert_or_skip(connection, interest, ["applicant", "account", "kind"])
    for kind in kinds:
        connection.execute(new, {**row, "kind": kind})


def declared(
    connection: Connection, scheme: str, keys: Collection[str], accounts: Collection[str]
) -> list[Declared]:
    """Which of these accounts have stepped back from which of these cases. Three statements."""
    roots = roots_of(connection, scheme, keys)
    if not roots or not accounts:
        return []
    closed = select(recusal.c.root_id, recusal.c.account).where(
        recusal.c.root_id.in_(roots.values()), recusal.c.account.in_(accounts)
    )
    by_root = {root: key for key, root in roots.items()}
    pairs = sorted((row.account, by_root[row.root_id]) for row in connection.execute(closed))
    said = select(interest.c.account, interest.c.case_key, interest.c.kind).where(
        interest.c.case_key.in_(keys), interest.c.account.in_(accounts)
    )
    kinds: dict[tuple[str, str], list[str]] = {}
    for row in connection.execute(said.order_by(interest.c.id)):
        kinds.setdefault((row.account, row.case_key), []).append(row.kind)
    return [Declared(account, key, tuple(kinds.get((account, key), ()))) for account, key in pairs]
