"""Runs of other people's test material against the engine. Nothing here knows a file or a case by its name."""
