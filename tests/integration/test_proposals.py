"""What is put forward: kept word for word, decided by other hands, deployed in one transaction, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments, proposals
from engine.commands import diagrams as commands
from engine.errors import Invalid, NotAllowed, NotFound
from engine.models import definition, draft_diagram, instance, proposal
from engine.process_engine import ProcessEngine
from engine.queries import diagrams
from tests.integration.drawing import (
    ADMIN,
    BOTH,
    COLLEAGUE,
    JUDGE,
    LONGER,
    LOST,
    OTHERS,
    OWNER,
    SIMPLE,
    WHY,
    errors,
    opened,
    put_forward,
    resent,
    rows,
    standing,
)
from tests.integration.house import GROUPS, deploy, open_elements, start
from tests.support import diagrams as d
from tests.support.interleaving import interleave


def pe_versions(pe: ProcessEngine, root: int) -> dict[str, int]:
    """The versions that an instance and what it called run on."""
    joined = instance.join(definition, definition.c.id == instance.c.definition_id)
    query = select(definition.c.process_id, definition.c.version).select_from(joined)
    family = (instance.c.id == root) | (instance.c.root_id == root)
    with pe.database.reading() as connection:
        return {row.process_id: row.version for row in connection.execute(query.where(family))}


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
