"""Random lives with the Association: seven working days over two channels, three clean years, no ban."""

from __future__ import annotations

import pytest

from tests.lives.schemes import agreeing, blocks, differing
from tests.support.deep import count

LIVES = count(
    "lives with the Association against a plain model of its rules", 24, 2_000, "the number of the life"
)
FAULTS = ["posting day counted", "make-up day ignored", "days off in exchange counted"]


@pytest.mark.parametrize("numbers", blocks(LIVES), ids=str)
def test_house_and_model_agree(numbers: range) -> None:
    agreeing("association", numbers)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_would_be_found(fault: str) -> None:
    """What the house answered in lives that agree is asked again, of a model with the fault."""
    assert differing("association", blocks(LIVES)[0], fault) != []
