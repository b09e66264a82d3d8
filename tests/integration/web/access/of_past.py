"""Who may use what of past awards."""

from tests.integration.web.access.lines import ALL, Line

LINES = [
    Line("past.new", rule="lead", page=ALL),
    Line("past.look", "POST", rule="lead", page=ALL),
    Line("past.table", rule="lead", page=ALL),
    Line("past.enter", "POST", rule="lead", page=ALL),
]
