"""A follow-up date: the day from which a task that one has is looked at again."""

from __future__ import annotations

from datetime import datetime

from engine.actor import Actor
from engine.clock import business_date
from engine.commands.at_hand import hand_over, open_task, tell
from engine.errors import Invalid, NotAllowed
from engine.process_engine import ProcessEngine
from engine.sentence import Sentence
from engine.unit import unit


def follow_up(pe: ProcessEngine, task_id: int, at: datetime | None, by: Actor) -> None:
    """Leave a task out of its holder's own list until an instant; None shows it again at once.

    Nothing else changes: it stays theirs, its due date stands. Raises Invalid (not after now), NotFound,
    NotAllowed (nobody has it yet), NotOpen.
    """
    if at is not None and at <= pe.now():
        raise Invalid({"day": "跟进日期须在今天之后"})
    with unit(pe, by) as work:
        task, name = open_task(work, task_id)
        if task.assignee is None:
            raise NotAllowed(
                what=Sentence("跟进日期：{name}", name=task.name), who="认领了它的人", actor=by.name
            )
        hand_over(work, task, task.assignee, follow_up_at=at)
        tell(work, task, "task-follow-up", name, day=business_date(at).isoformat() if at else None)
