"""What everybody may read and do without an account: notices, objections, winners, open data."""

from web.public import frame, home, notices, opendata, rules, winners

PAGES = (frame, home, notices, rules, winners, opendata)
