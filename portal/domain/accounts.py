"""What an administrator does to an account, and which roles they give."""

from enum import StrEnum

from portal.domain.actions import PARTNER_ROLES, Role

STAFF_ROLES = tuple(role for role in Role if role not in PARTNER_ROLES)
"""Roles that an administrator gives; those of a partner's people are their owner's matter."""


class AccountActKind(StrEnum):
    """One thing done to somebody's account."""

    INVITED = "invited"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    ROLE_ENDED = "role_ended"
    CLOSED = "closed"
    REOPENED = "reopened"
    FACTOR_TAKEN = "factor_taken"
    SIGNED_OUT = "signed_out"
