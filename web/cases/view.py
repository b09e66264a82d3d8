"""One case gathered for its page: sentences, rulers, outline, tokens, facts, story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.actor import Actor
from engine.bpmn import Definition, Workflow
from engine.calendar import Calendar
from engine.clock import business_date
from engine.definitions import Deployed
from engine.explain import explain
from engine.process_engine import ProcessEngine
from engine.queries import cases
from engine.queries import story as stories
from web import clauses
from web.cases import facts, story, telling, waiting
from web.cases.waiting import Reader, WaitSentence
from web.diagrams import outline
from web.labels import party_word
from web.language import gettext as _
from web.language import noop as N_
from web.people.accounts import display_names
from web.ruler import Ruler
from web.taskstate import Badge

OWN = ("applicant", "cycle", "slot", "edition")  # what an owner reads back

UNFAVOURABLE = {
    "lapsed",
    "not-awarded",
    "not-selected",
    "refused",
    "rejected",
    "returned",
    "withdrawn",
}  # end events

HELD = Badge("hold", "hand", N_("暂缓 · 有未决异议"))
SUSPENDED = Badge("hold", "pause", N_("已暂停"))


@dataclass(frozen=True, slots=True)
class Part:
    """One instance of the call tree, as a choice of what diagram to see."""

    id: int
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything the case page shows."""

    root_id: int
    today: date
    badge: Badge
    process: str
    version: int
    parts: list[Part]
    part: int
    shown: str  # the process of that part
    sentences: list[WaitSentence]
    rulers: list[tuple[WaitSentence, Ruler]]
    nodes: Sequence[outline.Node]
    tokens: dict[str, Any]
    facts: list[tuple[str, str]]
    clauses: clauses.Panel  # behind what moves the case
    story: Sequence[story.StoryDay]
    age: int  # working days since it began, today included

    @property
    def main(self) -> list[WaitSentence]:
        """What moves the case."""
        return [s for s in self.sentences if not s.source.aside]

    @property
    def timers(self) -> list[WaitSentence]:
        """What an administrator may move or let fire."""
        return [s for s in self.sentences if s.source.kind == "timer" and s.source.facts.get("job_id")]

    @property
    def asides(self) -> list[WaitSentence]:
        """What may happen meanwhile."""
        return [s for s in self.sentences if s.source.aside]


def read(
    pe: ProcessEngine, connection: Connection, case: Mapping[str, Any], actor: Actor, wanted: int
) -> CaseView:
    """Gather the page of a case that the actor may see. `wanted` is the instance whose diagram is shown."""
    today, calendar = business_date(pe.now()), pe.calendar(connection)
    rows = cases.parts(connection, case["id"])
    deployed = {row.id: pe.definitions.get(connection, row.definition_id) for row in rows}
    shown = next((row for row in rows if row.id == wanted), rows[0])
    entries = stories.entries(connection, case["id"])
    waits = explain(pe, connection, case["id"])
    assignees = {w.facts.get("assignee") for w in waits}
    people = display_names(connection, story.people_in(entries) | {a for a in assignees if a})
    others = cases.by_keys(connection, actor, waiting.keys_in(waits) - {case["business_key"]})
    names = pe.vocabulary(connection)
    variables = variables_of(deployed[rows[0].id], rows[0])
    scheme = clauses.scheme_in(case["process_id"], variables)
    owner = case["owner"] or ""
    party = party_word(case["process_id"])
    reader = Reader(actor.name, case["staff"], people, names, others, scheme, owner, party, actor.groups)
    told = waiting.sentences(waits, calendar, today, reader)
    sentences = [_cited(sentence, deployed, rows[0].id) for sentence in told]
    definition = deployed[shown.id].definition
    walked, here = stories.walked(connection, shown.id), _here(sentences, shown, rows[0].id)
    undone = stories.undone(connection, shown.id)
    known = readable(variables, actor.name, staff=case["staff"])
    return CaseView(
        root_id=case["id"],
        today=today,
        badge=_badge(case, sentences, variables, deployed[rows[0].id].definition),
        process=case["process_name"],
        version=case["process_version"],
        parts=[Part(r.id, deployed[r.id].definition.name, r.status == "active") for r in rows],
        part=shown.id,
        shown=definition.process_id,
        sentences=sentences,
        rulers=waiting.rulers(sentences, calendar, today),
        nodes=outline.outline(definition, set(walked), here, undone, reader.cited),
        tokens={"walked": walked, "here": _tokens(sentences, here)},
        facts=facts.facts(deployed[rows[0].id], names, known),
        clauses=_clauses(connection, deployed, rows[0].id, sentences),
        story=story.days(entries, case["id"], reader, telling.Elements(deployed)),
        age=_age(calendar, business_date(case["started_at"]), case, today),
    )


