"""How standard operating procedures of a centre move from a draft into force."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class ProcedureState(StrEnum):
    """Where one version of the procedures of a centre stands."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


P = ProcedureState
EDIT_PROCEDURE = Step("edit_procedure", {P.DRAFT}, P.DRAFT, Action.DRAFT_PROCEDURE)
RETURN_PROCEDURE = Step(
    "return_procedure", {P.DRAFT, P.REVIEWED}, P.DRAFT, Action.REVIEW_PROCEDURE
)
"""The reviewer says what is to be changed first."""
REVIEW_PROCEDURE = Step("review_procedure", {P.DRAFT}, P.REVIEWED, Action.REVIEW_PROCEDURE)
AGREE_PROCEDURE = Step("agree_procedure", {P.REVIEWED}, P.AGREED, Action.AGREE_PROCEDURE)
START_PROCEDURE = Step("start_procedure", {P.AGREED}, P.IN_FORCE, Action.AGREE_PROCEDURE)
REPLACE_PROCEDURE = Step("replace_procedure", {P.IN_FORCE}, P.REPLACED, Action.AGREE_PROCEDURE)
"""The next version is put in force; this one ends the day before."""
WITHDRAW_PROCEDURE = Step(
    "withdraw_procedure",
    {P.DRAFT, P.REVIEWED, P.AGREED, P.IN_FORCE},
    P.WITHDRAWN,
    Action.AGREE_PROCEDURE,
)
PROCEDURE_STEPS = (
    EDIT_PROCEDURE,
    RETURN_PROCEDURE,
    REVIEW_PROCEDURE,
    AGREE_PROCEDURE,
    START_PROCEDURE,
    REPLACE_PROCEDURE,
    WITHDRAW_PROCEDURE,
)
PENDING = frozenset({P.DRAFT, P.REVIEWED, P.AGREED})
"""States of a version on its way into force."""
HELD = frozenset({P.IN_FORCE, P.REPLACED})
"""States of a version that is, will be or was in force."""
