"""For anybody: whether a letter, certificate or receipt is genuine, and whether a file is the paper that was archived."""

from __future__ import annotations

from hashlib import file_digest
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from awards.publicity import certificates
from engine.letters import text_of
from web.access import ANYONE, may
from web.applicants import numbered
from web.house import engine, reading, settings

pages = Blueprint("verifying", __name__)

LONGEST = 200  # characters of a number


@pages.get("/verify")
@may(ANYONE)
def form() -> Response | str:
    """Typing a number opens its page."""
    number = request.args.get("number", "").strip()[:LONGEST]
    if number:
        return redirect(url_for("verifying.show", reference=number))
    return render_template("verify.html", paper=None, award=None, receipt=None, reference="", compared=None)


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
        receipt = None if found else numbered.known(engine(), connection, reference[:LONGEST], _fingerprint())
    paper, award = (found.paper, found.award) if found else (None, None)
    compared = None
    if paper is not None and digest is not None:
        compared = "none" if not digest else "same" if digest == paper.sha256 else "other"
    told = {"paper": paper, "award": award, "receipt": receipt, "compared": compared}
    told["reference"] = reference[:LONGEST]
    page = render_template("verify.html", **told, dated=text_of, now=settings().clock.now())
    return page, 404 if found is None and receipt is None else 200


def _fingerprint() -> str | None:
    """What was typed or scanned to compare a receipt with."""
    return request.args.get("fingerprint", "").strip()[:LONGEST] or None
