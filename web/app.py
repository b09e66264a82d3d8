"""The web application: its parts put together."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from engine.process_engine import ProcessEngine
from web import (
    access,
    applicants,
    assets,
    auth,
    choosing,
    committee,
    errors,
    figures,
    health,
    inbox,
    language,
    notices,
    page,
    public,
    reminders,
    reviews,
    security,
    starts,
    verifying,
)
from web.administrators import accounts
from web.begin import files as entries
from web.begin import paper, past, starting
from web.begin import sending as messages
from web.calendar import pages as calendars
from web.cases import comments, cycles, incidents, intervening, letters, reading_trail
from web.cases import pages as cases
from web.diagrams import pages as diagrams
from web.diagrams import proposals, rulebook
from web.forms import view as formview
from web.objections import identity as objectors
from web.objections import raising as objections
from web.settings import Settings
from web.tasks import carrying, comparing, sending
from web.tasks import diagram as taskdiagram
from web.tasks import files as uploads
from web.tasks import pages as tasks

LARGEST_REQUEST = 4 * 1024 * 1024  # bytes

PAGES = (
    auth,
    *public.PAGES,
    *applicants.PAGES,
    inbox,
    tasks,
    comparing,
    taskdiagram,
    comments,
    cases,
    cycles,
    committee,
    figures,
    starts,
    starting,
    paper,
    past,
    messages,
    entries,
    objections,
    objectors,
    incidents,
    intervening,
    accounts,
    diagrams,
    proposals,
    rulebook,
    calendars,
    letters,
    reminders,
    *reviews.PAGES,
    uploads,
    sending,
    verifying,
    choosing,
    page,
    health,
)


def create_app(process_engine: ProcessEngine, settings: Settings) -> Flask:
    """A Flask application on one process engine."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="laurel_notices",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=8),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,  # a form of many rows is text, and nine bytes a character
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the signed-in session
    )
    app.extensions["laurel"] = process_engine
    app.extensions["laurel_settings"] = settings
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    auth.install(app)
    carrying.install(app)
    access.install(app)
    uploads.install(app)
    reading_trail.install(app)
    public.install(app)
    CSRFProtect(app)
    security.install(app)
    errors.install(app)
    assets.install(app)
    language.install(app)
    page.install(app)
    notices.install(app)
    applicants.install(app)
    formview.install(app)
    inbox.install(app)
    reviews.install(app)
    committee.install(app)
    for part in PAGES:
        app.register_blueprint(part.pages)
    return app
