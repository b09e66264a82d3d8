"""The job types of the award office, as one list for the assembly."""

from awards.cases import CASE_FACTS, LIST_CASES
from awards.register import (
    CLOSE_APPLICATION,
    ENTER_APPLICATION,
    LETTER,
    NUMBER,
    RECORD_AWARD,
    REGISTER,
)
from engine.registries import JobHandler

HANDLERS: tuple[JobHandler, ...] = (
    CASE_FACTS,
    CLOSE_APPLICATION,
    ENTER_APPLICATION,
    LETTER,
    LIST_CASES,
    NUMBER,
    RECORD_AWARD,
    REGISTER,
)
