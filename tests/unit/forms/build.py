"""Small forms for tests."""

import json
from datetime import UTC, datetime

from engine.feel import Environment
from engine.forms import check, parse_form


def form(*components):
    """A form of these components; ids are given where they lack."""
    numbered = [{"id": f"c{i}", **component} for i, component in enumerate(components)]
    schema = {"type": "default", "id": "test.form", "components": numbered}
    return parse_form(json.dumps(schema, ensure_ascii=False).encode(), "test.form")


def field(type_, key, label="", **more):
    """An input component."""
    return {"type": type_, "id": f"f_{key}", "key": key, "label": label, **more}


def env():
    """Friday 2026-11-20, 09:00 in Shanghai."""
    return Environment(now=datetime(2026, 11, 20, 1, tzinfo=UTC))


def checked(components, submission, context=None, **more):
    """(values, errors) of a submission to a form of these components."""
    result = check(form(*components), submission, context or {}, env(), **more)
    return result.values, result.errors
