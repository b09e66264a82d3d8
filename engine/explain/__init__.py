"""Why each token of a case waits, as facts; a screen turns them into one sentence a token."""

from engine.explain.explaining import explain
from engine.explain.standing import meanwhile, standing
from engine.explain.waiting import Waiting

__all__ = ["Waiting", "explain", "meanwhile", "standing"]
