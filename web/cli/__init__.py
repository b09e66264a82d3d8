"""`laurel`: what users type in a shell."""

from web.cli.main import main

__all__ = ["main"]
