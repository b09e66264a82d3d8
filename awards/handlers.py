"""The job types of the award office, as one list for the assembly."""

from awards.applications import CLOSE_APPLICATION, ENTER_APPLICATION
from awards.cases import CASE_FACTS, LIST_CASES
from awards.conflicts import CONFLICTS, DECLARE_INTEREST, MENTOR_FILE
from awards.edition_jobs import CHECK_EDITION, ENTER_EDITION, RULE_VALIDITY, UNWATCHED_RULES
from awards.engagements import COMMIT, END_ENGAGEMENTS, ENGAGE
from awards.experts import EXPERT_ENTER, EXPERT_LEAVE
from awards.granting import RECORD_AWARD
from awards.obligations import OBLIGATION, OBLIGATION_MET
from awards.pools import POOL_ENTER, POOL_LEAVE, POOL_MEMBER
from awards.proposing import PROPOSE_REVIEWERS
from awards.register import NUMBER, REGISTER
from awards.reviews.counting import COUNT_REVIEWS
from awards.reviews.criteria import CRITERIA
from awards.revoking import REVOKE
from awards.rule_jobs import RULE_IN_FORCE
from engine.registries import JobHandler

HANDLERS: tuple[JobHandler, ...] = (
    CASE_FACTS,
    CHECK_EDITION,
    CLOSE_APPLICATION,
    COMMIT,
    CONFLICTS,
    COUNT_REVIEWS,
    CRITERIA,
    DECLARE_INTEREST,
    END_ENGAGEMENTS,
    ENGAGE,
    ENTER_APPLICATION,
    ENTER_EDITION,
    EXPERT_ENTER,
    EXPERT_LEAVE,
    LIST_CASES,
    MENTOR_FILE,
    NUMBER,
    OBLIGATION,
    OBLIGATION_MET,
    POOL_ENTER,
    POOL_LEAVE,
    POOL_MEMBER,
    PROPOSE_REVIEWERS,
    RECORD_AWARD,
    REGISTER,
    REVOKE,
    RULE_IN_FORCE,
    RULE_VALIDITY,
    UNWATCHED_RULES,
)
