"""Drawing diagrams: drafts that overwrite nobody, checks against what is deployed, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from engine import bundle as bundles
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments, proposals
from engine.commands import diagrams as commands
from engine.errors import NotFound, Refused
from engine.models import draft_diagram
from engine.process_engine import ProcessEngine
from engine.queries import diagrams
from engine.xml import MAX_BYTES
from tests.integration.drawing import (
    ADMIN,
    CLERK,
    COLLEAGUE,
    LONGER,
    LOST,
    OTHERS,
    OWNER,
    SIMPLE,
    WHY,
    errors,
    opened,
    rows,
    standing,
)
from tests.integration.house import GROUPS, deploy, start
from tests.support import diagrams as d
from tests.support.interleaving import interleave

PROCESSES = Path(__file__).resolve().parents[2] / "processes"


def test_what_is_deployed_is_read_back_as_the_folder(pe: ProcessEngine) -> None:
    files = {path: text for path, text in bundles.read_folder(PROCESSES).items() if "scenarios" not in path}
    deployments.deploy(pe, files, OWNER)
    with pe.database.reading() as connection:
        back = diagrams.deployed_files(connection)
    known = {"job_types": pe.registries.handlers, "functions": pe.lent_functions}
    first, second = bundles.read(files, **known), bundles.read(back, **known)
    assert {key: file.content for key, file in second.files.items()} == {
        key: file.content for key, file in first.files.items()
    }
    assert second.errors == []


def test_a_file_that_a_folder_no_longer_has_is_not_read_back(pe: ProcessEngine) -> None:
    form = b'{"type": "default", "id": "test.f", "components": []}'
    plain = {"shared/groups.yaml": GROUPS, "test/p.bpmn": SIMPLE}
    deployments.deploy(pe, {**plain, "test/forms/f.form": form, "test/groups.yaml": b"groups: {}\n"}, OWNER)
    with pe.database.reading() as connection:
        assert diagrams.deployed_files(connection)["test/forms/f.form"] == form
    deployments.deploy(pe, {**plain, "test/groups.yaml": b"groups: {}\n"}, OWNER)
    with pe.database.reading() as connection:
        assert set(diagrams.deployed_files(connection)) == {*plain, "test/groups.yaml"}


def test_the_list_is_that_of_ones_own_schemes(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE, q=d.diagram("test.q", d.start(), d.end(), d.flows("start end")))
    deploy(pe, p=LONGER)
    start(pe)
    start(pe)
    with pe.database.reading() as connection:
        seen = {who.name: diagrams.listed(connection, who) for who in (OWNER, ADMIN, OTHERS, CLERK)}
    told = [(r["file"], r["version"], r["running"], r["draft_id"]) for r in seen["owner"]]
    assert told == [("test/p.bpmn", 2, 2, None), ("test/q.bpmn", 1, 0, None)]
    assert seen["root"] == seen["owner"]
    assert seen["others"] == seen["clerk"] == []


@pytest.mark.parametrize("who", [OTHERS, CLERK])
def test_nothing_is_there_for_who_does_not_own_it(pe: ProcessEngine, who: Actor) -> None:
    deploy(pe, p=SIMPLE)
    acts: list[Callable[[], object]] = [
        lambda: commands.check(pe, "test.p", SIMPLE, who),
        lambda: commands.save(pe, "test.p", SIMPLE, opened(pe), who),
        lambda: commands.discard(pe, "test.p", who),
        lambda: proposals.propose(pe, "test.p", opened(pe), WHY, who),
        lambda: proposals.withdraw(pe, "test.p", who),
        lambda: proposals.accept(pe, "test.p", opened(pe), who),
        lambda: proposals.decline(pe, "test.p", opened(pe), WHY, who),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert rows(pe, draft_diagram) == []


def test_a_check_says_what_deployment_would_say(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    assert errors(commands.check(pe, "test.p", LONGER, OWNER)) == set()
    with pytest.raises(Refused) as refused:
        deploy(pe, p=LOST)
    found = commands.check(pe, "test.p", LOST, OWNER)
    assert errors(found) == errors(refused.value.findings) != set()
    assert "b" in {element for _, element in errors(found)}
    assert found[0].severity == "error"


def test_what_is_missing_is_told_where_it_is_wanted(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    wants = d.diagram(
        "test.p",
        d.start(),
        d.task("a", form="test.nowhere", groups="test.staff, test.nobody"),
        d.task("b", groups="test.nobody"),
        d.end(),
        d.flows("start a b end"),
    )
    assert errors(commands.check(pe, "test.p", wants, OWNER)) == {
        ("missing-form", "a"),
        ("missing-group", "a"),
        ("missing-group", "b"),
    }


def test_a_check_tells_of_other_files_what_this_text_breaks_there(pe: ProcessEngine) -> None:
    caller = d.diagram("test.caller", d.start(), d.call("c", "test.p"), d.end(), d.flows("start c end"))
    deploy(pe, p=SIMPLE, caller=caller)
    renamed = SIMPLE.replace(b'"test.p"', b'"test.other"')
    found = {(f.rule, f.file) for f in commands.check(pe, "test.p", renamed, OWNER) if f.severity == "error"}
    assert ("missing-callee", "test/caller.bpmn") in found


def test_a_check_does_not_tell_of_what_was_wrong_elsewhere_before(pe: ProcessEngine) -> None:
    form = b'{"type": "default", "id": "test.f", "components": []}'
    asks = d.diagram("test.asks", d.start(), d.task("a", form="test.f"), d.end(), d.flows("start a end"))
    mine = {"shared/groups.yaml": GROUPS, "test/p.bpmn": SIMPLE, "test/groups.yaml": b"groups: {}\n"}
    deployments.deploy(pe, {**mine, "test/asks.bpmn": asks, "test/forms/f.form": form}, OWNER)
    deployments.deploy(pe, mine, OWNER)  # the form is gone, the old diagram still stands
    assert errors(commands.check(pe, "test.p", LONGER, OWNER)) == set()


def test_bad_xml_is_refused_with_its_line_and_nothing_is_stored(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    with pytest.raises(Refused) as refused:
        commands.save(pe, "test.p", b"<a>\n<b>\n</a>", opened(pe), OWNER)
    assert [(f.rule, f.file, f.line) for f in refused.value.findings] == [("xml-syntax", "test/p.bpmn", 3)]
    bad = {
        "xml-doctype": b"<!DOCTYPE a [<!ENTITY x 'y'>]><a/>",
        "xml-size": b"<a>" + b" " * MAX_BYTES + b"</a>",
        "xml-empty": b"",
    }
    for rule, text in bad.items():
        with pytest.raises(Refused) as refused:
            commands.save(pe, "test.p", text, opened(pe), OWNER)
        assert [f.rule for f in refused.value.findings] == [rule]
    assert rows(pe, draft_diagram) == []


def test_a_draft_knows_who_began_it_who_saved_it_and_on_what(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=SIMPLE)
    began = clock.now()
    first = commands.save(pe, "test.p", LOST, opened(pe), OWNER)  # a draft may be wrong
    clock.set(began + timedelta(hours=1))
    commands.save(pe, "test.p", LONGER, first, COLLEAGUE)
    (row,) = rows(pe, draft_diagram)
    assert (row.owner, row.begun_at, row.saved_by, row.saved_at) == (
        "owner",
        began,
        "colleague",
        clock.now(),
    )
    assert row.drawn_by == ["colleague", "owner"]
    assert (row.content, row.base_digest, row.status) == (LONGER, diagrams.digest_of(SIMPLE), "open")


def test_saving_over_a_colleagues_newer_draft_is_a_conflict(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    both = opened(pe)
    commands.save(pe, "test.p", LONGER, both, COLLEAGUE)
    with pytest.raises(commands.SavedMeanwhile) as conflict:
        commands.save(pe, "test.p", LOST, both, OWNER)
    assert conflict.value.status == 409
    assert conflict.value.facts["who"] == "colleague"
    assert standing(pe)["draft"] == LONGER


def test_saving_over_a_newer_deployed_version_is_a_conflict(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    before = opened(pe)
    drawn = commands.save(pe, "test.p", LONGER, before, OWNER)
    deploy(pe, p=d.diagram("test.p", d.start(), d.task("c"), d.end(), d.flows("start c end")))
    with pytest.raises(commands.DeployedMeanwhile):
        commands.save(pe, "test.p", SIMPLE, drawn, OWNER)
    with pytest.raises(commands.DeployedMeanwhile):
        proposals.propose(pe, "test.p", drawn, WHY, OWNER)
    commands.discard(pe, "test.p", OWNER)
    with pytest.raises(commands.DeployedMeanwhile) as conflict:
        commands.save(pe, "test.p", LONGER, before, OWNER)
    assert conflict.value.facts["version"] == 2
    assert commands.save(pe, "test.p", LONGER, opened(pe), OWNER) == drawn


def test_a_version_with_the_same_diagram_is_no_conflict(pe: ProcessEngine) -> None:
    with_form = d.diagram("test.p", d.start(), d.task("a", form="test.f"), d.end(), d.flows("start a end"))
    files = {"shared/groups.yaml": GROUPS, "test/p.bpmn": with_form}
    form = (
        '{{"type": "default", "id": "test.f", "components": [{{"type": "text", "id": "t", "text": "{}"}}]}}'
    )
    deployments.deploy(pe, {**files, "test/forms/f.form": form.format("one").encode()}, OWNER)
    renamed = with_form.replace("a 任务".encode(), b"A")
    drawn = commands.save(pe, "test.p", renamed, opened(pe), OWNER)
    deployments.deploy(pe, {**files, "test/forms/f.form": form.format("two").encode()}, OWNER)
    assert standing(pe)["version"] == 2
    assert proposals.propose(pe, "test.p", drawn, WHY, OWNER) == 1


def test_what_is_discarded_is_kept_out_of_sight_with_who_and_when(
    pe: ProcessEngine, clock: LentClock
) -> None:
    deploy(pe, p=SIMPLE)
    commands.save(pe, "test.p", LONGER, opened(pe), OWNER)
    commands.discard(pe, "test.p", COLLEAGUE)
    (row,) = rows(pe, draft_diagram)
    assert (row.status, row.ended_by, row.ended_at) == ("discarded", "colleague", clock.now())
    assert standing(pe)["draft"] is None
    with pytest.raises(commands.NothingDrawn):
        commands.discard(pe, "test.p", OWNER)


def test_of_two_who_save_at_once_one_is_told(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    both = opened(pe)
    one, two = interleave(
        pe,
        lambda: commands.save(pe, "test.p", LONGER, both, OWNER),
        lambda: commands.save(pe, "test.p", LOST, both, COLLEAGUE),
        before="INSERT INTO draft_diagram",
    )
    assert one == diagrams.digest_of(LONGER)
    assert isinstance(two, commands.SavedMeanwhile)
    assert standing(pe)["draft"] == LONGER


def test_saving_what_a_colleague_gave_up_says_so(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    drawn = commands.save(pe, "test.p", LONGER, opened(pe), OWNER)
    commands.discard(pe, "test.p", COLLEAGUE)
    with pytest.raises(commands.DraftGone) as conflict:
        commands.save(pe, "test.p", LOST, drawn, OWNER)
    assert conflict.value.facts["who"] == "colleague"
