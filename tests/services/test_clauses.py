"""The clause library in versions, and what contracts take from it."""

from datetime import date, timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.clauses import Trait
from portal.domain.errors import (
    Conflict,
    NotAllowed,
    RuleBroken,
    RulesBroken,
    WrongState,
)
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.lifecycle_contracts import ClauseState, DeviationState
from portal.models import ClauseVersion, ContractClause, ContractDeviation, Event
from portal.services import clause_library as clauses
from portal.services import (
    contract_clauses,
    contract_deviations,
    contract_text,
    contracts,
    data_map,
)
from portal.services import contract_drafting as drafting
from tests import factories as make
from tests.factories import NOON

TODAY = NOON.date()
LATER = NOON + timedelta(days=10)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def legal():
    return make.actor(Role.LEGAL_OFFICER)


@pytest.fixture
def officer():
    return make.actor(Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def procurement():
    return make.actor(Role.PROCUREMENT_OFFICER)


def held(code, on=TODAY):
    return next((each for each in clauses.current(on) if each.code == code), None)


def draft_of(code, **changes):
    """The next version of a clause of the house, with some columns changed."""
    version = clauses.newest(code)
    columns = {name: getattr(version, name) for name in clauses.COLUMNS}
    valid_from = changes.pop("valid_from", TODAY)
    return clauses.Draft({**columns, **changes}, valid_from, "Because.")


def fresh(**changes):
    columns = {
        "part": "general",
        "titles": {"en": "New", "fr": "Nouvelle"},
        "texts": {"en": "New words.", "fr": "Mots nouveaux."},
        "checks": {},
        "parameters": [],
        "applies": [],
        "principles": [],
        "mandatory": True,
        "owner": Role.LEGAL_OFFICER,
        "answers": None,
        "replaces": "",
    }
    return clauses.Draft({**columns, **changes}, TODAY, "Because.")


def both(text):
    return {"en": text, "fr": text}


def contract(by, **facts):
    call = make.call(CallState.AWARDED, awarded_at=NOON, **facts)
    award = make.proposal(call, state=ProposalState.AWARDED)
    return drafting.assemble(award, by, NOON)


def codes(made):
    return [each.code for each in contracts.full(made).clauses]


def problems(made):
    found = contracts.problems(contracts.full(contracts.by_slug(made.slug)))
    return [(each.rule, each.facts.get("code")) for each in found]


def test_the_library_of_the_house_keeps_its_own_rules():
    every = clauses.current(TODAY)
    assert len(every) == 61
    for each in every:
        draft = draft_of(each.code)
        clauses._require_right(each.code, draft.columns)
        assert set(each.texts) == set(each.titles) == {"en", "fr"}
        assert not each.principles or (each.answers and set(each.checks) == {"en", "fr"})


def test_every_principle_is_answered_by_a_clause():
    for language in ("en", "fr"):
        found = data_map.of_library(language, TODAY)
        assert [each.number for each in found] == list(range(1, 14))
        assert all(each.rows for each in found)
        assert all(row.check and row.answers for each in found for row in each.rows)


def test_a_version_holds_once_a_second_person_approved_it(legal, officer):
    made = clauses.write("C22", draft_of("C22", texts=both("Paid.")), 1, legal, NOON)
    assert held("C22").version == 1
    with pytest.raises(NotAllowed):
        clauses.approve(made, legal, NOON)
    clauses.approve(made, officer, NOON)
    assert (held("C22").version, held("C22").texts["en"]) == (2, "Paid.")
    assert held("C22", TODAY - timedelta(days=1)).version == 1
    assert [each.version for each in clauses.history("C22")] == [2, 1]
    assert [event.name for event in Event.select().order_by(Event.id)] == [
        "clause.written",
        "clause.approved",
    ]


def test_a_declined_version_changes_nothing_and_the_next_may_be_written(legal, officer):
    made = clauses.write("C22", draft_of("C22", texts=both("Paid.")), 1, legal, NOON)
    with pytest.raises(RuleBroken, match="clause_comment"):
        clauses.decline(made, " ", officer, NOON)
    clauses.decline(made, "Too short.", officer, NOON)
    assert held("C22").version == 1
    with pytest.raises(WrongState):
        clauses.approve(made, officer, NOON)
    again = clauses.write("C22", draft_of("C22", texts=both("Paid now.")), 2, legal, NOON)
    assert (again.version, again.state) == (3, ClauseState.WAITING)


def test_a_second_writer_gets_both_texts_and_a_waiting_version_is_decided_first(
    legal, procurement
):
    clauses.write("C22", draft_of("C22", texts=both("First.")), 1, legal, NOON)
    with pytest.raises(Conflict) as refused:
        clauses.write("C22", draft_of("C22", texts=both("Second.")), 1, procurement, NOON)
    assert refused.value.theirs["text_en"] == "First."
    with pytest.raises(RuleBroken, match="clause_waits"):
        clauses.write("C22", draft_of("C22", texts=both("Second.")), 2, procurement, NOON)
    assert ClauseVersion.select().count() == 1


def test_a_circle_of_references_is_refused_and_nothing_is_kept(legal):
    text = "As clause {E01} says. {retention_years} {amount}"
    with pytest.raises(RulesBroken) as refused:
        clauses.write("C08", draft_of("C08", texts=both(text), parameters=[]), 1, legal, NOON)
    told = {each.rule: each.facts for each in refused.value.broken}
    arrow = " \N{RIGHTWARDS ARROW} "
    assert told["clause_circle"]["path"] == arrow.join(("C08", "E01", "C08"))
    assert told["clause_place_unknown"]["name"] == "retention_years"
    assert ClauseVersion.select().count() == 0


def test_two_versions_that_wait_make_no_circle_together(legal, officer, procurement):
    clauses.add("C90", fresh(texts=both("See {C05}.")), legal, NOON)
    with pytest.raises(RulesBroken):
        clauses.write("C05", draft_of("C05", texts=both("See {C90}.")), 1, procurement, NOON)


def test_a_code_that_is_taken_is_refused(legal):
    with pytest.raises(RuleBroken, match="clause_code_taken"):
        clauses.add("C01", fresh(), legal, NOON)


def test_a_clause_out_of_use_leaves_the_library_and_contracts_keep_it(
    legal, officer, procurement
):
    before = contract(procurement)
    clauses.approve(clauses.retire(clauses.newest("C35"), fresh(), legal, NOON), officer, NOON)
    made = clauses.retire(clauses.newest("C20"), fresh(), legal, NOON)
    assert held("C20")
    clauses.approve(made, officer, NOON)
    assert held("C20") is None
    assert "C20" not in codes(contract(procurement))
    assert "C20" in codes(before)
    assert problems(before) == []


def test_a_clause_that_replaces_another_takes_its_place(legal, officer, procurement):
    clauses.approve(clauses.add("C91", fresh(replaces="C20"), legal, NOON), officer, NOON)
    assert held("C20") is None
    made = codes(contract(procurement))
    assert "C91" in made
    assert "C20" not in made


def test_a_contract_keeps_the_version_it_was_assembled_from(legal, officer, procurement):
    made = contract(procurement)
    version = clauses.write("C21", draft_of("C21", texts=both("Free.")), 1, legal, NOON)
    clauses.approve(version, officer, NOON)
    row = drafting.clause_of(made, "C21")
    assert row.text != "Free."
    assert problems(made) == []
    assert drafting.clause_of(contract(procurement), "C21").text == "Free."
    assert {use.library_version for use in clauses.uses("C21")} == {"1", "2"}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"special_categories": ["health"]}, "D18"),
        ({"children_data": True}, "E03"),
        ({"data_transfers": True}, "D20"),
        ({"services": ["cash_vouchers"]}, "C31"),
        ({"currency": "USD"}, "C33"),
    ],
)
def test_a_clause_comes_in_where_the_call_says_so(procurement, facts, code):
    assert code in codes(contract(procurement, **facts))
    assert code not in codes(contract(procurement))


