"""Random lives in Jing'an: whatever is done and left undone, dates, holds, registers and bans are the rule's."""

from __future__ import annotations

import pytest

from tests.lives.life import Disagreement
from tests.lives.schemes import agreeing, blocks, differing
from tests.support.deep import count

LIVES = count("lives in Jing'an against a plain model of its rules", 40, 2_000, "the number of the life")
FAULTS = [
    "posting day counted",
    "make-up day ignored",
    "days off in exchange counted",
    "report not rolled forward",
    "ban one day short",
    "hold forgotten",
    "late objection holds",
    "gold counts on the day",
]


@pytest.mark.parametrize("numbers", blocks(LIVES), ids=str)
def test_house_and_model_agree(numbers: range) -> None:
    agreeing("jingan", numbers)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_would_be_found(fault: str) -> None:
    """What the house answered in lives that agree is asked again, of a model with the fault."""
    assert differing("jingan", blocks(LIVES)[0], fault) != []


def test_a_difference_is_told_as_a_story() -> None:
    """The story begins with how to play it again, and ends with what house and model say."""
    with pytest.raises(Disagreement) as raised:
        agreeing("jingan", range(1), "posting day counted")
    first, *told, last = str(raised.value).splitlines()
    assert first == "life jingan 0 (python -m tests.lives jingan 0)"
    assert last.startswith("DIFFERS: internal_over: the house says ")
    assert "post-internal-notice" in "\n".join(told)
