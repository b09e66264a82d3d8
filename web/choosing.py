"""Choosing the language of the pages."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, make_response, redirect, request
from werkzeug.wrappers import Response

from web.access import ANYONE, may
from web.addresses import safe
from web.language import COOKIE, LANGUAGES, SOURCE

pages = Blueprint("language", __name__)

KEPT: Final = 365 * 24 * 3600  # seconds


@pages.post("/language")
@may(ANYONE)
def choose() -> Response:
    """Keep the choice in a cookie and show the page again."""
    asked = request.form.get("language", SOURCE)
    response = make_response(redirect(safe(request.form.get("back")), code=303))
    if asked in LANGUAGES:
        response.set_cookie(
            COOKIE, asked, max_age=KEPT, path="/", samesite="Lax", httponly=True, secure=request.is_secure
        )
    return response
