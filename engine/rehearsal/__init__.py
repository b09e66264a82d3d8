"""Scenarios: stories played through the whole house on an in-memory database with a lent clock."""

from engine.rehearsal.runner import Report, Result, run

__all__ = ["Report", "Result", "run"]
