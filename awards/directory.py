"""Who a letter or a reminder reaches: lent by the floor that knows accounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person or an organisation's desk; `mail` is empty where none is known."""

    account: str
    name: str
    mail: str = ""


Directory = Callable[[Connection, str], list[Recipient]]
"""The recipients that an account's or a group's id stands for; empty if it is neither."""


def nobody(_connection: Connection, _to: str) -> list[Recipient]:
    """The directory of a house without accounts."""
    return []
