"""What a submission was refused for, looked at again while it is being corrected.

The page carries the names of the fields that were wrong. Whenever the form comes back, these are checked again: what
was corrected is no longer reproached, and nothing is that had not been before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from engine.feel import Environment
from engine.forms import BrowserSubmission, Form, check
from web.forms import paths

FIELD: Final = "_wrong"  # posted once for each field that was refused
MOST: Final = 1000  # of them that are read


@dataclass(frozen=True, slots=True)
class Refused:
    """Messages by field, the fields that were refused at first, and whether they have been looked at since."""

    errors: Mapping[str, str] = field(default_factory=dict)
    fields: Sequence[str] = ()
    again: bool = False


NOTHING: Final = Refused()


def now(errors: Mapping[str, str]) -> Refused:
    """A submission that was refused with this very answer."""
    return Refused(errors, tuple(errors))


def before(sent: MultiDict[str, str]) -> Sequence[str]:
    """The fields that a page says were refused, where they stand after what its buttons did to rows."""
    removed, moved = sent.get("_remove"), sent.get("_move")
    named = (paths.after(name, removed, moved) for name in sent.getlist(FIELD)[:MOST])
    return tuple(dict.fromkeys(name for name in named if name))


def again(
    fields: Sequence[str],
    form: Form | None,
    content: Mapping[str, Any],
    known: Mapping[str, Any],
    env: Environment,
    more: Mapping[str, str] | None = None,
) -> Refused:
    """What is still wrong with these fields; `more` are faults that the form's own rules do not find."""
    if not fields or form is None:
        return NOTHING
    found = {**(more or {}), **check(form, BrowserSubmission(content), known, env).errors}
    return Refused({name: found[name] for name in fields if name in found}, fields, again=True)
