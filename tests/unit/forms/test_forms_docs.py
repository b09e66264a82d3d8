"""The page for owners names every component, property and rule that is supported, and no component more."""

import re
from pathlib import Path

from engine.forms.vocabulary import (
    COMPONENTS,
    FORM_KEYS,
    OWN_PROPERTIES,
    VALIDATE,
    VALIDATION_TYPES,
)

PAGE = (Path(__file__).parents[3] / "docs" / "forms.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"[A-Za-z][A-Za-z0-9]*", " ".join(re.findall(r"`([^`\n]+)`", PAGE))))


def test_everything_that_is_supported_is_on_the_page():
    properties = set().union(*COMPONENTS.values(), FORM_KEYS, OWN_PROPERTIES)
    rules = {"required"}.union(*VALIDATE.values(), VALIDATION_TYPES)
    assert (set(COMPONENTS) | properties | rules) - WORDS == set()


def test_the_tables_list_the_components_and_no_others():
    rows = re.findall(r"^\| `([a-z]+)` \|", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted([*COMPONENTS, "required", "pattern"])