def test_a_partner_from_another_country_has_its_own_clause(procurement):
    call = make.call(CallState.AWARDED, awarded_at=NOON)
    award = make.proposal(call, make.partner(country="FR"), ProposalState.AWARDED)
    assert "C34" in codes(drafting.assemble(award, procurement, NOON))


def test_what_a_contract_involves_can_be_added_and_taken_back(procurement):
    made = contract(procurement)
    contract_clauses.set_traits(made, [Trait.CONSTRUCTION], 1, procurement, NOON)
    now = contracts.by_slug(made.slug)
    assert "C32" in codes(now)
    assert "{" not in drafting.clause_of(now, "C32").text
    with pytest.raises(Conflict):
        contract_clauses.set_traits(made, [], 1, procurement, NOON)
    contract_clauses.set_traits(now, [], now.version, procurement, NOON)
    assert "C32" not in codes(contracts.by_slug(made.slug))
    assert Trait.NATIONAL_PARTNER in contracts.by_slug(made.slug).traits
    assert problems(made) == []


def test_a_clause_with_an_unset_parameter_keeps_the_contract_back(procurement):
    made = contract(procurement)
    contract_clauses.take_in(drafting.clause_of(made, "C35"), procurement, NOON)
    assert problems(made) == [("clause_unset", "C35")]
    with pytest.raises(RulesBroken):
        contracts.send(made, procurement, NOON)
    row = drafting.clause_of(made, "C35")
    with pytest.raises(RuleBroken, match="clause_value"):
        contract_clauses.save_values(
            row, {"services_start": "soon"}, row.version, procurement, NOON
        )
    day = {"services_start": "2027-03-01"}
    contract_clauses.save_values(row, day, row.version, procurement, NOON)
    assert "from 1 March 2027 on" in drafting.clause_of(made, "C35").text
    assert problems(made) == []


