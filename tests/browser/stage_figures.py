"""Figures of every kind to be typed, and an accepted one with its correction."""

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.models import Report
from tests import correcting, measuring
from tests import factories as make
from tests.browser.stage_sealed import of


def faces():
    """Put them into the database; return the pages that show them."""
    contract = measuring.contract()
    owner = make.person(Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY, partner=contract.partner)
    first, second = Report.select().where(Report.contract == contract).limit(2)
    Report.update(state=ReportState.ACCEPTED).where(Report.id == first.id).execute()
    made = correcting.proposed(first)
    officer = make.person(Role.PROGRAMME_OFFICER)
    return [
        of("monitoring.correct", owner, slug=first.slug, indicator_id=made.indicator_id),
        of("monitoring.correction", officer, correction_id=made.id),
        of("monitoring.show", officer, slug=first.slug),
        of("contracts.figures", officer, slug=contract.slug),
        of("monitoring.indicators", owner, slug=second.slug),
    ]
