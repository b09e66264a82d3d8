"""The tale that is played again and again: every way in which a case leaves its transaction, on one short path."""

from __future__ import annotations

import json
import os
import signal
from urllib.request import Request, urlopen

import assembly
from engine.clock import Clock
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from tests.integration.house import deploy
from tests.support import diagrams as d


# A task with a reminder that comes back, work inside, a call outside, a message that begins another case, a pause.
def main(pause: str) -> bytes:
    """The tale's first process; `pause` is an ISO duration."""
    return d.diagram(
        "test.main",
        d.start(),
        d.task("a"),
        d.boundary("remind", "a", d.timer("timeCycle", f"R2/{pause}"), interrupting=False),
        d.end("reminded"),
        d.service("number", "awards.number", inputs={"series": "test", "year": "2026"}, retries=1000),
        d.service("call", "test.call", inputs={"n": "=n"}, retries=1000),
        d.service(
            "publish",
            "publish-message",
            inputs={"message_name": "notice", "correlation_key": "=string(n)", "payload": "={n: n}"},
            retries=1000,
        ),
        d.catch("pause", d.timer("timeDuration", pause)),
        d.task("b"),
        d.end(),
        d.flows("start a number call publish pause b end"),
        d.flows("remind reminded"),
    )


OTHER = d.diagram(
    "test.other",
    d.start(inside=d.message("notice")),
    d.task("c"),
    d.end(),
    d.flows("start c end"),
    head=d.messages(notice=""),
)
# Whoever does this job dies of it.
POISON = d.diagram(
    "test.poison",
    d.start(),
    d.service("poison", "test.poison", retries=3),
    d.end(),
    d.flows("start poison end"),
)


def node(url: str, receiver: str, clock: Clock | None = None) -> ProcessEngine:
    """A node of the house that knows how to call the receiver, and how to die."""

    def call(work: Assignment) -> Variables:
        body = json.dumps({"n": int(work.variables["n"])}).encode()
        with urlopen(Request(receiver, body, {"Idempotency-Key": work.key}), timeout=60) as answer:
            answer.read()
        return {}

    def die(_work: Assignment) -> Variables:
        os.kill(os.getpid(), signal.SIGKILL)
        return {}

    pe = assembly.process_engine(url, clock)
    pe.registries.add_handler(JobHandler("test.call", "outside", call))
    pe.registries.add_handler(JobHandler("test.poison", "outside", die))
    return pe


def deploy_tale(pe: ProcessEngine, pause: str = "PT1H") -> None:
    deploy(pe, main=main(pause), other=OTHER, poison=POISON)
