"""What answers no page, and which forms are not sent empty, each with the reason; whatever is not here is looked at."""

from __future__ import annotations

from typing import Final

REDIRECT: Final = "redirect"
PART: Final = "part"  # HTML that is put into a page, without a head of its own

# GET route -> what it answers instead of a page, and why.
NO_PAGE: Final[dict[str, tuple[str, str]]] = {
    "begin.process": (REDIRECT, "leads to the one form by which this person may begin"),
    "cases.diagram": ("application/xml", "the diagram that the island draws"),
    "cases.file": ("application/pdf", "the case's file, to be kept"),
    "committee.minutes_pdf": ("application/pdf", "the minutes, to be kept"),
    "diagrams.source": ("application/xml", "the diagram that the modeler opens"),
    "entries.rows": (PART, "the files of a field, put into the form again"),
    "health.healthz": ("application/json", "for whoever watches the server"),
    "inbox.numbers": (PART, "the numbers of saved views, put beside them"),
    "letters.paper": ("application/pdf", "a letter as it was archived"),
    "mine.receipt_paper": ("application/pdf", "a receipt, to be kept"),
    "objectors.evidence": (
        "application/octet-stream",
        "what an objector sent; never shown as a page of ours",
    ),
    "public_data.as_csv": ("text/csv", "open data"),
    "public_data.as_json": ("application/json", "open data"),
    "past.table": ("text/csv", "an empty table to be filled in"),
    "public_following.reply": ("application/pdf", "the answer's paper"),
    "public_notices.paper": ("application/pdf", "the notice, to be printed or kept"),
    "public_notices.text": ("application/json", "the text that a notice's digest is of"),
    "static": ("text/css", "what pages load"),
    "taskdiagram.source": ("application/xml", "the diagram that the island draws"),
    "uploads.fetch": ("application/octet-stream", "what was uploaded; never shown as a page of ours"),
    "uploads.rows": (PART, "the files of a field, put into the form again"),
}

BUTTON: Final = "a button: there is nothing to fill in"
TYPING: Final = "renders the form anew while one types; what is wrong is told when it is sent"
SCRIPT: Final = "a script's door: it answers no page"
FILES: Final = "takes files for a form that is sent by itself"

# POST route -> why its form is not sent empty here.
NOT_SENT: Final[dict[str, str]] = {
    "accounts.disable": BUTTON,
    "accounts.enable": BUTTON,
    "auth.sign_out": BUTTON,
    "begin.form": TYPING,
    "calendars.confirm": "empty means: read against the text; two entries that differ: test_story_calendar",
    "calendars.publish": BUTTON,
    "calendars.withdraw": BUTTON,
    "committee.declare": "stands in an open meeting: test_walk_committee sends it empty",
    "committee.rank": BUTTON,
    "committee.roster": BUTTON,
    "comparing.choose": BUTTON,
    "comparing.discard": BUTTON,
    "diagrams.check": SCRIPT,
    "diagrams.discard": BUTTON,
    "diagrams.save": SCRIPT,
    "entries.begin": SCRIPT,
    "entries.give_up": SCRIPT,
    "entries.remove": BUTTON,
    "entries.store": FILES,
    "inbox.bulk_claim": BUTTON,
    "inbox.bulk_form": TYPING,
    "inbox.claim": BUTTON,
    "inbox.end_absence": BUTTON,
    "inbox.give_back": BUTTON,
    "inbox.recall": BUTTON,
    "inbox.release": BUTTON,
    "inbox.remove": BUTTON,
    "incidents.resolve": BUTTON,
    "incidents.retry": BUTTON,
    "intervening.begin": "stands where free work may begin: test_story_intervening",
    "intervening.resume": "stands on a case that is suspended; asks for what suspending asks for",
    "language.choose": BUTTON,
    "messages.form": TYPING,
    "past.enter": "confirms what was looked through: test_past_awards",
    "proposals.accept": BUTTON,
    "proposals.decline": "stands while a proposal waits: test_story_owner",
    "proposals.propose": "sent by the script of the drawing, which says what is wrong beside it: test_story_owner",
    "proposals.withdraw": BUTTON,
    "public_following.leave": BUTTON,
    "public_following.noted": BUTTON,
    "public_following.supply": "stands while proof is asked for: test_walk_public sends it empty",
    "reminders.all_seen": BUTTON,
    "reminders.seen": BUTTON,
    "reviews.assigned": "stands while a round hands out cases: test_walk_reviewer",
    "sending.begin": SCRIPT,
    "sending.remove": BUTTON,
    "tasks.form": TYPING,
    "uploads.paper": FILES,
    "uploads.remove": BUTTON,
    "uploads.store": FILES,
    "verifying.compare": "without a file the page says so where the file is chosen, and nothing is wrong with the paper",
}
# POST route -> why its answer names no field.
NO_FIELD: Final[dict[str, str]] = {
    "auth.sign_in_post": "nobody learns whether the name or the password was wrong",
}
