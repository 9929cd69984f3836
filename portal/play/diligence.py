"""What stands before the first chapter: the sanctions list, declarations, one verification."""

from datetime import datetime

from portal.domain.lifecycle import FlagState, VerificationState
from portal.domain.verification import Answer, FlagCategory
from portal.models import Partner
from portal.play.people import SAMPLE, Cast, read
from portal.services import (
    flags,
    partner_declarations,
    sanctions_import,
    verification,
)
from portal.services.file_checks import Limits

NO_FILE = Limits(0, 0)


def begin(cast: Cast, at: datetime) -> None:
    """Take in the list, let every partner declare, and verify those of the data file."""
    procurement = cast.actor("procurement_first")
    content = (SAMPLE / "sanctions.xml").read_bytes()
    sanctions_import.take(content, "sanctions.xml", procurement, at)
    yes = {code: Answer(yes=True) for code in partner_declarations.statements("en")}
    for key, partner in cast.partners.items():
        partner_declarations.declare(partner, yes, cast.actor(f"{key}_signatory"), at)
    for entry in read("diligence")["verified"]:
        _verify(cast, entry["partner"], entry["text"], at)


def _verify(cast: Cast, key: str, text: str, at: datetime) -> None:
    partner = Partner.get_by_id(cast.partners[key].id)
    verification.ask(partner, cast.actor(f"{key}_owner"), at)
    yes = {code: Answer(yes=True) for code in verification.questions("en")}
    verdict = verification.Verdict(yes, VerificationState.VERIFIED, text)
    verification.decide(partner, verdict, cast.actor("procurement_second"), at)


def observe(cast: Cast, at: datetime) -> None:
    """Let the programme officer note what was seen of a partner."""
    for entry in read("diligence")["flag"]:
        new = flags.NewFlag(
            FlagState(entry["state"]),
            FlagCategory(entry["category"]),
            entry["text"],
            entry["evidence"],
        )
        by = cast.actor("programme")
        flags.raise_flag(cast.partners[entry["partner"]], new, NO_FILE, by, at)
