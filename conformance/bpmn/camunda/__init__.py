"""Reads a diagram written for Camunda 7 and rewrites its tree into the house's dialect, which stays FEEL."""

from conformance.bpmn.camunda.file import translate

__all__ = ["translate"]
