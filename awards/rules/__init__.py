"""Published rules as plain text, read and split into chapters, articles and annexes. Nothing here knows a database."""

from awards.rules.comparing import Change, compare
from awards.rules.document import Left, Paragraph, Rule, Unit
from awards.rules.places import Place, pick, places
from awards.rules.reading import Unreadable, lines
from awards.rules.splitting import split

__all__ = [
    "Change",
    "Left",
    "Paragraph",
    "Place",
    "Rule",
    "Unit",
    "Unreadable",
    "compare",
    "lines",
    "pick",
    "places",
    "split",
]