def test_a_value_that_holds_a_placeholder_is_printed_as_it_is(procurement):
    made = contract(procurement)
    row = drafting.clause_of(made, "C36")
    contract_clauses.take_in(row, procurement, NOON)
    row = drafting.clause_of(made, "C36")
    typed = {"donor_conditions": "{amount}\n{{ 7 * 7 }}\n{C01}"}
    contract_clauses.save_values(row, typed, row.version, procurement, NOON)
    text = drafting.clause_of(made, "C36").text
    assert "{amount}, {{ 7 * 7 }} and {C01}" in text
    assert problems(made) == []


def test_numbers_of_references_follow_the_clauses_that_stand(procurement):
    made = contract(procurement)
    assert "as clause 8 says" in drafting.clause_of(made, "E01").text
    contract_clauses.leave_out(drafting.clause_of(made, "C02"), procurement, NOON)
    assert "as clause 7 says" in drafting.clause_of(made, "E01").text
    contract_clauses.leave_out(drafting.clause_of(made, "C08"), procurement, NOON)
    assert ("clause_reference_lost", "E01") in problems(made)


def test_a_softer_figure_in_a_mandatory_clause_is_a_deviation(procurement):
    made = contract(procurement)
    row = drafting.clause_of(made, "D11")
    assert "within 24 hours" in row.text
    contract_clauses.save_values(row, {"breach_hours": "72"}, 1, procurement, NOON)
    assert "within 72 hours" in drafting.clause_of(made, "D11").text
    assert problems(made) == [("clause_altered", "D11")]


def test_a_deviation_needs_a_reason_and_an_officer_who_did_not_ask(procurement, officer):
    made = contract(procurement)
    row = drafting.clause_of(made, "C21")
    with pytest.raises(RuleBroken, match="deviation_none"):
        contract_deviations.ask(row, "No need.", procurement, NOON)
    drafting.save_clause(row, "Free.", 1, procurement, NOON)
    with pytest.raises(RuleBroken, match="deviation_reason"):
        contract_deviations.ask(row, " ", procurement, NOON)
    asked = contract_deviations.ask(row, "The law asks for it.", procurement, NOON)
    assert problems(made) == [("clause_altered", "C21")]
    with pytest.raises(NotAllowed):
        contract_deviations.approve(asked, "", procurement, NOON)
    contract_deviations.approve(asked, "Agreed.", officer, LATER)
    assert problems(made) == []
    assert (asked.state, asked.decided_by_id) == (DeviationState.APPROVED, officer.person_id)
    contracts.send(made, procurement, LATER)


