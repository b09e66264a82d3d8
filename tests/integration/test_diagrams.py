"""Drawing diagrams: drafts that overwrite nobody, checks against what is deployed, proposals, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from engine import bundle as bundles
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments, proposals
from engine.commands import diagrams as commands
from engine.errors import Invalid, NotAllowed, NotFound, Refused
from engine.models import definition, draft_diagram, instance, proposal
from engine.process_engine import ProcessEngine
from engine.queries import diagrams
from engine.xml import MAX_BYTES
from tests.integration.house import GROUPS, deploy, open_elements, start
from tests.support import diagrams as d
from tests.support.interleaving import interleave

OWNER = Actor("owner", frozenset({"test.process-owner"}))
COLLEAGUE = Actor("colleague", frozenset({"test.process-owner"}))
JUDGE = Actor("judge", frozenset({"test.process-approver"}))
BOTH = Actor("both", frozenset({"test.process-owner", "test.process-approver"}))
OTHERS = Actor("others", frozenset({"demo.process-owner"}))
ADMIN = Actor("root", admin=True)
CLERK = Actor("clerk", frozenset({"test.staff"}))

SIMPLE = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))
LONGER = d.diagram("test.p", d.start(), d.task("a"), d.task("b"), d.end(), d.flows("start a b end"))
LOST = d.diagram("test.p", d.start(), d.task("a"), d.task("b"), d.end(), d.flows("start a end"))
WHY = "与条文一致"
PROCESSES = Path(__file__).resolve().parents[2] / "processes"


def standing(pe: ProcessEngine, by: Actor = OWNER, process: str = "test.p") -> Any:
    with pe.database.reading() as connection:
        return diagrams.one(connection, by, process)


def rows(pe: ProcessEngine, table: Table) -> list[Any]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(table).order_by(table.c.id)))


def opened(pe: ProcessEngine) -> str:
    """The digest that a page opened now would carry."""
    row = standing(pe)
    return str(row["draft_digest"] or row["digest"])


def errors(findings: Any) -> set[tuple[str, str | None]]:
    return {(f.rule, f.element) for f in findings if f.severity == "error"}


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


def test_a_draft_with_errors_cannot_be_put_forward(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    drawn = commands.save(pe, "test.p", LOST, opened(pe), OWNER)
    with pytest.raises(proposals.NotProposable) as refused:
        proposals.propose(pe, "test.p", drawn, WHY, OWNER)
    assert refused.value.status == 422
    assert errors(refused.value.findings) == errors(commands.check(pe, "test.p", LOST, OWNER))
    assert rows(pe, proposal) == []
    assert standing(pe)["draft"] == LOST


def test_only_what_was_read_is_put_forward(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    with pytest.raises(commands.NothingDrawn):
        proposals.propose(pe, "test.p", opened(pe), WHY, OWNER)
    read = commands.save(pe, "test.p", LONGER, opened(pe), OWNER)
    commands.save(pe, "test.p", SIMPLE, read, COLLEAGUE)
    with pytest.raises(commands.SavedMeanwhile):
        proposals.propose(pe, "test.p", read, WHY, OWNER)


def test_what_changes_nothing_needs_no_approval(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    drawn = commands.save(pe, "test.p", SIMPLE + b"\n", opened(pe), OWNER)
    with pytest.raises(proposals.NothingChanged):
        proposals.propose(pe, "test.p", drawn, WHY, OWNER)


def test_of_two_who_decide_at_once_one_is_heard(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    drawn = put_forward(pe)
    one, two = interleave(
        pe,
        lambda: proposals.accept(pe, "test.p", drawn, JUDGE),
        lambda: proposals.decline(pe, "test.p", drawn, WHY, ADMIN),
        before="UPDATE proposal",
    )
    assert one == 2
    assert isinstance(two, proposals.NothingProposed)
    assert [(row.status, row.ended_by) for row in rows(pe, proposal)] == [("accepted", "judge")]
    assert standing(pe)["draft"] is None


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


def test_a_proposal_stands_until_it_is_withdrawn(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=SIMPLE)
    drawn = commands.save(pe, "test.p", LONGER, opened(pe), OWNER)
    proposals.propose(pe, "test.p", drawn, WHY, OWNER)
    (made,) = rows(pe, proposal)
    assert (made.content, made.status, made.proposed_by, made.proposed_at) == (
        LONGER,
        "proposed",
        "owner",
        clock.now(),
    )
    assert [row.status for row in rows(pe, draft_diagram)] == ["proposed"]
    for digest in (drawn, diagrams.digest_of(SIMPLE)):
        with pytest.raises(commands.UnderApproval):
            commands.save(pe, "test.p", SIMPLE, digest, COLLEAGUE)
    with pytest.raises(commands.UnderApproval):
        proposals.propose(pe, "test.p", drawn, WHY, COLLEAGUE)
    proposals.withdraw(pe, "test.p", COLLEAGUE)
    assert standing(pe)["draft"] == LONGER
    assert [(row.status, row.ended_by) for row in rows(pe, proposal)] == [("withdrawn", "colleague")]
    assert [row.status for row in rows(pe, draft_diagram)] == ["proposed", "open"]
    with pytest.raises(proposals.NothingProposed):
        proposals.withdraw(pe, "test.p", OWNER)
    assert proposals.propose(pe, "test.p", drawn, WHY, OWNER) == 2


def test_nothing_that_is_drawn_changes_what_runs(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    drawn = commands.save(pe, "test.p", LONGER, opened(pe), OWNER)
    proposals.propose(pe, "test.p", drawn, WHY, OWNER)
    with pe.database.reading() as connection:
        assert pe.definitions.newest(connection, "test.p").diagram == SIMPLE


def put_forward(pe: ProcessEngine, content: bytes = LONGER, by: Actor = OWNER) -> str:
    """Draw, save, propose; the digest of the proposal."""
    drawn = commands.save(pe, "test.p", content, opened(pe), by)
    proposals.propose(pe, "test.p", drawn, WHY, by)
    return drawn


def test_what_is_accepted_becomes_the_next_version(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=SIMPLE, q=d.diagram("test.q", d.start(), d.end(), d.flows("start end")))
    before = start(pe)
    drawn = put_forward(pe)
    assert proposals.accept(pe, "test.p", drawn, JUDGE) == 2
    now = standing(pe)
    assert (now["diagram"], now["version"], now["deployed_by"], now["proposal_id"]) == (
        LONGER,
        2,
        "judge",
        None,
    )
    (row,) = rows(pe, proposal)
    assert (row.status, row.version, row.ended_by, row.ended_at) == ("accepted", 2, "judge", clock.now())
    assert open_elements(pe, before) == ["a"]  # a case at hand stays on its version
    with pe.database.reading() as connection:
        assert (
            pe.definitions.newest(connection, "test.q").version == 1
        )  # what did not change is no new version
        files = diagrams.deployed_files(connection)
    assert files == {
        "shared/groups.yaml": GROUPS,
        "test/p.bpmn": LONGER,
        "test/q.bpmn": files["test/q.bpmn"],
    }
    with pytest.raises(proposals.NothingProposed):
        proposals.accept(pe, "test.p", drawn, JUDGE)


def test_a_caller_follows_the_version_that_was_accepted(pe: ProcessEngine) -> None:
    caller = d.diagram("test.caller", d.start(), d.call("c", "test.p"), d.end(), d.flows("start c end"))
    deploy(pe, p=SIMPLE, caller=caller)
    proposals.accept(pe, "test.p", put_forward(pe), JUDGE)
    root = start(pe, "test.caller")
    assert pe_versions(pe, root) == {"test.caller": 2, "test.p": 2}


def pe_versions(pe: ProcessEngine, root: int) -> dict[str, int]:
    """The versions that an instance and what it called run on."""
    joined = instance.join(definition, definition.c.id == instance.c.definition_id)
    query = select(definition.c.process_id, definition.c.version).select_from(joined)
    family = (instance.c.id == root) | (instance.c.root_id == root)
    with pe.database.reading() as connection:
        return {row.process_id: row.version for row in connection.execute(query.where(family))}


def test_who_drew_or_put_forward_does_not_decide(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    first = commands.save(pe, "test.p", LONGER, opened(pe), BOTH)
    drawn = commands.save(pe, "test.p", LONGER + b"\n", first, OWNER)
    proposals.propose(pe, "test.p", drawn, WHY, OWNER)
    acts: dict[str, Callable[[Actor], object]] = {
        "accept": lambda by: proposals.accept(pe, "test.p", drawn, by),
        "decline": lambda by: proposals.decline(pe, "test.p", drawn, WHY, by),
    }
    for act in acts.values():
        with pytest.raises(proposals.OwnHands):
            act(BOTH)  # saved it once, and has the role
        with pytest.raises(NotAllowed):
            act(COLLEAGUE)  # sees it, and has not the role
        with pytest.raises(NotFound):
            act(OTHERS)
    with pe.database.reading() as connection:
        assert [diagrams.awaiting(connection, who) for who in (JUDGE, BOTH, OWNER, ADMIN)] == [1, 0, 0, 1]
    assert standing(pe)["proposal"] == LONGER + b"\n"


def test_who_decides_does_not_draw(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    with pytest.raises(NotAllowed):
        commands.save(pe, "test.p", LONGER, opened(pe), JUDGE)
    put_forward(pe)
    with pytest.raises(NotAllowed):
        proposals.withdraw(pe, "test.p", JUDGE)


def test_only_what_was_read_is_accepted(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    read = put_forward(pe)
    proposals.withdraw(pe, "test.p", OWNER)
    newer = commands.save(pe, "test.p", LONGER + b"\n", read, OWNER)
    proposals.propose(pe, "test.p", newer, WHY, OWNER)
    with pytest.raises(proposals.NothingProposed):
        proposals.accept(pe, "test.p", read, JUDGE)
    assert proposals.accept(pe, "test.p", newer, JUDGE) == 2


def test_what_is_declined_is_a_draft_again_with_the_reason(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    drawn = put_forward(pe)
    with pytest.raises(Invalid):
        proposals.decline(pe, "test.p", drawn, " \n", JUDGE)
    with pytest.raises(Invalid):
        proposals.decline(pe, "test.p", drawn, "长" * (proposals.LONGEST + 1), JUDGE)
    proposals.decline(pe, "test.p", drawn, " 缺依据 ", JUDGE)
    now = standing(pe)
    assert (now["draft"], now["draft_owner"], now["draft_hands"]) == (LONGER, "owner", ["owner"])
    assert (now["diagram"], now["version"]) == (SIMPLE, 1)
    with pe.database.reading() as connection:
        (told,) = diagrams.decided(connection, "test.p")
    assert (told["status"], told["reason"], told["answer"], told["ended_by"]) == (
        "declined",
        WHY,
        "缺依据",
        "judge",
    )
    with pytest.raises(proposals.OwnHands):  # who drew it stays known after it came back
        proposals.accept(pe, "test.p", resent(pe, COLLEAGUE), Actor("owner", JUDGE.groups))


def resent(pe: ProcessEngine, by: Actor) -> str:
    """The draft put forward as it is, by somebody else."""
    drawn = opened(pe)
    proposals.propose(pe, "test.p", drawn, WHY, by)
    return drawn


def test_a_proposal_that_was_overtaken_is_not_deployed(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    drawn = put_forward(pe)
    deploy(pe, p=d.diagram("test.p", d.start(), d.task("c"), d.end(), d.flows("start c end")))
    with pytest.raises(proposals.Outdated) as refused:
        proposals.accept(pe, "test.p", drawn, JUDGE)
    assert refused.value.facts["version"] == 2
    assert standing(pe)["version"] == 2


def test_what_no_longer_fits_the_others_is_not_deployed(pe: ProcessEngine) -> None:
    """The form that the proposal wants was there when it was put forward, and went with a later deployment."""
    form = b'{"type": "default", "id": "test.f", "components": []}'
    own = {"shared/groups.yaml": GROUPS, "test/p.bpmn": SIMPLE, "test/groups.yaml": b"groups: {}\n"}
    deployments.deploy(pe, {**own, "test/forms/f.form": form}, OWNER)
    wants = d.diagram("test.p", d.start(), d.task("a", form="test.f"), d.end(), d.flows("start a end"))
    drawn = put_forward(pe, wants)
    deployments.deploy(pe, own, OWNER)
    with pytest.raises(proposals.NotDeployable) as refused:
        proposals.accept(pe, "test.p", drawn, JUDGE)
    assert errors(refused.value.findings) == {("missing-form", "a")}
    assert (standing(pe)["version"], standing(pe)["proposal"]) == (1, wants)


def test_an_old_diagram_that_is_broken_does_not_hold_up_the_others(pe: ProcessEngine) -> None:
    form = b'{"type": "default", "id": "test.f", "components": []}'
    asks = d.diagram("test.asks", d.start(), d.task("a", form="test.f"), d.end(), d.flows("start a end"))
    own = {"shared/groups.yaml": GROUPS, "test/p.bpmn": SIMPLE, "test/groups.yaml": b"groups: {}\n"}
    deployments.deploy(pe, {**own, "test/asks.bpmn": asks, "test/forms/f.form": form}, OWNER)
    deployments.deploy(pe, own, OWNER)  # the form is gone, the old diagram still stands
    assert proposals.accept(pe, "test.p", put_forward(pe), JUDGE) == 2
    with pe.database.reading() as connection:
        assert pe.definitions.newest(connection, "test.asks").diagram == asks


def test_a_deployment_in_between_is_not_undone(pe: ProcessEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody deploys another file after the proposal was read together with the old one."""
    other = d.diagram("test.q", d.start(), d.end(), d.flows("start end"))
    newer = d.diagram("test.q", d.start(), d.task("x"), d.end(), d.flows("start x end"))
    deploy(pe, p=SIMPLE, q=other)
    drawn = put_forward(pe)
    read = proposals.read

    def meanwhile(*arguments: Any) -> Any:
        monkeypatch.setattr(proposals, "read", read)
        deploy(pe, p=SIMPLE, q=newer)
        return read(*arguments)

    monkeypatch.setattr(proposals, "read", meanwhile)
    with pytest.raises(proposals.DeployedBeside):
        proposals.accept(pe, "test.p", drawn, JUDGE)
    assert proposals.accept(pe, "test.p", drawn, JUDGE) == 2
    with pe.database.reading() as connection:
        assert pe.definitions.newest(connection, "test.q").diagram == newer


def test_saving_what_a_colleague_gave_up_says_so(pe: ProcessEngine) -> None:
    deploy(pe, p=SIMPLE)
    drawn = commands.save(pe, "test.p", LONGER, opened(pe), OWNER)
    commands.discard(pe, "test.p", COLLEAGUE)
    with pytest.raises(commands.DraftGone) as conflict:
        commands.save(pe, "test.p", LOST, drawn, OWNER)
    assert conflict.value.facts["who"] == "colleague"
