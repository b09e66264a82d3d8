"""Persons are known by the keyed hash of their identity number; of the number itself four digits are kept."""

from __future__ import annotations

from sqlalchemy import Connection

from awards import keyring
from awards.identity import tidy


def person_key(connection: Connection, number: str) -> dict[str, str]:
    """`id_hash` and `id_last4` of an identity number that is right. Raises WrongKey."""
    known = tidy(number)
    return {"id_hash": keyring.digest(connection, keyring.PERSONS, known), "id_last4": known[-4:]}
