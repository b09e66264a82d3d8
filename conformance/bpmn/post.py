"""Messages and signals in the drive: a message has one receiver and is kept for it, a signal is for all who listen."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.bpmn.running import Drive, Running
from engine.bpmn import Signal
from engine.feel import from_json


@dataclass(frozen=True, slots=True)
class Message:
    """A message on its way."""

    name: str
    key: str | None


class Post:
    """What was sent and nobody has taken yet."""

    def __init__(self, world: Drive) -> None:
        self._world = world
        self._kept: list[Message] = []

    def publish(self, message: Message) -> None:
        """To the oldest subscription, else to the process that begins with it, else it is kept."""
        if self._delivered(message):
            return
        for definition in self._world.definitions:
            if message.name in definition.message_starts:
                start = definition.message_starts[message.name]
                self._world.begin(definition, start_element=start, payload={})
                return
        self._kept.append(message)

    def deliver_kept(self) -> None:
        """Somebody has begun to listen."""
        self._kept = [message for message in self._kept if not self._delivered(message)]

    def broadcast(self, sender: Running, signal: Signal) -> None:
        """To all that listen now; a signal is never kept. The sender's instance has heard it before."""
        heard = [
            (running, wait.token)
            for running, wait in self._world.open("signal")
            if running is not sender and wait.facts["name"] == signal.name
        ]
        for running, token in heard:
            if token in running.kinds:
                self._signal(running, token, signal)
        for definition in self._world.definitions:
            if signal.name in definition.signal_starts:
                start = definition.signal_starts[signal.name]
                self._world.begin(definition, start_element=start, payload=from_json(signal.payload))

    def _signal(self, running: Running, token: str, signal: Signal) -> None:
        self._world.act(running, lambda w, s: w.signal(token, from_json(signal.payload), s))

    def _delivered(self, message: Message) -> bool:
        wanted = (message.name, message.key)
        listening = self._world.open("message")
        found = next(
            ((r, w.token) for r, w in listening if (w.facts["name"], w.facts["correlation_key"]) == wanted),
            None,
        )
        if found is None:
            return False
        running, token = found
        self._world.act(running, lambda w, s: w.deliver(token, {}, s))
        return True
