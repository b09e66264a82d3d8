"""Where the fields of a page send their files: the addresses of one place, for the form's macros and the script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from flask import url_for

from web.files import listing
from web.files.places import Place
from web.house import me


class Door(Protocol):
    """The addresses of a place. `field` is a field's path, `number` the id of an upload or of a file under way."""

    @property
    def place(self) -> Place: ...
    @property
    def begin(self) -> str:
        """Takes a file in pieces."""

    @property
    def store(self) -> str:
        """Takes a file with the form around it."""

    @property
    def paper(self) -> str:
        """Writes down that what is asked for came on paper; empty where nothing did."""

    def rows(self, field: str) -> str:
        """The list of a field's files."""

    def remove(self, number: int) -> str: ...
    def give_up(self, number: str) -> str: ...


def place_of(task: Mapping[str, Any]) -> Place:
    """Where the person of this request gathers files for a task."""
    return Place(me().name, task["id"], task["root_id"])


class TaskDoor:
    """The addresses of a task."""

    def __init__(self, place: Place) -> None:
        self.place = place

    @property
    def begin(self) -> str:
        return url_for("sending.begin", task_id=self.place.task_id)

    @property
    def store(self) -> str:
        return url_for("uploads.store", task_id=self.place.task_id)

    @property
    def paper(self) -> str:
        root = self.place.root_id
        there = root is not None and listing.on_paper(root)
        return url_for("uploads.paper", task_id=self.place.task_id) if there else ""

    def rows(self, field: str) -> str:
        return url_for("uploads.rows", task_id=self.place.task_id, field=field)

    def remove(self, number: int) -> str:
        return url_for("uploads.remove", task_id=self.place.task_id, upload_id=number)

    def give_up(self, number: str) -> str:
        return url_for("sending.remove", task_id=self.place.task_id, number=number)
