"""The applicant's side: guides and self-checks, registering, filing, receipts, what comes when, what one was told."""

from flask import Flask

from web.accounts import Account
from web.applicants import guidance, members, profile, registering
from web.house import engine, vocabulary

PAGES = (guidance, registering, profile)


def install(app: Flask) -> None:
    """At each sign-in an account that registered itself becomes an applicant of schemes that came since."""

    def welcome(account: Account) -> None:
        members.widen(engine().database, account, vocabulary().groups)

    app.extensions.setdefault("laurel_welcome", []).append(welcome)
