"""The few forms that are not a task's: their entries and what is wrong with them, shown as the task forms are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from web.language import gettext as _


@dataclass(slots=True)
class Entries:
    """What was typed into a plain form and the messages by field."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def required(self, name: str, message: str, longest: int = 2000) -> str:
        """The entry without space around it; noted as an error if it is empty or too long."""
        value = self.values.get(name, "").strip()
        if not value:
            self.errors[name] = message
        elif len(value) > longest:
            self.errors[name] = _("太长，最多 %(longest)s 字", longest=longest)
        return value

    def optional(self, name: str, longest: int = 2000) -> str:
        """As `required`, but it may be empty."""
        value = self.values.get(name, "").strip()
        if len(value) > longest:
            self.errors[name] = _("太长，最多 %(longest)s 字", longest=longest)
        return value

    def one_of(self, name: str, allowed: tuple[str, ...], message: str) -> str:
        """An entry that must be one of the choices."""
        value = self.values.get(name, "")
        if value not in allowed:
            self.errors[name] = message
        return value
