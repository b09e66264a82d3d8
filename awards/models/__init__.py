"""The award office's own tables."""

from awards.models.doors import applicant_profile, door_attempt, door_link
from awards.models.editions import rule_edition
from awards.models.experts import engagement, expert, interest, mentoring
from awards.models.letters import letter, reminder
from awards.models.links import applicant_link
from awards.models.members import obligation, pool_member
from awards.models.objectors import objector, objector_look, office_key
from awards.models.publicity import objection_file, objection_receipt, public_attempt, publication
from awards.models.register import application, award, ban, number_series
from awards.models.rule_texts import rule_article, rule_text

__all__ = [
    "applicant_link",
    "applicant_profile",
    "application",
    "award",
    "ban",
    "door_attempt",
    "door_link",
    "engagement",
    "expert",
    "interest",
    "letter",
    "mentoring",
    "number_series",
    "objection_file",
    "objection_receipt",
    "objector",
    "objector_look",
    "obligation",
    "office_key",
    "pool_member",
    "public_attempt",
    "publication",
    "reminder",
    "rule_article",
    "rule_edition",
    "rule_text",
]
