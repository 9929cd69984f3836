"""The portfolio: what stands in it, in which order, and what it costs."""

from datetime import UTC, date, datetime

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.lifecycle import CallState, ContractState
from portal.domain.report_specs import Finding
from portal.models import (
    ActionPoint,
    Actual,
    Contract,
    Event,
    Expenditure,
    Report,
    ReportPart,
    Site,
)
from portal.services import (
    centres,
    contract_donor,
    contract_pictures,
    contract_standards,
    portfolio,
    portfolio_map,
)
from portal.services.portfolio import Wanted
from tests import counting, pictured
from tests import factories as make

NOW = datetime(2026, 5, 15, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _portal(app):
    """Every test has an empty portal."""


def listed(**wanted):
    found = portfolio.page(Wanted(**wanted), NOW)
    assert found.count == len(found.rows) or found.after
    return [each.contract.id for each in found.rows]


def test_what_is_longest_overdue_stands_first_then_what_ends_first():
    later = pictured.contract((90, 20_000), ends_on=date(2027, 1, 31))
    sooner = pictured.contract((90, 20_000))
    late = pictured.contract()
    later_still = pictured.contract()
    Report.update(due_on=date(2026, 4, 1)).where(
        (Report.contract == later_still) & (Report.number == 1)
    ).execute()
    assert listed() == [later_still.id, late.id, sooner.id, later.id]
    first = portfolio.page(Wanted(), NOW).rows[0]
    assert (first.late, first.late_since) == (1, date(2026, 4, 1))


def test_a_contract_that_never_came_into_force_is_not_in_the_portfolio():
    make.contract(state=ContractState.DRAFT)
    assert listed() == []


def test_money_and_progress_count_accepted_reports_alone():
    contract = pictured.contract((90, 20_000), (110, 33_500))
    third = Report.get(contract=contract, number=3)
    Actual.update(total=999).where(Actual.report == third).execute()
    Expenditure.update(amount=999).where(Expenditure.report == third).execute()
    Report.update(state="submitted").where(Report.id == third.id).execute()
    figures = portfolio.page(Wanted(), NOW).rows[0].figures
    assert (figures.spent, figures.budget, figures.burned) == (53_500, 107_000, 50)
    assert figures.progress == 50


def test_each_filter_keeps_what_fits():
    call = make.call(
        CallState.AWARDED, centre=make.centre(country="KH"), services=["health.care"]
    )
    abroad = pictured.contract(call=call, donor="EU")
    pictured.contract(donor="Norway")
    asked = {
        "country": "KH",
        "centre": abroad.call.centre.slug,
        "partner": str(abroad.partner_id),
        "donor": "EU",
        "service": "health.care",
    }
    for name, value in asked.items():
        assert listed(**{name: value}) == [abroad.id]
    assert listed(country="KH", donor="Norway") == []
    assert listed(partner="no key") == []
    offered = portfolio.choices()
    assert offered.countries == ["KH", "MA"]
    assert offered.donors == ["EU", "Norway"]
    assert offered.services == {"health.care", "accommodation"}


def test_the_number_of_queries_is_the_same_for_one_row_and_for_many():
    def count():
        with counting.queries() as sent:
            shown = portfolio.page(Wanted(), NOW).rows
            told = [
                (r.contract.call.centre.name, r.contract.partner.name, r.contract.lot.title)
                for r in shown
            ]
            portfolio.choices()
            portfolio_map.pins(Wanted(), NOW)
        return len(told), len(sent)

    pictured.contract((90, 20_000))
    one = count()
    for _ in range(3):
        pictured.contract((90, 20_000))
    many = count()
    assert (one[0], many[0]) == (1, 4)
    assert one[1] == many[1]


def test_pages_follow_each_other(monkeypatch):
    monkeypatch.setattr(portfolio, "SIZE", 2)
    for _ in range(3):
        pictured.contract((90, 20_000))
    first = portfolio.page(Wanted(), NOW)
    second = portfolio.page(Wanted(number=first.after), NOW)
    assert [first.before, first.after, second.before, second.after] == [0, 2, 1, 0]
    assert len(first.rows) == 2
    assert not {r.contract.id for r in first.rows} & {r.contract.id for r in second.rows}


def test_a_programme_officer_names_the_donor_and_nobody_else():
    contract = pictured.contract()
    officer = make.actor(Role.PROGRAMME_OFFICER)
    contract_donor.name(contract, "  EU  ", officer, NOW)
    assert Contract.get_by_id(contract.id).donor == "EU"
    assert contract_donor.known() == ["EU"]
    assert Event.get(Event.name == "contract.donor_named").facts == {}
    with pytest.raises(NotAllowed):
        contract_donor.name(contract, "X", make.actor(Role.FINANCE_OFFICER), NOW)


def test_sites_stand_on_the_map_where_their_place_is_known():
    contract = pictured.contract()
    centre = contract.call.centre
    Site.create(centre=centre, position=2, city="Oujda", kind="apartments", places=8)
    officer = make.actor(Role.PROGRAMME_OFFICER)
    rabat = Site.get(Site.city == "Rabat")
    centres.place(centre, {str(rabat.id): (34.02, -6.84)}, centre.version, officer, NOW)
    first, second = portfolio_map.pins(Wanted(), NOW)
    assert (first.site.city, first.number, first.late) == ("Rabat", 1, 1)
    assert [each.id for each in first.contracts] == [contract.id]
    assert (second.site.city, second.number, second.contracts) == ("Oujda", 0, [])


def test_half_a_place_and_a_site_of_another_centre_are_refused():
    centre, other = make.centre(), make.centre()
    officer = make.actor(Role.PROGRAMME_OFFICER)
    own, foreign = Site.get(centre=centre), Site.get(centre=other)
    with pytest.raises(RuleBroken, match="place_half"):
        centres.place(centre, {str(own.id): (34, None)}, 1, officer, NOW)
    with pytest.raises(NotFound):
        centres.place(centre, {str(foreign.id): (34, -6)}, 1, officer, NOW)
    assert Site.get_by_id(own.id).latitude is None


def test_a_late_action_point_counts_as_overdue_beside_late_reports():
    quiet, busy = pictured.contract((90, 20_000)), pictured.contract((90, 20_000))
    given = {"contract": busy, "partner": busy.partner, "text": "Repair the door."}
    who = make.person(Role.PARTNER_OWNER, partner=busy.partner)
    ActionPoint.create(
        **given,
        reference="A-1",
        number=1,
        owner=who,
        author=who,
        due_on=date(2026, 4, 2),
        created_at=make.NOON,
    )
    assert listed() == [busy.id, quiet.id]
    row = portfolio.page(Wanted(), NOW).rows[0]
    assert (row.late, row.late_actions, row.late_since) == (0, 1, date(2026, 4, 2))


def test_standards_over_time_tell_the_worst_of_the_sites():
    contract = pictured.contract((90, 20_000))
    reports = contract_pictures.periods(contract)
    assert contract_standards.over_time(contract, reports, "en") == []
    checks = [{"key": "S01@a", "finding": "met"}, {"key": "S01@b", "finding": "partly"}]
    part = {"content": {"tables": {"checks": checks}}, "saved_at": make.NOON}
    ReportPart.insert(report=reports[0], code="standards", **part).on_conflict(
        conflict_target=[ReportPart.report, ReportPart.code], update=part
    ).execute()
    line = contract_standards.over_time(contract, reports, "en")[0]
    assert line.name.startswith("S01 ")
    assert line.findings == [Finding.PARTLY, None, None, None]
