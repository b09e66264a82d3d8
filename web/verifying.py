"""For anybody: whether a letter or certificate is genuine, and whether a file is the paper that was archived."""

from __future__ import annotations

from hashlib import file_digest
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from awards.publicity import certificates
from engine.letters import text_of
from web.access import ANYONE, may
from web.house import reading, settings

pages = Blueprint("verifying", __name__)

LONGEST = 200  # characters of a number


@pages.get("/verify")
@may(ANYONE)
def form() -> Response | str:
    """Typing a number opens its page."""
    number = request.args.get("number", "").strip()[:LONGEST]
    if number:
        return redirect(url_for("verifying.show", reference=number))
    return render_template("verify.html", paper=None, award=None, reference="", compared=None)


@pages.get("/verify/<reference>")
@may(ANYONE)
def show(reference: str) -> Any:
    return _page(reference)


@pages.post("/verify/<reference>")
@may(ANYONE)
def compare(reference: str) -> Any:
    """A file is compared by its hash and not kept."""
    given = request.files.get("paper")
    digest = file_digest(given.stream, "sha256").hexdigest() if given and given.filename else ""  # type: ignore[arg-type]
    return _page(reference, digest)


def _page(reference: str, digest: str | None = None) -> Any:
    with reading() as connection:
        found = certificates.known(connection, reference[:LONGEST])
    paper, award = (found.paper, found.award) if found else (None, None)
    compared = None
    if paper is not None and digest is not None:
        compared = "none" if not digest else "same" if digest == paper.sha256 else "other"
    told = {"paper": paper, "award": award, "reference": reference[:LONGEST], "compared": compared}
    page = render_template("verify.html", **told, dated=text_of, now=settings().clock.now())
    return page, 200 if found is not None else 404