def list_badge(case: Mapping[str, Any], definition: Definition, *, held: bool = False) -> Badge:
    """The state of a case in a list: running, held, ended how, or cancelled."""
    if case["status"] == "cancelled":
        return Badge("", "x", _("已取消"))
    if case["status"] == "completed":
        return _ended(case["ends"], definition)
    if case.get("suspended_at"):
        return SUSPENDED
    return HELD if held else Badge("run", "play", _("办理中"))


def _badge(
    case: Mapping[str, Any],
    sentences: Sequence[WaitSentence],
    variables: Mapping[str, Any],
    definition: Definition,
) -> Badge:
    if case["status"] != "active" or case["suspended_at"]:
        return list_badge(case, definition)
    moving = [s.source for s in sentences if not s.source.aside]
    if any(w.kind == "incident" for w in moving):
        return Badge("bad", "stop", _("故障"))
    held = case["kind"] == "application" and variables.get("held") is True
    if held or any(s.tone == "hold" and not s.source.aside for s in sentences):
        return HELD
    clocks = [w.name + w.process_name for w in moving if w.kind == "timer"]
    if any("公示" in words and "内部公示" not in words for words in clocks):
        return Badge("run", "horn", _("公示中"))
    if any("内部公示" in words for words in clocks):
        return Badge("run", "horn", _("内部公示"))
    if any(w.kind == "user-task" for w in moving):
        return Badge("run", "edit", _("办理中"))
    return Badge("", "glass", _("等待中"))


def _ended(ends: Sequence[str], definition: Definition) -> Badge:
    words = _("、").join(definition.elements[e].name for e in ends if e in definition.elements)
    if "awarded" in ends:
        return Badge("done", "flag", _("已获奖"))
    if UNFAVOURABLE & set(ends):
        return Badge("", "minus", words or _("未入选"))
    told = words and words != N_("办结")  # an end of that name says no more than the badge
    return Badge("done", "check", _("已办结 · %(words)s", words=words) if told else _("已办结"))


def _here(sentences: Sequence[WaitSentence], shown: Row[Any], root_id: int) -> dict[str, tuple[int, ...]]:
    """Numbers of the sentences by the element of the shown diagram inside which their tokens stand."""
    found: dict[str, tuple[int, ...]] = {}
    for s in sentences:
        if s.source.aside or (shown.id != root_id and s.source.instance_id != shown.id):
            continue
        element = s.source.outer if shown.id == root_id else s.source.element
        found[element] = (*found.get(element, ()), s.number)
    return found


def _tokens(sentences: Sequence[WaitSentence], here: Mapping[str, tuple[int, ...]]) -> list[dict[str, Any]]:
    by_number = {s.number: s for s in sentences}
    return [
        {
            "element": e,
            "number": n,
            "tone": by_number[n].tone,
            "label": by_number[n].text,
            "href": f"#wait-{n}",
        }
        for e, numbers in here.items()
        for n in numbers
    ]


def variables_of(deployed: Deployed, row: Row[Any]) -> dict[str, Any]:
    """What an instance's diagram holds now."""
    return Workflow.decode(deployed.definition, row.state).variables()


def readable(variables: Mapping[str, Any], who: str, *, staff: bool) -> dict[str, Any]:
    """Staff read all labelled facts, an owner what identifies the case, anybody else (a reviewer) only the name."""
    if staff:
        return dict(variables)
    known = {name: value for name, value in variables.items() if name in OWN}
    applicant = known.get("applicant")
    if isinstance(applicant, Mapping) and applicant.get("account") != who:
        known["applicant"] = {"name": applicant.get("name")}
    return known


def _cited(sentence: WaitSentence, deployed: Mapping[int, Deployed], root_id: int) -> WaitSentence:
    """A diagram that several schemes share cites the articles of all; the case is told those of its own."""
    ruled = clauses.rules(deployed[sentence.source.instance_id], deployed[root_id])
    return replace(sentence, clause=clauses.named(clauses.clauses(ruled, sentence.source.articles)))


def _clauses(
    connection: Connection, deployed: Mapping[int, Deployed], root_id: int, sentences: Sequence[WaitSentence]
) -> clauses.Panel:
    """The articles that the waiting steps cite, told by the rule of the case's scheme."""
    moving = [s.source for s in sentences if not s.source.aside]
    ruled = next(
        (deployed[w.instance_id] for w in moving if deployed[w.instance_id].articles), deployed[root_id]
    )
    return clauses.panel(connection, ruled, [article for w in moving for article in w.articles])


def _age(calendar: Calendar, since: date, case: Mapping[str, Any], today: date) -> int:
    until = business_date(case["ended_at"]) if case["ended_at"] else today
    return calendar.count(since, until) + calendar.is_working_day(since)
