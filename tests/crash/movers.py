"""Processes that move cases until somebody kills them: a person's client and a worker."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from sqlalchemy import select

import assembly
from engine import jobs
from engine.actor import Actor
from engine.commands import tasks
from engine.errors import LaurelError
from engine.models import instance, user_task

CLERK = Actor("clerk", frozenset({"test.staff"}))


def client(url: str, ledger: Path, seed: int) -> None:
    """Complete open tasks; write an acknowledgement, safe on disk, only after the command has returned."""
    pe = assembly.process_engine(url)
    chance = Random(seed)
    with ledger.open("a") as acknowledged:
        while True:
            with pe.database.reading() as connection:
                query = select(user_task.c.id).where(user_task.c.status == "open").limit(50)
                found = list(connection.execute(query).scalars())
                left = connection.execute(select(instance.c.id).where(instance.c.status == "active")).first()
            if not left:
                return
            for task in chance.sample(found, len(found)):
                try:
                    tasks.complete(pe, task, {}, CLERK)
                except LaurelError:
                    continue  # another client was quicker
                acknowledged.write(f"{task}\n")
                acknowledged.flush()
                os.fsync(acknowledged.fileno())


def worker(url: str, _ledger: Path, seed: int) -> None:
    """Do jobs until no case is left."""
    pe = assembly.process_engine(url)
    while True:
        if jobs.run_due(pe, f"worker-{seed}"):
            continue
        with pe.database.reading() as connection:
            left = connection.execute(select(instance.c.id).where(instance.c.status == "active")).first()
        if not left:
            return
