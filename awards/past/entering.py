"""Past awards are written into the register: each once, however often its table is sent, and told in the house's story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert

from awards.models import award, ban
from awards.past.planning import Past, standing
from engine.actor import Actor
from engine.db import one_at_a_time
from engine.history import record
from engine.process_engine import ProcessEngine


@dataclass(frozen=True, slots=True)
class Entered:
    """How many awards were written, were in the register already, and contradict what it has by now."""

    new: int
    known: int
    wrong: int


def enter(pe: ProcessEngine, scheme: str, awards: Sequence[Past], by: Actor) -> Entered:
    """Write what the register lacks, with its bans, in one commit. What it has is compared anew: others enter too."""
    counted = {"new": 0, "known": 0, "wrong": 0}
    written: list[list[str]] = []
    with pe.database.transaction() as connection:
        one_at_a_time(connection, "past-awards", scheme)
        for past in awards:
            state, _ = standing(connection, scheme, past)
            counted[state] += 1
            if state != "new":
                continue
            row = past.carried() | {"scheme": scheme, "document_date": past.document_date}
            del row["until"]
            connection.execute(insert(award), {**row, "revoked_on": past.revoked_on})
            if past.until is not None:
                entry = {"applicant": past.applicant, "scheme": scheme, "ground": past.revocation_ground}
                more = {"decided_on": past.revoked_on, "until": past.until}
                connection.execute(insert(ban), {**entry, **more})
            written.append([past.applicant_name, past.document_number, past.certificate or ""])
        if written:
            record(connection, pe.now(), by.name, "past-awards-entered", scheme=scheme, awards=written)
    return Entered(**counted)
