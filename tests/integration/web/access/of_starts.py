"""Who may use what of applications."""

from tests.integration.web.access.lines import ALL, Line

LINES = [
    Line("starts.applications", rule="applicant", page=ALL),
    Line("starts.apply", "POST", rule="applicant", page=ALL),
]
