"""Soundness: whether tokens can get stuck or meet where nothing waits for both, found by trying every way."""

from engine.bpmn.soundness.budget import Budget
from engine.bpmn.soundness.check import check_soundness

__all__ = ["Budget", "check_soundness"]
