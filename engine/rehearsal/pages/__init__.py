"""The coverage as pages that open from a folder: no script, no server, nothing from elsewhere."""

from engine.rehearsal.pages.folder import write

__all__ = ["write"]
