"""Nobody signs a contract without a mandate that covers it on that day."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, ContractState, ProposalState
from portal.models import Contract, Event, Mandate, Proposal, Report, Signature
from portal.services import contract_drafting as drafting
from portal.services import contracts, files, mandates
from portal.services.contract_signatures import Consent
from portal.services.file_checks import Limits, Upload
from tests import factories as make
from tests import papers
from tests.factories import NOON, PASSWORD

LIMITS = Limits(1024 * 1024, 1)
TODAY = NOON.date()
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """Signing asks for a password, which is tried elsewhere; here it costs no time."""
    fits = "portal.services.accounts.password_fits"
    monkeypatch.setattr(fits, lambda _person, typed: typed == PASSWORD)


@pytest.fixture
def offered():
    """A contract over MAD 432,000 that the partner may sign."""
    call = make.call(CallState.AWARDED, awarded_at=NOON)
    award = make.proposal(call, state=ProposalState.AWARDED)
    buyer = make.actor(Role.PROCUREMENT_OFFICER)
    contract = drafting.assemble(award, buyer, NOON)
    contracts.send(contract, buyer, NOON)
    advisers = (Role.LEGAL_OFFICER, Role.DATA_PROTECTION_OFFICER)
    make.agreed(contract, *(make.actor(role) for role in advisers))
    contracts.approve(contract, make.actor(Role.HEAD_OF_OFFICE), NOON)
    return contract


@pytest.fixture
def signatory(offered):
    return make.actor(Role.PARTNER_SIGNATORY, partner=offered.partner)


def sign(contract, who, act=contracts.sign):
    act(contract, who, Consent(who.name, PASSWORD, contract.fingerprint), NOON)


def wish(person_id, **facts):
    upload = Upload("Decision of the board", "decision.pdf", papers.pdf())
    given = {"limit": None, "currency": "", "valid_from": TODAY}
    return mandates.Wish(upload, person_id, **{**given, **facts})


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (None, "mandate_missing"),
        ({"valid_until": TODAY - DAY}, "mandate_ended"),
        ({"valid_from": TODAY + DAY}, "mandate_begins"),
        ({"limit": Decimal("431999.99"), "currency": "MAD"}, "mandate_limit"),
        ({"limit": Decimal(900_000), "currency": "EUR"}, "mandate_currency"),
        ({"revoked_at": NOON}, "mandate_missing"),
    ],
)
def test_the_partner_does_not_sign_without_a_mandate_that_covers_the_contract(
    offered, signatory, facts, rule
):
    if facts is not None:
        make.mandate(signatory, **facts)
    with pytest.raises(RuleBroken, match=rule):
        sign(offered, signatory)
    assert Signature.select().count() == 0
    assert contracts.by_slug(offered.slug).state is ContractState.APPROVED


def test_iom_does_not_countersign_without_a_delegation(offered, signatory):
    make.mandate(signatory)
    sign(offered, signatory)
    head = make.actor(Role.HEAD_OF_OFFICE)
    make.mandate(head, valid_until=TODAY - DAY)
    with pytest.raises(RuleBroken, match="mandate_ended"):
        sign(offered, head, contracts.countersign)
    assert Report.select().count() == 0
    assert contracts.by_slug(offered.slug).state is ContractState.PARTNER_SIGNED


def test_a_signature_keeps_the_mandate_it_stands_on(offered, signatory):
    exact = make.mandate(signatory, limit=offered.amount, currency="MAD", valid_until=TODAY)
    sign(offered, signatory)
    assert mandates.grounds(offered) == {"partner": exact}
    signed = Event.get(Event.name == "contract.signed")
    assert signed.facts["mandate"] == exact.sha256


def test_a_mandate_of_another_house_counts_for_nothing(offered, signatory):
    make.mandate(signatory, partner=make.partner())
    with pytest.raises(RuleBroken, match="mandate_missing"):
        sign(offered, signatory)


def test_the_second_of_two_signers_at_the_same_second_is_refused(offered, signatory):
    other = make.actor(Role.PARTNER_SIGNATORY, partner=offered.partner)
    seen = contracts.by_slug(offered.slug)
    for who in (signatory, other):
        make.mandate(who)
    sign(offered, signatory)
    with pytest.raises(WrongState):
        sign(seen, other)
    assert Signature.get().person_id == signatory.person_id


def test_nobody_signs_once_the_award_is_gone(offered, signatory):
    make.mandate(signatory)
    Proposal.update(state=ProposalState.DECLINED).execute()
    with pytest.raises(RuleBroken, match="contract_award_gone"):
        sign(offered, signatory)
    assert Signature.select().count() == 0


def test_nobody_signs_an_amount_that_changed_since(offered, signatory):
    make.mandate(signatory)
    Contract.update(amount=1).execute()
    with pytest.raises(RuleBroken, match="contract_changed"):
        sign(offered, signatory)


def test_the_owner_keeps_a_mandate_with_its_file_and_ends_it(offered, signatory):
    owner = make.actor(Role.PARTNER_OWNER, partner=offered.partner)
    told = wish(signatory.person_id, limit=Decimal(500_000), currency="MAD")
    made = mandates.add(offered.partner, told, LIMITS, owner, NOON)
    assert files.digest(files.read(made.path)) == made.sha256
    assert [each.id for each in mandates.of_partner(offered.partner)] == [made.id]
    mandates.revoke(made, owner, NOON)
    with pytest.raises(WrongState):
        mandates.revoke(made, owner, NOON)
    assert [each.name for each in Event.select().order_by(Event.id.desc()).limit(2)] == [
        "mandate.revoked",
        "mandate.added",
    ]


def test_a_mandate_is_for_a_signatory_of_that_house(offered):
    owner = make.actor(Role.PARTNER_OWNER, partner=offered.partner)
    for who in (owner, make.actor(Role.PARTNER_SIGNATORY, partner=make.partner())):
        with pytest.raises(RulesBroken) as refused:
            mandates.add(offered.partner, wish(who.person_id), LIMITS, owner, NOON)
        assert [each.rule for each in refused.value.broken] == ["mandate_person"]
    assert Mandate.select().count() == 0


def test_a_delegation_of_the_office_is_entered_by_somebody_else():
    head = make.actor(Role.HEAD_OF_OFFICE)
    administrator = make.actor(Role.ADMINISTRATOR)
    with pytest.raises(RulesBroken) as refused:
        mandates.add(None, wish(head.person_id), LIMITS, head, NOON)
    assert [each.rule for each in refused.value.broken] == ["mandate_own"]
    made = mandates.add(None, wish(head.person_id), LIMITS, administrator, NOON)
    assert [each.id for each in mandates.of_office()] == [made.id]
    with pytest.raises(NotAllowed):
        mandates.revoke(made, make.actor(Role.PROCUREMENT_OFFICER), NOON)
