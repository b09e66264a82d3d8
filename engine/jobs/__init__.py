"""Jobs: claimed with a lease and a fencing version, done once, retried with backoff, at last an incident."""

from engine.jobs.claiming import LEASE, Held, claim, heartbeat, next_due
from engine.jobs.doing import run, run_due
from engine.jobs.failing import BACKOFF_FIRST, BACKOFF_MOST, backoff
from engine.jobs.outside import THREADS, OutsideCalls
from engine.jobs.upkeep import expire_messages, forget_requests

__all__ = [
    "BACKOFF_FIRST",
    "BACKOFF_MOST",
    "LEASE",
    "THREADS",
    "Held",
    "OutsideCalls",
    "backoff",
    "claim",
    "expire_messages",
    "forget_requests",
    "heartbeat",
    "next_due",
    "run",
    "run_due",
]