def test_an_approval_is_for_those_words_and_no_others(procurement, officer):
    made = contract(procurement)
    row = drafting.clause_of(made, "C21")
    drafting.save_clause(row, "Free.", 1, procurement, NOON)
    asked = contract_deviations.ask(row, "The law.", procurement, NOON)
    drafting.save_clause(row, "Free as a bird.", 2, procurement, NOON)
    with pytest.raises(RuleBroken, match="deviation_changed"):
        contract_deviations.approve(asked, "", officer, NOON)
    again = contract_deviations.ask(row, "The law.", procurement, NOON)
    assert ContractDeviation.get_by_id(asked.id).state is DeviationState.DROPPED
    contract_deviations.approve(again, "", officer, NOON)
    assert problems(made) == []
    drafting.save_clause(row, "Free as air.", 3, procurement, NOON)
    assert problems(made) == [("clause_altered", "C21")]


def test_a_declined_deviation_leaves_the_draft_with_procurement(procurement, officer):
    made = contract(procurement)
    contract_clauses.leave_out(drafting.clause_of(made, "D11"), procurement, NOON)
    assert ("clause_left_out", "D11") in problems(made)
    asked = contract_deviations.ask(
        drafting.clause_of(made, "D11"), "Heavy.", procurement, NOON
    )
    with pytest.raises(RuleBroken, match="contract_comment"):
        contract_deviations.decline(asked, "", officer, NOON)
    contract_deviations.decline(asked, "Breaches have to be told.", officer, NOON)
    with pytest.raises(RulesBroken):
        contracts.send(made, procurement, NOON)
    contract_clauses.take_in(drafting.clause_of(made, "D11"), procurement, NOON)
    assert problems(made) == []


def test_my_work_names_versions_and_deviations_to_decide(procurement, legal, officer):
    made = contract(procurement)
    row = drafting.clause_of(made, "C21")
    drafting.save_clause(row, "Free.", 1, procurement, NOON)
    contract_deviations.ask(row, "The law.", procurement, NOON)
    clauses.write("C22", draft_of("C22", texts=both("Paid.")), 1, legal, NOON)
    assert [item.word for item in contract_deviations.work_items(legal, NOON)] == [
        "work.decide_deviation"
    ]
    assert contract_deviations.work_items(procurement, NOON) == []
    assert [item.word for item in clauses.work_items(officer, NOON)] == ["work.decide_clause"]
    assert clauses.work_items(legal, NOON) == []


def test_a_clause_from_before_versions_is_read_as_version_one(procurement):
    made = contract(procurement)
    old = {"template": "", "parameters": [], "library_version": "2026-1"}
    ContractClause.update(**old).where(ContractClause.contract == made).execute()
    assert problems(made) == []
    terms = drafting.Terms(date(2027, 3, 1), date(2027, 8, 31), ((100, "End."),))
    drafting.save_terms(made, terms, 1, procurement, NOON)
    assert "1 March 2027 to 31 August 2027" in drafting.clause_of(made, "C04").text


def test_the_map_of_a_contract_holds_its_own_values(procurement):
    made = contract(procurement)
    row = drafting.clause_of(made, "D11")
    contract_clauses.save_values(row, {"breach_hours": "12"}, 1, procurement, NOON)
    whole = contracts.full(contracts.by_slug(made.slug))
    security = next(each for each in contract_text.map_of(whole, "en") if each.number == 8)
    found = next(each for each in security.rows if each.code == "D11")
    assert found.deviates
    assert {field.name: field.value for field in found.fields}["breach_hours"] == "12"


def test_general_conditions_follow_the_last_clause_that_is_of_this_contract_alone(procurement):
    made = contract(procurement)
    parts = contract_text.whole(made)
    numbers = {each.code: number for number, each in enumerate(parts.clauses, 1)}
    assert contract_text.first_general(parts) == numbers["C10"]
    row = drafting.clause_of(made, "C26")
    ContractClause.update(text="Other words.").where(ContractClause.id == row.id).execute()
    assert contract_text.first_general(contract_text.whole(made)) == numbers["C27"]
    ContractClause.update(given={"talks_days": "45"}).where(
        (ContractClause.contract == made) & (ContractClause.code == "C28")
    ).execute()
    assert contract_text.first_general(contract_text.whole(made)) == numbers["C29"]


def test_a_contract_without_clauses_after_its_own_is_not_divided(procurement):
    made = contract(procurement)
    ContractClause.update(left_out=True).where(
        (ContractClause.contract == made) & (ContractClause.code > "C09")
    ).execute()
    assert contract_text.first_general(contract_text.whole(made)) == 0
