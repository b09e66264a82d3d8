"""What the application answers to: every rule of its map."""

from __future__ import annotations

from flask import Flask


def routes(app: Flask) -> list[tuple[str, str, set[str]]]:
    """Endpoint, method and the names in the address, for every rule of the application."""
    found = []
    for rule in app.url_map.iter_rules():
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}) or ["HEAD"]
        found += [(rule.endpoint, method, set(rule.arguments)) for method in methods]
    return found
