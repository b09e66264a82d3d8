"""The numbers of a rule for its readers; what the rule does not say is said to be unsaid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.definitions import Deployed
from web import clauses
from web.cases.facts import text_of
from web.language import gettext as _
from web.language import noop as N_

COUNTED = (N_("工作日"), N_("月"), N_("百分点"))  # units that are counted with 个


@dataclass(frozen=True, slots=True)
class Number:
    """One parameter: where it stands, what it is about, how much; `office` is what the office set where the rule is silent."""

    article: str
    about: str
    value: str
    unit: str
    office: str


def numbers(deployed: Deployed) -> list[Number]:
    """The parameters of the scheme's rule data, in their order."""
    scheme = deployed.scheme or {}
    slots = {str(key): str(name) for key, name in (scheme.get("slots") or {}).items()}
    given = scheme.get("parameters") or {}
    return [
        _number(deployed, str(name), entry, slots)
        for name, entry in given.items()
        if isinstance(entry, Mapping)
    ]


def _number(deployed: Deployed, name: str, entry: Mapping[str, Any], slots: Mapping[str, str]) -> Number:
    found = clauses.clauses(deployed, [str(entry["requirement"])] if entry.get("requirement") else [])
    slot = next((text for key, text in slots.items() if name.endswith(key.replace("-", "_"))), "")
    about = str(entry.get("label") or "") or _("：").join(
        filter(None, (found[0].title if found else "", slot))
    )
    return Number(
        found[0].number if found else "",
        about or name,
        text_of(entry.get("value")),
        _unit(str(entry.get("unit") or "")),
        text_of(entry.get("office_value")),
    )


def _unit(unit: str) -> str:
    return _("个%(unit)s", unit=_(unit)) if unit in COUNTED else unit
