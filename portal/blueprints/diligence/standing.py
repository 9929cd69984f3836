"""What the profile of a partner shows of its standing with the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.blueprints.diligence.routes import bp
from portal.domain.actions import Action
from portal.domain.policy import can
from portal.services import flags, partner_declarations, sanctions, verification
from portal.services.standing import against_submission
from portal.web import actor, language, now

Thing = Any


@dataclass(frozen=True)
class Standing:
    """Declarations, verification, and for the office flags and matches."""

    broken: Sequence[Any]
    declared: Thing
    noes: Mapping[str, str]
    statements: Mapping[str, str]
    latest: Thing
    waiting: Thing
    soon: bool
    flags: Sequence[Thing]
    matches: int


@bp.app_template_global()
def standing_of(partner: Thing) -> Standing:
    """Return where a partner stands, as much of it as the reader may see."""
    inside = can(actor(), Action.SEE_FLAGS)
    declared = partner_declarations.present(partner)
    latest = verification.latest(partner)
    return Standing(
        broken=[] if inside else against_submission(partner),
        declared=declared,
        noes=partner_declarations.noes(declared) if declared else {},
        statements=partner_declarations.statements(language()),
        latest=latest,
        waiting=verification.waiting(partner),
        soon=verification.expires_soon(latest, now().date()),
        flags=flags.of(partner) if inside else (),
        matches=sanctions.stored_waiting(partner) if inside else 0,
    )
