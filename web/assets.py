"""Addresses of style sheets, scripts and icons, each with its content's stamp: a browser asks once and keeps them."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, url_for

KEPT = "public, max-age=31536000, immutable"  # a year, as RFC 9111 has no "for ever"
NAMED_BY_CONTENT = re.compile(
    r"dist/chunk-.+-[\w-]{8}\.js"
)  # by the build; scripts import them without a stamp


class Assets:
    """The files below `static`; those of `static/dist` are there only after a build, pages work without their scripts."""

    def __init__(self, static: Path) -> None:
        self._static = static

    def address(self, name: str) -> str | None:
        """The address of a built file (`app.js`), None if there is no build."""
        filename = f"dist/{name}"
        return url_for("static", filename=filename) if (self._static / filename).is_file() else None

    def stamped(self, endpoint: str, values: dict[str, Any]) -> None:
        """Every address of a file says which content it means (Flask's `url_defaults`)."""
        if endpoint == "static" and "v" not in values:
            values["v"] = self._stamp(values["filename"])

    def kept(self, response: Response) -> Response:
        """What was asked for by its content may be kept for good; a file asked for by name alone is asked for again."""
        if request.endpoint == "static" and response.status_code == 200:
            filename = (request.view_args or {})["filename"]
            asked = request.args.get("v")
            if NAMED_BY_CONTENT.fullmatch(filename) or (asked and asked == self._stamp(filename)):
                response.headers["Cache-Control"] = KEPT
        return response

    def _stamp(self, filename: str) -> str | None:
        file = self._static / filename
        try:
            found = file.stat()
        except FileNotFoundError:
            return None
        return _digest(file, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=512)
def _digest(file: Path, changed: int, size: int) -> str:
    """Of the content, so that every node gives the same; `changed` and `size` say when to read it anew."""
    return blake2s(file.read_bytes(), digest_size=6).hexdigest()


def install(app: Flask) -> None:
    """Give templates `asset('app.js')`, and every address of a file its stamp."""
    assets = Assets(Path(app.static_folder or ""))
    app.jinja_env.globals.update(asset=assets.address)
    app.url_defaults(assets.stamped)
    app.after_request(assets.kept)
