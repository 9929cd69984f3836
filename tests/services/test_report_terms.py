"""What a contract asks of its reports: fixed while it is a draft, then for each period."""

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, WrongState
from portal.domain.lifecycle import ContractState
from portal.models import Contract, Event
from portal.services import accounts, monitoring, report_sections, report_terms
from portal.services.report_terms import Heading, ReportTerms
from portal.services.report_writing import Save
from tests import factories as make
from tests import reports

TERMS = ReportTerms(["psea", "incidents"], [Heading("performance", 60), Heading("value", 100)])


@pytest.fixture
def by(app):
    return make.actor(Role.PROCUREMENT_OFFICER)


@pytest.fixture
def draft(app):
    return make.contract(state=ContractState.DRAFT)


def test_the_reports_hold_what_the_draft_fixed(draft, by):
    report_terms.save(draft, TERMS, draft.version, by, make.NOON)
    made = Contract.get_by_id(draft.id)
    monitoring.make_periods(made, make.NOON)
    codes = [each.code for each in report_sections.lines(reports.report(made))]
    assert codes == ["indicators", "incidents", "psea", "performance", "value", "expenditure"]
    assert Event.get(Event.name == "contract.reporting_changed").facts == {}


def test_more_words_than_agreed_are_told_at_the_text(draft, by):
    report_terms.save(draft, TERMS, draft.version, by, make.NOON)
    made = Contract.get_by_id(draft.id)
    monitoring.make_periods(made, make.NOON)
    owner = accounts.actor_of(make.team(made.partner)[0])
    report = reports.report(made)
    save = Save(owner, reports.APRIL, 1)
    monitoring.save_narrative(report, "performance", "word " * 61, save)
    told = {each.field: (each.rule, each.facts) for each in report_sections.problems(report)}
    assert told["performance#text"] == ("narrative_too_long", {"words": 61, "most": 60})


@pytest.mark.parametrize(
    ("headings", "rule"),
    [
        ([], "headings_none"),
        ([Heading("performance", 20)], "heading_words"),
        (
            [
                Heading(code, 100)
                for code in ("value", "visibility", "coordination", "environment")
            ],
            "headings_extra_many",
        ),
    ],
)
def test_a_narrative_that_makes_no_sense_is_refused(draft, by, headings, rule):
    with pytest.raises(RuleBroken, match=rule):
        report_terms.save(draft, ReportTerms([], headings), draft.version, by, make.NOON)
    assert Contract.get_by_id(draft.id).report_headings == []


def test_only_procurement_changes_a_draft_and_two_are_told(draft, by):
    with pytest.raises(NotAllowed):
        report_terms.save(draft, TERMS, 1, make.actor(Role.PROGRAMME_OFFICER), make.NOON)
    report_terms.save(draft, TERMS, draft.version, by, make.NOON)
    with pytest.raises(Conflict):
        report_terms.save(draft, TERMS, draft.version, by, make.NOON)
    signed = make.contract(state=ContractState.IN_FORCE)
    with pytest.raises(WrongState):
        report_terms.save(signed, TERMS, signed.version, by, make.NOON)
