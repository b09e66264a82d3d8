"""Letters as their owners write them: Markdown with FEEL in its holes, read once, filled with the facts of a case."""

from engine.letters.filling import FillError, fill, value_of
from engine.letters.reading import TemplateError, parse_template
from engine.letters.template import Hole, Template
from engine.letters.wording import Words, plain, text_of

JOBS = ("letter", "reminder")
"""Job types whose input `template` names a letter's template."""

STANDARD = ("articles", "case", "letter", "recipient", "scheme")
"""What every template may read beside the facts that its task hands over."""

__all__ = [
    "JOBS",
    "STANDARD",
    "FillError",
    "Hole",
    "Template",
    "TemplateError",
    "Words",
    "fill",
    "parse_template",
    "plain",
    "text_of",
    "value_of",
]
