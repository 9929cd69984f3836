"""How the request to a government for its no-objection moves."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class ObjectionState(StrEnum):
    """Where the request to a government to say if it objects to an award stands."""

    OPEN = "open"
    AGREED = "agreed"
    OBJECTED = "objected"
    BY_LETTER = "by_letter"
    PASSED = "passed"
    DROPPED = "dropped"


B = ObjectionState
AGREE_TO_AWARD = Step("agree_to_award", {B.OPEN}, B.AGREED, Action.ANSWER_OBJECTION)
OBJECT_TO_AWARD = Step("object_to_award", {B.OPEN}, B.OBJECTED, Action.ANSWER_OBJECTION)
ANSWER_BY_LETTER = Step("answer_by_letter", {B.OPEN}, B.BY_LETTER, Action.RECORD_OBJECTION)
LET_OBJECTION_PASS = Step("let_objection_pass", {B.OPEN}, B.PASSED, Action.APPROVE_AWARD)
DROP_OBJECTION = Step("drop_objection", {B.OPEN}, B.DROPPED, Action.APPROVE_AWARD)
"""The recommendation that it asks about was returned."""
OBJECTION_STEPS = (
    AGREE_TO_AWARD,
    OBJECT_TO_AWARD,
    ANSWER_BY_LETTER,
    LET_OBJECTION_PASS,
    DROP_OBJECTION,
)
