"""Addresses of the built front end; pages work without a build, only without its scripts."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, url_for


class Assets:
    """The files under `static/dist`, whose names are stable; the build's stamp tells browsers one from the next."""

    def __init__(self, static: Path) -> None:
        self._folder = static / "dist"

    def address(self, name: str) -> str | None:
        """The address of a built file (`app.js`), None if there is no build."""
        if not (self._folder / name).is_file():
            return None
        return url_for("static", filename=f"dist/{name}", v=self._stamp())

    def _stamp(self) -> str | None:
        try:
            return (self._folder / ".stamp").read_text().strip()[:12] or None
        except FileNotFoundError:
            return None


def install(app: Flask) -> None:
    """Give templates `asset('app.js')`."""
    app.jinja_env.globals.update(asset=Assets(Path(app.static_folder or "")).address)
