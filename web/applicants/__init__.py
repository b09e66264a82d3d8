"""The applicant's side: guides and self-checks, registering, filing, receipts, what comes when, what one was told."""

import re

from flask import Flask

from web.applicants import guidance, members, mine, profile, registering
from web.applicants.stamps import stamp
from web.house import engine, vocabulary
from web.people.accounts import Account

_NUMBER = re.compile("^[一二三四五六七八九十]+、")
PAGES = (guidance, registering, profile, mine)


def unnumbered(title: str) -> str:
    """`三、组织情况` -> `组织情况`: of a form of which only some parts are shown."""
    return _NUMBER.sub("", title)


def install(app: Flask) -> None:
    """Filters of these pages; at each sign-in who registered alone becomes an applicant of schemes that came since."""
    app.jinja_env.filters.update(stamp=stamp, unnumbered=unnumbered)

    def welcome(account: Account) -> None:
        members.widen(engine().database, account, vocabulary().groups)

    app.extensions.setdefault("laurel_welcome", []).append(welcome)
