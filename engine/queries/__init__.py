"""What one may ask: lists and pages for one viewer, never a lock. Every question starts from what is visible."""

from engine.queries import cases, cycles, inbox, incidents, messages, story, visibility

__all__ = ["cases", "cycles", "inbox", "incidents", "messages", "story", "visibility"]
