"""What stands before the first chapter: sanctions list, declarations, what the office found."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.domain.assessments import AssessmentKind, Finding
from portal.domain.lifecycle import FlagState, VerificationState
from portal.domain.verification import Answer, FlagCategory
from portal.models import Partner
from portal.play.people import SAMPLE, Cast, read
from portal.services import (
    assessments,
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
    for entry in read("diligence")["assessed"]:
        _assess(cast, entry, at)


def _assess(cast: Cast, entry: Mapping[str, Any], at: datetime) -> None:
    """Let the programme officer assess a partner and the head of office approve it."""
    kind = AssessmentKind(entry["kind"])
    by = cast.actor("programme")
    made = assessments.start(cast.partners[entry["partner"]], kind, by, at)
    findings = {code: Finding(entry["best"], entry["seen"]) for code in assessments.codes(kind)}
    for weak in entry["weak"]:
        due = (at + timedelta(days=weak["days"])).date()
        found = Finding(weak["value"], weak["seen"], weak["plan"], due)
        findings[weak["code"]] = found
    draft = assessments.Draft(findings, entry["summary"], made.version)
    assessments.send(made, draft, by, at)
    assessments.approve(assessments.by_id(made.id), cast.actor("head"), at)


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
