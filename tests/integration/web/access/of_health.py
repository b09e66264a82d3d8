"""Who may use what of the health check."""

from tests.integration.web.access.lines import ALL, EVERYBODY, Line

LINES = [
    Line("health.healthz", rule=EVERYBODY, page=ALL),
]
