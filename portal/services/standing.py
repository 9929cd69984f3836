"""Whether a partner may apply, be awarded and contracted: what is asked at each of them."""

from portal.config import contact
from portal.domain.errors import RuleBroken
from portal.models import Partner
from portal.services import flags, partner_declarations


def against_start(partner: Partner) -> list[RuleBroken]:
    """Return what keeps a partner from starting: a red flag, or a declaration answered no.

    The sentence on a red flag names a contact and not the flag.
    """
    broken = []
    if flags.is_stopped(partner):
        broken.append(RuleBroken("applying_stopped", "partner", contact=contact()))
    made = partner_declarations.present(partner)
    if made is not None and not made.agreed:
        count = len(partner_declarations.noes(made))
        broken.append(RuleBroken("partner_ineligible", "partner", count=count))
    return broken


def against_submission(partner: Partner) -> list[RuleBroken]:
    """Return what keeps a partner from submitting: also declarations that are not made."""
    broken = against_start(partner)
    if partner_declarations.present(partner) is None:
        broken.append(RuleBroken("partner_undeclared", "partner"))
    return broken


def against_award(partner: Partner) -> list[RuleBroken]:
    """Return what keeps a partner from an award and its contract: a red flag raised since."""
    if not flags.is_stopped(partner):
        return []
    return [RuleBroken("partner_stopped", "proposal_id", partner=partner.name)]
