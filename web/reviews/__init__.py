"""Reviews for the people in them: a reviewer's rounds, the office's balance, the leader's consensus; stepping back."""

from web.reviews import pages as rounds
from web.reviews import stepping
from web.reviews.words import install

PAGES = (rounds, stepping)

__all__ = ["PAGES", "install"]
