"""Under which key the register knows an applicant: a credit code, or the keyed hash of a person's number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import PeopleFirst


class NoKey(PeopleFirst):
    """申报人没有统一社会信用代码，也没有身份证件登记，不能写进登记簿。请在申报材料里补上，再重试。"""

    code, status = "no-key", 422


def applicant_key(applicant: Any) -> str:
    """The key of `known_key`. Raises NoKey: without one, applicants would be taken for one another."""
    found = known_key(applicant)
    if found is None:
        raise NoKey
    return found


def known_key(applicant: Any) -> str | None:
    """An organisation's unified social credit code, with its unit's identifier if it has none of its own.

    `applicant` is the key itself or a context with `uscc` (and `unit`), or `id_hash` for a person.
    """
    if not isinstance(applicant, Mapping):
        return str(applicant) if applicant else None
    code = applicant.get("uscc") or applicant.get("id_hash") or applicant.get("key")
    unit = applicant.get("unit")
    if not code:
        return None
    return f"{code}/{unit}" if unit else str(code)
