"""The case file (宗卷): one whole case gathered as it stands for its reader, printed outside of any transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import orjson
import typst
from sqlalchemy import Connection, select

from awards.letters import printing
from awards.letters import register as letters
from awards.letters.papers import day_parts
from engine.actor import Actor
from engine.audit.sealing import head
from engine.clock import SHANGHAI, business_date
from engine.definitions import Deployed
from engine.errors import LaurelError
from engine.feel import from_json
from engine.letters import text_of
from engine.models import seal
from engine.process_engine import ProcessEngine
from engine.queries import cases
from engine.queries import story as stories
from engine.queries.sealing import open_elements, shut
from engine.vocabulary import Vocabulary
from web import dates
from web.cases import comments, facts, story, telling
from web.cases import view as caseview
from web.cases.decided import Decided, decided
from web.cases.waiting import Reader, WaitSentence
from web.files import listing, uploaded
from web.labels import party_word
from web.people.accounts import display_names

ENTRIES: Final = 2_000  # of the history, the newest; more would not fit into the pages
CHARACTERS: Final = 600_000  # more is not even tried
PAGES: Final = 200  # as the sheet counts them
CLIP: Final = 600  # characters of one text
SEALED: Final = "封存：全部交齐以前不得查看"


class TooLong(LaurelError):
    """案件“{key}”的宗卷超过 {pages} 页，没有生成。请改在案件页查看，或按所调用的流程分别归档。"""

    code, status = "too-long", 422


def paper(pe: ProcessEngine, case: Mapping[str, Any], actor: Actor) -> bytes:
    """The case file of a case that the actor may see, as a PDF. Raises TooLong."""
    with pe.database.reading() as connection:
        data = gathered(pe, connection, case, actor)
    too_long = TooLong(key=case["business_key"] or case["id"], pages=PAGES)
    if len(orjson.dumps(data).decode()) > CHARACTERS:
        raise too_long
    try:
        return printing.pdf("case-file", data)
    except typst.TypstError as error:
        if printing.TOO_LONG not in str(error):
            raise
        raise too_long from error


def gathered(
    pe: ProcessEngine, connection: Connection, case: Mapping[str, Any], actor: Actor
) -> dict[str, Any]:
    """Everything that the sheet shows, in the words of the case page."""
    now, names = pe.now(), pe.vocabulary(connection)
    view = caseview.read(pe, connection, case, actor, case["id"])
    rows = cases.parts(connection, case["id"])
    deployed = {row.id: pe.definitions.get(connection, row.definition_id) for row in rows}
    entries = stories.entries(connection, case["id"], ENTRIES + 1)
    more, entries = len(entries) > ENTRIES, entries[:ENTRIES]
    people = display_names(connection, story.people_in(entries) | {actor.name})
    owner, party = case["owner"] or "", party_word(case["process_id"])
    reader = Reader(actor.name, case["staff"], people, names, {}, owner=owner, party=party)
    elements = telling.Elements(deployed)
    written = letters.of_case(connection, case["id"], None if case["staff"] else actor.name)
    known = caseview.readable(
        caseview.variables_of(deployed[rows[0].id], rows[0]), actor.name, staff=case["staff"]
    )
    number, link = head(connection)
    return {
        "title": case["title"] or case["business_key"] or case["process_name"],
        "key": case["business_key"] or f"第 {case['id']} 号",
        "scheme": names.scheme(case["process_id"]),
        "kind": names.kind(case["process_id"]),
        "status": view.badge.word,
        "process": f"{case['process_name']} 第 {case['process_version']} 版",
        "started": _moment(case["started_at"]),
        "ended": _moment(case["ended_at"]) if case["ended_at"] else "",
        "made": f"{_moment(now)}，由 {people.get(actor.name, actor.name)} 生成",
        "issued": day_parts(business_date(now)),
        "facts": [
            [label, _clip(text)] for label, text in facts.facts(deployed[rows[0].id], names, known, 200)
        ],
        "waits": [_waiting(sentence, view.today) for sentence in view.main],
        "story": list(_days(story.days(entries, case["id"], reader, elements))),
        "decisions": list(
            _decisions(
                reversed(entries), reader, elements, deployed, names, open_elements(connection, case["id"])
            )
        ),
        "letters": [_letter(row) for row in written],
        "comments": _comments(comments.talk_with(connection, case, actor, business_date(now), ENTRIES)),
        "files": [_file(row) for row in uploaded.of_case(connection, case, actor.name)],
        "audit": _audit(connection, entries, reader, elements) if case["staff"] else [],
        "more": ENTRIES if more else 0,
        "seal": {"number": number, "link": link.hex()},
    }


def _waiting(sentence: WaitSentence, today: date) -> str:
    """What a token waits for, for whom and until when."""
    parts = [sentence.text, "、".join(sentence.people) or sentence.groups]
    parts.append(f"期限 {dates.limit_text(sentence.limit, today)}" if sentence.limit else "")
    return _clip("，".join(part for part in parts if part))


def _days(days: Iterable[story.StoryDay]) -> Iterator[dict[str, Any]]:
    """Oldest first, as a file is read."""
    for day in reversed(list(days)):
        lines = [
            [line.at.astimezone(SHANGHAI).strftime("%H:%M"), _clip(line.text), [_clip(n) for n in line.notes]]
            for line in reversed(day.lines)
        ]
        yield {"day": text_of(day.day), "lines": lines}


def _decisions(
    entries: Iterable[Mapping[str, Any]],
    reader: Reader,
    elements: telling.Elements,
    deployed: Mapping[int, Deployed],
    names: Vocabulary,
    still_open: Mapping[int, set[str]],
) -> Iterator[dict[str, Any]]:
    """What people and tables decided, each with its clauses; to others than staff only what they did themselves.

    Independent work stays sealed until everybody has submitted; that it was submitted may be told.
    """
    for entry in entries:
        mine = entry["actor"] == reader.name
        found = elements.find(entry["instance_id"], entry["element"])
        told = {"at": _moment(entry["at"]), "articles": list(found.articles) if found else []}
        name = elements.name(entry["instance_id"], entry["element"])
        if entry["kind"] == "task-completed" and (reader.names_people or mine):
            values = from_json(entry["facts"].get("values") or {})
            pairs = facts.facts(deployed[entry["instance_id"]], names, values, 50)
            lines = [f"{label}：{_clip(text)}" for label, text in pairs]
            if found and not mine and shut(found.properties, still_open.get(entry["instance_id"], ())):
                lines = [SEALED]
            yield {**told, "title": name, "who": telling.who(entry["actor"], reader), "lines": lines}
        elif entry["kind"] == "decision-evaluated" and reader.names_people:
            process = elements.process(entry["instance_id"])
            yield {**told, **_table(decided(entry["facts"], names, process)), "who": name}


def _table(found: Decided) -> dict[str, Any]:
    lines = [f"{label}：{_clip(text)}" for label, text in found.inputs]
    for table in found.tables:
        lines += [
            f"第 {rule.index} 条规则 {_clip(rule.note)} → {_clip(rule.outputs)}" for rule in table.rules
        ]
    return {"title": found.title, "lines": lines}


def _letter(row: Mapping[str, Any]) -> list[str]:
    day = text_of(row["issued_on"]) or ""
    return [row["number"], row["title"], day, row["sha256"] or "纸件尚未生成"]


def _comments(talk: comments.Talk | None) -> list[list[str]]:
    """What those who may read comments read of them, whole; nothing for the parties of the case."""
    if talk is None:
        return []

    def written_by(row: Mapping[str, Any]) -> str:
        name, absent = (talk.names.get(row[key], row[key]) for key in ("account", "stands_for"))
        return f"{name} 代 {absent}" if absent else str(name)

    return [[_moment(row["written_at"]), written_by(row), row["text"]] for row in talk.said]


def _file(row: Mapping[str, Any]) -> list[str]:
    known = "，".join(
        part for part in (row["task_name"], _moment(row["uploaded_at"]), listing.word(row)) if part
    )
    digest = row["sha256"]
    return [_clip(row["name"]), known, *((digest[:32], digest[32:]) if digest else ("纸质件", ""))]


def _audit(
    connection: Connection, entries: Sequence[Mapping[str, Any]], reader: Reader, elements: telling.Elements
) -> list[list[str]]:
    """Every entry with its number in the chain, oldest first."""
    ids = [entry["id"] for entry in entries]
    sealed: dict[int, int] = {}
    for at in range(0, len(ids), 500):
        query = select(seal.c.entry_id, seal.c.number).where(seal.c.entry_id.in_(ids[at : at + 500]))
        sealed |= {row.entry_id: row.number for row in connection.execute(query)}
    return [
        [
            str(sealed.get(entry["id"], "未封存")),
            _moment(entry["at"]),
            entry["kind"],
            _clip(elements.name(entry["instance_id"], entry["element"])),
            telling.who(entry["actor"], reader),
        ]
        for entry in reversed(entries)
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _clip(text: str) -> str:
    return text if len(text) <= CLIP else f"{text[:CLIP]}……（下略）"
