"""What the choices of a task's form are called, as its own version of the form says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from engine.definitions import Deployed
from engine.models import user_task


class Labels:
    """The names of one task's choices."""

    def __init__(self, connection: Connection, deployed: Deployed, task_id: int) -> None:
        form = connection.execute(select(user_task.c.form_id).where(user_task.c.id == task_id)).scalar()
        fields = deployed.form(form).fields() if form else ()
        self._names = {
            field.key: {option.value: option.label for option in field.choices.fixed}
            for field in fields
            if field.choices
        }

    def of(self, known: Mapping[str, Any], fields: Sequence[str]) -> list[str]:
        """The chosen options of the first of these fields that has any."""
        field = next((f for f in fields if f in self._names and isinstance(known.get(f), list)), None)
        if field is None:
            return []
        names = self._names[field]
        return [names.get(value, str(value)) for value in known[field]]
