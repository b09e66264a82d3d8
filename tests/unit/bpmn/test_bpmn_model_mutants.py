"""The comparison with the token game notices when one of the two is wrong."""

from __future__ import annotations

import pytest

from tests.support.tokengame.compare import Report, match
from tests.support.tokengame.generate import drawn
from tests.support.tokengame.mutants import MUTANTS, Mutant
from tests.support.tokengame.playing import smallest
from tests.support.tokengame.walks import families, parts, size
from tests.unit.bpmn.test_bpmn_model import SMALL


def caught(mutant: Mutant) -> Report | None:
    """The first difference among the diagrams of the fast run that have the family."""
    for number in range(SMALL):
        tree = drawn(f"{number}.0")
        if mutant.family in {family for part in parts(tree) for family in families(part)}:
            report = match(tree, f"{number}.0")
            if report.difference:
                return report
    return None


def spoil(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the model wrong."""
    monkeypatch.setattr(mutant.owner, mutant.method, mutant.wrong(getattr(mutant.owner, mutant.method)))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_wrong_model_is_caught(mutant, monkeypatch):
    spoil(mutant, monkeypatch)
    assert caught(mutant) is not None


def test_a_difference_is_shown_in_a_small_diagram_with_its_steps_and_both_states(monkeypatch):
    spoil(MUTANTS[0], monkeypatch)
    report = smallest(caught(MUTANTS[0]))
    assert "parallelGateway" in str(report)
    assert size(report.tree) <= 6
    assert str(report).splitlines()[-2].startswith("kernel: [")
    assert str(report).splitlines()[-1].startswith("model:  [")
    assert str(report).splitlines()[-3] == report.difference
    assert "start with {" in str(report)
