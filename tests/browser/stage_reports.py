"""A report with every section that a contract may ask for, to be visited."""

from tests import factories, reports


def stage_reports():
    """A contract whose reports have every section, with people of its partner."""
    partner = factories.partner()
    factories.team(partner)
    reports.contract(partner, [*reports.SECTIONS, "annexes"])
