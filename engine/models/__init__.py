"""The tables, one family a file, no behaviour."""

from engine.models.archive import chain_head, retention, seal, sealer
from engine.models.calendars import calendar_closure, calendar_day, calendar_edition, calendar_year
from engine.models.definitions import definition, deployment, resource, start_form, start_subscription
from engine.models.diagrams import draft_diagram, proposal
from engine.models.guards import GUARDED
from engine.models.history import history
from engine.models.instances import instance, variable
from engine.models.jobs import incident, job
from engine.models.messages import message, subscription
from engine.models.recusals import recusal
from engine.models.requests import request
from engine.models.signals import signal_start, signal_subscription
from engine.models.substitutions import substitution
from engine.models.tasks import candidate, user_task

__all__ = [
    "GUARDED",
    "calendar_closure",
    "calendar_day",
    "calendar_edition",
    "calendar_year",
    "candidate",
    "chain_head",
    "definition",
    "deployment",
    "draft_diagram",
    "history",
    "incident",
    "instance",
    "job",
    "message",
    "proposal",
    "recusal",
    "request",
    "resource",
    "retention",
    "seal",
    "sealer",
    "signal_start",
    "signal_subscription",
    "start_form",
    "start_subscription",
    "subscription",
    "substitution",
    "user_task",
    "variable",
]
