"""Random lives with the municipal award: intake by the deadline or by post, the pool, and once more."""

from __future__ import annotations

import pytest

from tests.lives.schemes import agreeing, blocks, differing
from tests.support.deep import count

LIVES = count(
    "lives with the municipal award against a plain model of its rules", 24, 2_000, "the number of the life"
)
FAULTS = ["posting day counted", "make-up day ignored", "days off in exchange counted"]


@pytest.mark.parametrize("numbers", blocks(LIVES), ids=str)
def test_house_and_model_agree(numbers: range) -> None:
    agreeing("shanghai", numbers)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_would_be_found(fault: str) -> None:
    """What the house answered in lives that agree is asked again, of a model with the fault."""
    assert differing("shanghai", blocks(LIVES)[0], fault) != []
