"""Reviews for the people in them: a reviewer's rounds, the office's balance, the leader's consensus; stepping back."""

from web.reviews import pages as rounds
from web.reviews import stepping, words

PAGES = (rounds, stepping)
install = words.install
