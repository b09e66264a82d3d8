"""Random lives in Hongkou: three years, seven calendar days, a rule that lapses or is prolonged in time."""

from __future__ import annotations

import pytest

from tests.lives.schemes import agreeing, blocks, differing
from tests.support.deep import count

LIVES = count("lives in Hongkou against a plain model of its rules", 24, 2_000, "the number of the life")
FAULTS = ["posting day counted", "make-up day ignored", "last day not rolled forward", "hold forgotten"]


@pytest.mark.parametrize("numbers", blocks(LIVES), ids=str)
def test_house_and_model_agree(numbers: range) -> None:
    agreeing("hongkou", numbers)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_would_be_found(fault: str) -> None:
    """What the house answered in lives that agree is asked again, of a model with the fault."""
    assert differing("hongkou", blocks(LIVES)[0], fault) != []
