"""DMN 1.5: decision requirement graphs, decision tables and boxed expressions. Imports only engine.feel."""

from engine.dmn.errors import DmnError
from engine.dmn.loader import load
from engine.dmn.model import Decision, DecisionResult, DmnModel, MatchedRule

__all__ = ["Decision", "DecisionResult", "DmnError", "DmnModel", "MatchedRule", "load"]
