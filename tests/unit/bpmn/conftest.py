"""Every situation is played twice: on a live workflow, and on one decoded from its bytes before every step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.unit.bpmn.driver import Play


@pytest.fixture(params=[False, True], ids=["live", "reloaded"])
def play(request: pytest.FixtureRequest) -> Callable[..., Play]:
    """Starts an instance of a diagram: `play(diagram, {variables})`."""
    return lambda source, variables=None, **start: partial(Play, source, request.param)(variables, **start)
