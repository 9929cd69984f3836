"""Eligibility, declarations and budget: saved while they are filled in, with a history."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from portal import db
from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.call_terms import AnswerKind, PassingRule
from portal.domain.lifecycle import CallState
from portal.models import (
    BudgetLine,
    Call,
    DraftVersion,
    EligibilityQuestion,
    Event,
    Proposal,
    SignIn,
)
from portal.services import clock, proposal_drafts
from tests import factories

pytestmark = pytest.mark.both_databases

SCRIPT = {"HX-Request": "true"}
ROW = {"category": "staff", "description": "Nurses", "unit": "person", "quantity": "2"}
ROW |= {"unit_cost": "1000", "months": "10", "share": "100", "own": "cash"}


@pytest.fixture
def draft(app):
    call = factories.call(CallState.PUBLISHED)
    EligibilityQuestion.create(
        call=call,
        position=2,
        text="For how many years?",
        kind=AnswerKind.NUMBER,
        passing=PassingRule.AT_LEAST,
        figure=3,
    )
    return factories.proposal(call, factories.partner("Association Amal"), eligibility={})


@pytest.fixture
def amina(app, draft):
    return browser(app, draft, *PARTNER_ROLES, name="Amina")


@pytest.fixture
def badr(app, draft):
    return browser(app, draft, Role.PARTNER_EDITOR, name="Badr")


def browser(app, draft, *roles, name):
    person = factories.person(*roles, partner=draft.partner, name=name)
    return factories.sign_in(app.test_client(), person)


def at(draft, rest=""):
    return f"/proposals/{draft.id}/{rest}"


def budget(version=1, indirect="", **more):
    typed = {f"lines-0-{name}": value for name, value in {**ROW, **more}.items()}
    return {**typed, "indirect": indirect, "version": str(version)}


def eligible(version=1, first="yes", years="5"):
    return {"question_1": first, "question_2": years, "version": str(version)}


def declared(count, version=1):
    codes = list(proposal_drafts.declarations())[:count]
    return {"ticked": codes, "version": str(version)}


def types(client, draft, section, data, **more):
    """What the script sends after a pause in the typing."""
    return client.post(at(draft, f"{section}/autosave"), data=data, headers={**SCRIPT, **more})


def said(draft, section):
    now = Proposal.get_by_id(draft.id)
    if section == "budget":
        lines = BudgetLine.select().where(BudgetLine.proposal == draft)
        return [(each.description, each.unit_cost) for each in lines]
    return proposal_drafts.ticked(now) if section == "declarations" else now.eligibility


WAYS = {
    "budget": (budget, {}, {"description": "Doctors"}),
    "eligibility": (eligible, {}, {"years": "6"}),
    "declarations": (declared, {"count": 1}, {"count": 2}),
}
every_section = pytest.mark.parametrize("section", WAYS)


def typed(section, version=1, *, other=False):
    make, first, second = WAYS[section]
    return make(version=version, **(second if other else first))


@every_section
def test_a_section_is_saved_while_it_is_filled_in_and_tells_the_servers_time(
    amina, draft, section
):
    answer = types(amina, draft, section, typed(section))
    assert answer.status_code == 200
    assert re.search(r"Saved \d\d:\d\d \(Casablanca", answer.text)
    assert re.search(r'name="version"\s+value="2"', answer.text)
    assert "<html" not in answer.text
    page = amina.get(at(draft, section)).text
    assert f'hx-post="{at(draft, section)}/autosave"' in page
    assert "by Amina, version 2" in page
    assert "style=" not in page


@every_section
def test_two_who_fill_a_section_in_are_told_and_nothing_is_overwritten(
    amina, badr, draft, section
):
    types(badr, draft, section, typed(section, other=True))
    before = said(draft, section)
    late = types(amina, draft, section, typed(section))
    assert late.status_code == 409
    assert "a colleague saved this section meanwhile" in late.text
    assert said(draft, section) == before
    page = amina.post(at(draft, section), data=typed(section))
    assert page.status_code == 409
    assert "Saved meanwhile by somebody else" in page.text
    assert said(draft, section) == before
    again = amina.post(at(draft, section), data=typed(section, 2))
    assert again.status_code == 303
    assert said(draft, section) != before


@every_section
def test_what_comes_twice_on_a_bad_line_is_saved_once(amina, draft, section):
    types(amina, draft, section, typed(section))
    answer = types(amina, draft, section, typed(section))
    assert answer.status_code == 200
    assert re.search(r'name="version"\s+value="2"', answer.text)


@every_section
def test_pauses_in_typing_are_one_version_and_one_event(amina, draft, section):
    before = Event.select().count()
    types(amina, draft, section, typed(section))
    types(amina, draft, section, typed(section, 2, other=True))
    assert Event.select().count() == before + 1
    assert DraftVersion.select().where(DraftVersion.section == section).count() == 1


@every_section
def test_an_ended_session_is_told_with_the_way_back_and_changes_nothing(amina, draft, section):
    before = said(draft, section)
    SignIn.update(revoked_at=clock.now()).execute()
    here = {"HX-Current-URL": f"http://localhost{at(draft, section)}"}
    answer = types(amina, draft, section, typed(section), **here)
    assert answer.status_code == 401
    assert f"/sign-in?next={at(draft, section)}" in answer.text
    assert said(draft, section) == before


@every_section
def test_after_the_deadline_the_refusal_is_told_to_the_script(amina, draft, section):
    before = said(draft, section)
    past = db.read_clock() - timedelta(seconds=1)
    Call.update(deadline=past).where(Call.id == draft.call_id).execute()
    answer = types(amina, draft, section, typed(section))
    assert answer.status_code in {409, 422}
    assert "deadline" in answer.text
    assert said(draft, section) == before


@pytest.mark.parametrize(
    ("section", "data"),
    [
        ("budget", budget(unit_cost="much")),
        ("budget", budget(description="")),
        ("eligibility", eligible(years="some")),
    ],
)
def test_what_is_half_typed_is_told_and_nothing_of_it_saved(amina, draft, section, data):
    before = said(draft, section)
    answer = types(amina, draft, section, data)
    assert answer.status_code == 422
    assert "to be corrected first" in answer.text
    assert said(draft, section) == before


def test_a_budget_too_large_to_keep_is_told_in_its_words(amina, draft):
    answer = types(amina, draft, "budget", budget(quantity="999999", unit_cost="999999999"))
    assert answer.status_code == 422
    assert "Not saved:" in answer.text


def test_the_saved_budget_is_added_up_anew_beside_what_is_typed(amina, draft):
    answer = types(amina, draft, "budget", budget(indirect="50", share="75", own="kind"))
    assert answer.text.count('hx-swap-oob="true"') == 2
    assert "To correct before submitting" in answer.text
    assert "22,500" in answer.text
    assert "Own contribution" in answer.text


def test_an_answer_that_does_not_pass_is_told_while_it_is_given(amina, draft):
    answer = types(amina, draft, "eligibility", eligible(years="1"))
    assert "cannot be judged as it stands" in answer.text
    assert answer.text.count("The saved answer does not pass.") == 1
    passes = types(amina, draft, "eligibility", eligible(2))
    assert "does not pass" not in passes.text


@every_section
def test_an_earlier_version_of_a_section_is_compared_and_brought_back(
    amina, badr, draft, section
):
    types(amina, draft, section, typed(section))
    old = said(draft, section)
    types(badr, draft, section, typed(section, 2, other=True))
    page = amina.get(at(draft, f"team/{section}")).text
    address = re.search(r'href="([^"]*/versions/[^"]+)"', page)[1]
    compared = amina.get(address)
    assert compared.status_code == 200
    assert "What stands now" in compared.text
    assert amina.post(address, data={"version": 2}).status_code == 409
    assert amina.post(address, data={"version": 3}).status_code == 303
    assert said(draft, section) == old
    last = Event.select().order_by(Event.id.desc()).first()
    assert (last.name, last.facts) == ("proposal.restored", {"part": section})


def test_a_budget_comes_back_with_its_shares_and_indirect_costs(amina, badr, draft):
    types(amina, draft, "budget", budget(indirect="6.5", share="75.5", own="kind"))
    types(badr, draft, "budget", budget(2, description="Doctors"))
    kept = DraftVersion.get(DraftVersion.version == 2)
    assert "75.5" in amina.get(at(draft, f"versions/{kept.id}")).text
    amina.post(at(draft, f"versions/{kept.id}"), data={"version": 3})
    line, indirect = BudgetLine.select().order_by(BudgetLine.position)
    assert (line.description, line.share, line.own.value) == ("Nurses", Decimal("75.5"), "kind")
    assert indirect.quantity == Decimal("0.065")


def test_a_budget_of_before_histories_were_kept_is_kept_when_it_is_changed(amina, badr, draft):
    amina.post(at(draft, "budget"), data=budget())
    DraftVersion.delete().execute()
    types(badr, draft, "budget", budget(2, description="Doctors"))
    kept = DraftVersion.select().order_by(DraftVersion.version)
    said = [each.content["lines"][0]["description"] for each in kept]
    assert said == ["Nurses", "Doctors"]


def test_another_partner_saves_nothing(app, draft):
    other = factories.person(*PARTNER_ROLES, partner=factories.partner())
    stranger = factories.sign_in(app.test_client(), other)
    for section in WAYS:
        assert types(stranger, draft, section, typed(section)).status_code == 403
