"""Amendments of a contract: by kind, through their approvals and signatures, into force."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.domain.actions import Role
from portal.domain.amendments import AmendmentKind
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import ContractState, ReportState
from portal.domain.lifecycle_amendments import AmendmentState
from portal.models import (
    ContractAmendment,
    ContractDeviation,
    Document,
    Effect,
    Event,
    Expenditure,
    Grant,
    Instalment,
    Mandate,
)
from portal.services import amendment_approvals, amendment_checks, amendments, contract_text
from portal.services.amendment_plan import plan
from portal.services.contract_signatures import Consent
from tests import factories as make
from tests.amended import BEFORE_END, House, extension, quick_passwords
from tests.factories import PASSWORD

K, S = AmendmentKind, AmendmentState
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house(app, monkeypatch):
    quick_passwords(monkeypatch)
    return House()


def broken(attempt):
    with pytest.raises(RulesBroken) as kept:
        attempt()
    return [each.rule for each in kept.value.broken]


def mails(template):
    rows = Effect.select().where(Effect.kind == "mail")
    return [row.payload["to"] for row in rows if row.payload["template"] == template]


def targets(report):
    return [each.target for each in report.actuals]


def test_an_extension_needs_the_head_alone_and_adds_periods_in_the_same_step(house):
    one = house.start(**extension())
    house.send(one)
    assert list(house.waiting(one)) == ["head"]
    house.agree(one, "head")
    assert house.find(one).state is S.OFFERED
    house.sign(one)
    assert house.now().ends_on == date(2026, 12, 31)
    house.countersign(one)
    assert house.now().ends_on == date(2027, 3, 31)
    assert "31 March 2027, that is 15 months" in clause(house, "C04")
    assert Document.get(Document.kind == "amendment").number.endswith("-A1-EN")
    assert house.person(house.signatory).email in mails("amendment_in_force")
    assert "amendment.in_force" in {each.name for each in Event.select()}


def test_an_extension_leaves_the_periods_that_there_are_and_spreads_what_is_left(house):
    house.file(1)
    before = [(each.number, each.due_on) for each in house.reports()]
    house.in_force(house.start(**extension()))
    after = house.reports()
    assert [(each.number, each.due_on) for each in after[:3]] == before[:3]
    assert [(each.due_on - each.ends_on).days for each in after[3:]] == [30, 60]
    assert [targets(each) for each in after] == [[100], [75], [75], [75], [75]]
    assert [each.expenditures.count() for each in after] == [2] * 5


def clause(house, code):
    return next(each.text for each in house.whole().clauses if each.code == code)


def test_a_budget_change_within_the_percentage_needs_the_head_alone(house):
    amounts = [each.amount for each in house.whole().budget]
    first, second = [each.category for each in house.whole().budget][:2]
    house.file(1, spent=10)
    five = sum(amounts) / 20
    changed = house.budget(**{first: str(amounts[0] - five), second: str(amounts[1] + five)})
    one = house.agreed(house.start(K.BUDGET, budget=changed))
    assert [each.kind for each in one.approvals] == ["head"]
    house.sign(one)
    house.countersign(one)
    assert house.whole().budget[0].amount == amounts[0] - five
    assert house.now().amount == sum(amounts)
    rows = Expenditure.select().where(Expenditure.category == first)
    budgets = {each.report.number: each.budget for each in rows}
    assert budgets == {1: amounts[0], **dict.fromkeys((2, 3, 4), amounts[0] - five)}


def test_more_than_the_percentage_needs_legal_review_and_instalments_that_add_up(house):
    amount = house.now().amount
    first = house.whole().budget[0]
    more = house.budget(**{first.category: str(first.amount + amount / 5)})
    one = house.start(K.BUDGET, budget=more)
    assert "amendment_instalments" in broken(lambda: house.send(one))
    house.save(one, instalments=house.payments(amount + amount / 5))
    house.send(one)
    assert list(house.waiting(one)) == ["legal"]
    house.agree(one, "legal")
    house.agree(one, "head")
    house.sign(one)
    house.countersign(one)
    whole = house.whole()
    assert whole.contract.amount == sum(each.amount for each in whole.budget)
    assert [(each.percent, each.amount) for each in whole.instalments] == [
        (100, whole.contract.amount)
    ]
    assert contract_text.print_of(whole) != whole.contract.fingerprint


def test_a_budget_never_passes_the_ceiling_of_the_call_or_what_was_spent(house):
    house.file(1, spent=50)
    first = house.whole().budget[0]
    dear = house.budget(**{first.category: "932000.01"})
    one = house.start(K.BUDGET, budget=dear, instalments=house.payments("1000000.01"))
    assert "amendment_over_ceiling" in broken(lambda: house.send(one))
    house.save(one, budget=house.budget(**{first.category: "49.99"}))
    assert "amendment_below_spent" in broken(lambda: house.send(one))


def test_scope_and_standards_need_the_legal_and_the_data_protection_officer(house):
    for changes in ({"terms": {"scope": "Thirty rooms."}},):
        one = house.start(K.SCOPE, **changes)
        house.send(one)
        assert sorted(house.waiting(one)) == ["data_protection", "legal"]
    house.agree(one, "legal")
    assert sorted(house.waiting(one)) == ["data_protection"]
    house.agree(one, "data_protection")
    house.agree(one, "head")
    house.sign(one)
    house.countersign(one)
    assert contract_text.terms(house.now())["scope"] == "Thirty rooms."
    assert house.now().call.scope != "Thirty rooms."


def test_a_mandatory_clause_in_other_words_is_an_approved_deviation(house):
    one = house.start(K.CLAUSES)
    words = amendments.Words("D11", "A breach is told within 12 hours.", one.version)
    amendments.change_clause(one, words, house.procurement, BEFORE_END)
    house.in_force(one)
    assert clause(house, "D11") == words.text
    noted = ContractDeviation.get(ContractDeviation.code == "D11")
    assert noted.decided_by.id == house.officer.person_id
    assert noted.comment == house.find(one).reference


def test_no_clause_is_emptied_and_only_one_of_the_contract_is_changed(house):
    one = house.start(K.CLAUSES)
    for code, rule in (("D11", "amendment_clause_empty"), ("Z99", "amendment_clause")):
        with pytest.raises(RuleBroken, match=rule):
            words = amendments.Words(code, " ", one.version)
            amendments.change_clause(one, words, house.procurement, BEFORE_END)
    assert house.find(one).changes == {}


def test_the_identity_of_the_partner_is_changed_for_this_contract(house):
    identity = {"name": "Association Nour", "address": "Fes", "registration": "", "account": ""}
    house.in_force(house.start(K.IDENTITY, identity=identity))
    assert house.now().partner.name != "Association Nour"
    assert "Association Nour" in clause(house, "C01")


def test_a_contract_has_one_open_amendment_at_a_time(house):
    one = house.start()
    with pytest.raises(RuleBroken, match="amendment_open") as kept:
        house.start(K.BUDGET, by=house.programme)
    assert kept.value.facts == {"number": 1}
    amendments.withdraw(one, "Not needed.", house.procurement, BEFORE_END)
    assert house.start().number == 2
    assert ContractAmendment.select().count() == 2


def test_who_writes_an_amendment_does_not_approve_it(house):
    one = house.start(**extension())
    for role in (Role.HEAD_OF_OFFICE, Role.LEGAL_OFFICER):
        Grant.create(person=house.procurement.person_id, role=role)
    house.send(one)
    head = type(house.head)(house.procurement.person_id, roles=frozenset({Role.HEAD_OF_OFFICE}))
    with pytest.raises(NotAllowed):
        amendment_approvals.agree(house.waiting(one)["head"], head, BEFORE_END)
    assert house.find(one).state is S.WITH_HEAD


def test_an_approval_is_returned_with_a_comment_and_asked_for_again(house):
    one = house.start(K.SCOPE, terms={"scope": "Thirty rooms."})
    house.send(one)
    approval = house.waiting(one)["legal"]
    with pytest.raises(RuleBroken, match="contract_comment"):
        amendment_approvals.give_back(approval, " ", house.legal, BEFORE_END)
    amendment_approvals.give_back(approval, "Say why.", house.legal, BEFORE_END)
    assert house.find(one).state is S.DRAFT
    assert house.find(one).comment == "Say why."
    assert house.person(house.procurement).email in mails("amendment_returned")
    house.send(one)
    found = [(each.round, each.kind, each.state.value) for each in amendment_approvals.of(one)]
    assert found == [
        (1, "legal", "returned"),
        (1, "data_protection", "dropped"),
        (2, "legal", "waiting"),
        (2, "data_protection", "waiting"),
    ]


def test_the_partner_declines_with_a_reason_and_the_contract_stays(house):
    one = house.agreed(house.start(**extension()))
    with pytest.raises(RuleBroken, match="amendment_reason"):
        amendments.decline(one, " ", house.signatory, BEFORE_END)
    amendments.decline(one, "We cannot.", house.signatory, BEFORE_END)
    assert house.find(one).state is S.DECLINED
    assert house.now().ends_on == date(2026, 12, 31)
    with pytest.raises(WrongState):
        house.sign(one)


def test_a_signature_needs_name_password_and_the_text_that_was_offered(house):
    one = house.agreed(house.start(**extension()))
    who = house.signatory
    cases = [
        (Consent("Somebody", PASSWORD, one.fingerprint), "signing_name"),
        (Consent(who.name, "wrong", one.fingerprint), "signing_password"),
        (Consent(who.name, PASSWORD, "0" * 64), "amendment_moved"),
    ]
    for consent, rule in cases:
        with pytest.raises(RuleBroken, match=rule):
            amendments.sign(house.find(one), who, consent, BEFORE_END)
    assert not house.find(one).signatures.count()
    Mandate.update(limit=499_999, currency="MAD").execute()
    with pytest.raises(RuleBroken, match="mandate"):
        house.sign(one)
    with pytest.raises(NotAllowed):
        stranger = make.actor(Role.PARTNER_SIGNATORY, partner=make.partner())
        amendments.sign(house.find(one), stranger, house.consent(stranger, one), BEFORE_END)


def test_an_extension_after_the_end_is_refused_at_each_step(house):
    after = datetime(2027, 1, 2, tzinfo=UTC)
    one = house.start(**extension())
    assert "amendment_after_end" in broken(lambda: house.send(one, at=after))
    house.agreed(one)
    assert "amendment_after_end" in broken(lambda: house.sign(one, at=after))
    assert "amendment_end_earlier" in broken_end(house, one)


def broken_end(house, one):
    amendments.withdraw(house.find(one), "Again.", house.procurement, BEFORE_END)
    return broken(lambda: house.send(house.start(**extension("2026-11-30"))))


def test_only_a_contract_in_force_is_amended(house):
    contract = house.now()
    contract.update(state=ContractState.APPROVED).execute()
    with pytest.raises(RuleBroken, match="contract_not_in_force"):
        house.start()
    with pytest.raises(NotAllowed):
        house.start(by=house.signatory)


def test_two_writers_of_a_draft_conflict_and_a_kind_keeps_to_its_parts(house):
    one = house.start(**extension())
    with pytest.raises(Conflict):
        amendments.save(one, extension("2027-06-30"), 1, house.programme, BEFORE_END)
    with pytest.raises(RulesBroken):
        house.save(one, budget=house.budget())
    assert house.find(one).changes == extension()


def test_new_days_to_a_report_move_only_reports_that_nobody_filed(house):
    house.file(1, ReportState.SUBMITTED)
    before = [each.due_on for each in house.reports()]
    house.in_force(house.start(**extension(), report_days=45))
    after = house.reports()
    assert after[0].due_on == before[0]
    assert (after[1].due_on - after[1].ends_on).days == 45
    assert "within 45 days" in clause(house, "C09")


def test_a_target_below_what_filed_periods_were_to_reach_is_refused(house):
    house.file(1)
    key = str(house.whole().targets[0].indicator_id)
    one = house.start(K.SCOPE, targets={key: 1})
    assert "amendment_target" in broken(lambda: house.send(one))
    house.save(one, targets={key: 1000})
    house.in_force(one)
    assert sum(targets(each)[0] for each in house.reports()) == 1000
    assert house.whole().targets[0].target == 1000


def test_a_new_category_gets_a_row_in_the_reports_that_are_open(house):
    house.file(1)
    first = house.whole().budget[0]
    kept = {"food_new": "100", first.category: str(first.amount - Decimal(100))}
    house.in_force(house.start(K.BUDGET, budget=house.budget(**kept)))
    rows = Expenditure.select().where(Expenditure.category == "food_new")
    assert sorted(each.report.number for each in rows) == [2, 3, 4]


def test_an_instalment_that_was_asked_for_or_paid_cannot_change(house):
    first = house.now().instalments.order_by(Instalment.position).first()
    Instalment.update(state="paid").where(Instalment.id == first.id).execute()
    one = house.start(instalments=house.payments(house.now().amount), **extension())
    assert "amendment_instalment_fixed" in broken(lambda: house.send(one))
    rest = str(house.now().amount - first.amount)
    kept = {"amount": str(first.amount), "condition": first.condition}
    house.save(one, instalments=[kept, {"amount": rest, "condition": "At the end."}])
    house.in_force(one)
    found = [(each.state.value, each.condition) for each in house.whole().instalments]
    assert found == [("paid", first.condition), ("planned", "At the end.")]


def test_the_house_may_set_how_much_money_the_head_moves_alone(house, monkeypatch):
    first, second = house.whole().budget[:2]
    moved = {first.category: first.amount - 40_000, second.category: second.amount + 40_000}
    budget = house.budget(**{code: str(amount) for code, amount in moved.items()})
    one = house.start(K.BUDGET, budget=budget)
    assert amendment_checks.wanted(one, plan(one)) == ("head",)
    monkeypatch.setenv("PORTAL_AMENDMENT_PERCENT", "5")
    assert amendment_checks.wanted(one, plan(one)) == ("legal", "head")
