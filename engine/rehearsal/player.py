"""Playing one story step by step: who does what, when, and what must then be true."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Row, select

from engine.actor import Actor
from engine.bpmn.periods import Duration, parse_duration
from engine.clock import SHANGHAI, business_date
from engine.commands import calendar, instances, messages, signals, tasks
from engine.errors import LaurelError
from engine.models import user_task
from engine.process_engine import ProcessEngine
from engine.rehearsal import intervening, people
from engine.rehearsal.expectations import Failed, check, open_tasks
from engine.rehearsal.scenario import Scenario, instant
from engine.rehearsal.yaml_values import as_json, as_submission

_WORKING_DAYS = re.compile(r"(\d+)\s*working days?$")


class Boards(Protocol):
    """Where a story is played: a swept stage, or a house that lends its clock."""

    pe: ProcessEngine

    def sweep(self, at: datetime) -> None: ...

    def play_handlers(self, when: Mapping[str, Mapping[str, Any]]) -> None: ...

    def fail(self, times: Mapping[str, int]) -> None: ...

    def settle(self) -> None: ...

    def move_to(self, target: datetime) -> None: ...


class Player:
    """One story on its boards."""

    def __init__(self, stage: Boards, scenario: Scenario, groups: Mapping[str, str]) -> None:
        self.stage, self.scenario, self.groups = stage, scenario, groups
        self.pe = stage.pe
        self.cases: dict[str, int] = {}
        self._default = ""

    def play(self) -> None:
        """Play all steps. Raises Failed with the number of the step and a sentence."""
        story = self.scenario
        self.stage.sweep(story.clock)
        self.stage.play_handlers(story.when)
        if story.calendar:
            calendar.load(self.pe, story.calendar, Actor("owner"))
        self._given(story.given)
        for start in story.starts:
            self._start(start)
        for number, step in enumerate(story.steps, 1):
            try:
                self._step(step)
            except Failed as failed:
                raise Failed(f"第 {number} 步：{failed}") from failed
            except LaurelError as error:
                raise Failed(f"第 {number} 步：{error}（{error.code}）") from error

    def actor(self, name: str | None, fallback: Row[Any] | None = None) -> Actor:
        """A person named in the story's `people`, a group (`office-clerk` of the scheme), or an account."""
        if name is None:
            if fallback is None:
                return Actor("scenario", frozenset(self.groups), admin=True)
            groups = frozenset(fallback.candidates["groups"])
            return Actor(fallback.assignee or "scenario", groups)
        person = self.scenario.people.get(name)
        if person is not None:
            return Actor(name, frozenset(self._group(g) for g in person.get("groups", ())))
        group = self._group(name)
        return Actor(name, frozenset({group}) if group in self.groups else frozenset())

    def case(self, step: Mapping[str, Any]) -> int:
        """The root instance a step speaks of: `case: A`, else the first."""
        alias = step.get("case", self._default)
        if alias not in self.cases:
            raise Failed(f"没有名为“{alias}”的案件")
        return self.cases[alias]

    def _group(self, name: str) -> str:
        return name if "." in name or name in self.groups else f"{self.scenario.scheme}.{name}"

    def _given(self, given: Mapping[str, list[Mapping[str, Any]]]) -> None:
        from engine.db import metadata  # the tables of every package that is assembled

        names = {t.name: t for t in metadata.sorted_tables}
        with self.pe.database.transaction() as connection:
            for name, rows in given.items():
                table = names.get(name.removesuffix("s"))
                if table is None:
                    raise Failed(f"given：没有登记表“{name}”")
                for row in rows:
                    unknown = set(row) - set(table.c.keys())
                    if unknown:
                        raise Failed(f"given：“{name}”没有列“{'、'.join(sorted(unknown))}”")
                    connection.execute(table.insert(), dict(row))

    def _start(self, start: Mapping[str, Any]) -> None:
        number = instances.start(
            self.pe,
            start.get("process", self.scenario.process),
            business_key=start.get("business key"),
            variables=as_json(start.get("variables") or {}),
            by=self.actor(start.get("by")),
            owner=start.get("owner"),
        )
        self.add(number, start.get("as"))
        self.stage.settle()

    def add(self, number: int, alias: str | None) -> None:
        """A case that the story may name from now on; the first is meant where no other is named."""
        name = str(alias or _alias(len(self.cases)))
        self._default = self._default or name
        self.cases[name] = number

    def _step(self, step: Mapping[str, Any]) -> None:
        kind = next(k for k in step if k in _DOING)
        refused = step.get("refused")
        try:
            _DOING[kind](self, step)
        except LaurelError as error:
            if error.code != refused:
                raise
            return
        if refused:
            raise Failed(f"应以“{refused}”被拒绝，却成功了")
        self.stage.settle()

    def _begin(self, step: Mapping[str, Any]) -> None:
        self._start(step["start"])

    def _complete(self, step: Mapping[str, Any]) -> None:
        task = self._task(step, step["complete"])
        actor = self.actor(step.get("by"), task)
        tasks.complete(self.pe, task.id, as_submission(step.get("with") or {}), actor)

    def _claim(self, step: Mapping[str, Any]) -> None:
        task = self._task(step, step["claim"])
        tasks.claim(self.pe, task.id, self.actor(step.get("by"), task))

    def _task(self, step: Mapping[str, Any], element: str) -> Row[Any]:
        with self.pe.database.reading() as connection:
            found = open_tasks(connection, self.case(step), element, step.get("in"))
            if not found:
                found = self._ended_tasks(connection, step, element)
        if not found:
            raise Failed(f"没有打开的任务“{element}”")
        item = int(step.get("item", 1))
        if item > len(found):
            raise Failed(f"任务“{element}”只有 {len(found)} 项，没有第 {item} 项")
        return found[item - 1]

    def _ended_tasks(self, connection: Any, step: Mapping[str, Any], element: str) -> list[Row[Any]]:
        """A step that expects `not-open` means a task that was there before."""
        if step.get("refused") != "not-open":
            return []
        mine = (user_task.c.root_id == self.case(step)) & (user_task.c.element == element)
        query = select(user_task).where(mine)
        return list(connection.execute(query.order_by(user_task.c.id)))

    def _message(self, step: Mapping[str, Any]) -> None:
        messages.publish(
            self.pe,
            step["message"],
            str(step["key"]),
            as_json(step.get("with") or {}),
            self.actor(step.get("by")),
        )

    def _signal(self, step: Mapping[str, Any]) -> None:
        signals.publish(
            self.pe, str(step["signal"]), as_json(step.get("with") or {}), self.actor(step.get("by"))
        )

    def _clock(self, step: Mapping[str, Any]) -> None:
        target = instant(step["clock"], self.scenario.file)
        if target < self.pe.now():
            raise Failed(f"时钟只能向前，{target} 已经过去")
        self.stage.move_to(target)

    def _pass(self, step: Mapping[str, Any]) -> None:
        self.stage.move_to(self._later(str(step["pass"])))

    def _later(self, text: str) -> datetime:
        now = self.pe.now()
        match = _WORKING_DAYS.match(text)
        if not match:
            return _duration(text).after(now)
        with self.pe.database.reading() as connection:
            day = self.pe.calendar(connection).after(business_date(now), int(match[1])).last_day
        local = now.astimezone(SHANGHAI)
        return local + timedelta(days=(day - local.date()).days)

    def _expect(self, step: Mapping[str, Any]) -> None:
        with self.pe.database.reading() as connection:
            started = check(self.pe, connection, self.case(step), step["expect"], step.get("in"))
        self.cases |= started

    def _calendar(self, step: Mapping[str, Any]) -> None:
        calendar.load(self.pe, step["calendar"], Actor("owner"))

    def _fail(self, step: Mapping[str, Any]) -> None:
        if unknown := sorted(set(step["fail"]) - set(self.pe.registries.handlers)):
            raise Failed(f"没有名为“{unknown[0]}”的作业类型")
        self.stage.fail(step["fail"])


def _alias(number: int) -> str:
    """A, B, C … for cases that the story does not name."""
    return chr(ord("A") + number) if number < 26 else f"case-{number + 1}"


def _duration(text: str) -> Duration:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise Failed(f"“{text}”不是时长，请写成 2 working days 或 PT24H、P3D") from error


_DOING = {
    "complete": Player._complete,
    "claim": Player._claim,
    "message": Player._message,
    "signal": Player._signal,
    "activate": intervening.activate,
    "enough": intervening.enough,
    "set": intervening.change,
    "clock": Player._clock,
    "pass": Player._pass,
    "expect": Player._expect,
    "calendar": Player._calendar,
    "fail": Player._fail,
    "retry": intervening.retry,
    "start": Player._begin,
    "begin": people.begin,
    "send": people.send,
    "cancel": intervening.cancel,
    "suspend": intervening.suspend,
    "resume": intervening.resume,
}
