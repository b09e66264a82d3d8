"""DMN 1.5: decision requirement graphs, decision tables and boxed expressions. Imports only engine.feel."""

from engine.dmn.errors import DmnError
from engine.dmn.loader import load
from engine.dmn.model import Decision, DecisionResult, DmnModel, MatchedRule, TableRun
from engine.dmn.needs import inputs_of
from engine.dmn.record import Recorded, evaluate_recorded

__all__ = [
    "Decision",
    "DecisionResult",
    "DmnError",
    "DmnModel",
    "MatchedRule",
    "Recorded",
    "TableRun",
    "evaluate_recorded",
    "inputs_of",
    "load",
]
