"""The award office's own tables."""

from awards.models.editions import rule_edition
from awards.models.experts import engagement, expert, interest, mentoring
from awards.models.letters import letter, reminder
from awards.models.links import applicant_link
from awards.models.members import obligation, pool_member
from awards.models.objectors import objector, objector_look, office_key
from awards.models.register import application, award, ban, number_series
from awards.models.rule_texts import rule_article, rule_text

__all__ = [
    "applicant_link",
    "application",
    "award",
    "ban",
    "engagement",
    "expert",
    "interest",
    "letter",
    "mentoring",
    "number_series",
    "objector",
    "objector_look",
    "obligation",
    "office_key",
    "pool_member",
    "reminder",
    "rule_article",
    "rule_edition",
    "rule_text",
]
