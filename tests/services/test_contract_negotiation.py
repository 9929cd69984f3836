"""Rounds with the partner: words proposed, taken over, offered again, each change shown."""

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, ContractState, ProposalState
from portal.models import ContractComment, Effect, Event
from portal.services import (
    contract_comments,
    contract_deviations,
    contract_negotiation,
    contract_versions,
    contracts,
)
from portal.services import contract_drafting as drafting
from tests import factories as make
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("app")


class Table:
    """A contract that was offered, and the people on both sides."""

    def __init__(self):
        call = make.call(CallState.AWARDED, awarded_at=NOON)
        award = make.proposal(call, state=ProposalState.AWARDED)
        self.procurement = make.actor(Role.PROCUREMENT_OFFICER)
        self.legal = make.actor(Role.LEGAL_OFFICER)
        self.officer = make.actor(Role.DATA_PROTECTION_OFFICER)
        self.head = make.actor(Role.HEAD_OF_OFFICE)
        self.partner = make.actor(Role.PARTNER_EDITOR, partner=award.partner)
        self.signatory = make.actor(Role.PARTNER_SIGNATORY, partner=award.partner)
        self.slug = drafting.assemble(award, self.procurement, NOON).slug
        self.offer()

    def now(self):
        return contracts.by_slug(self.slug)

    def row(self, code):
        return drafting.clause_of(self.now(), code)

    def offer(self):
        contracts.send(self.now(), self.procurement, NOON)
        make.agreed(self.now(), self.legal, self.officer)
        contracts.approve(self.now(), self.head, NOON)

    def deviate(self, code):
        asked = contract_deviations.ask(self.row(code), "Agreed.", self.procurement, NOON)
        contract_deviations.approve(asked, "", self.legal, NOON)

    def propose(self, code, words, by=None):
        who = by or self.partner
        return contract_negotiation.propose(self.row(code), words, "Our law.", who, NOON)


@pytest.fixture
def table():
    return Table()


def test_the_partner_hands_back_words_which_procurement_takes_over_by_a_deviation(table):
    before = table.row("C28").text
    words = before.replace("within 60 days", "within 90 days")
    asked = table.propose("C28", words)
    contract_negotiation.hand_back(table.now(), table.signatory, NOON)
    assert table.now().state is ContractState.DRAFT
    assert table.now().fingerprint == ""
    with pytest.raises(RulesBroken) as kept:
        contracts.send(table.now(), table.procurement, NOON)
    assert [each.rule for each in kept.value.broken] == ["clause_comments_open"]
    contract_negotiation.take_over(asked, table.procurement, NOON)
    assert table.row("C28").text == words
    assert ContractComment.get().resolved_at == NOON
    table.deviate("C28")
    table.offer()
    found = contract_versions.redline(table.now(), 2)
    assert [(each.code, each.number) for each in found.clauses] == [("C28", 27)]
    assert ("removed", "60") in found.clauses[0].pieces
    assert ("added", "90") in found.clauses[0].pieces
    assert found.figures == []
    assert found.instalments is False


def test_pieces_of_a_clause_spell_both_versions(table):
    table.propose("C21", "The partner is free.")
    contract_negotiation.hand_back(table.now(), table.signatory, NOON)
    contract_negotiation.take_over(ContractComment.get(), table.procurement, NOON)
    first = contract_versions.of(table.now())[0]
    before = {each["code"]: each["text"] for each in first.content["clauses"]}
    change = contract_versions.clause_changes(
        first.content["clauses"],
        [{"code": "C21", "title": "Independence", "text": "The partner is free."}],
    )[0]
    old = "".join(text for mark, text in change.pieces if mark != "added")
    new = "".join(text for mark, text in change.pieces if mark != "removed")
    assert (old, new) == (before["C21"], "The partner is free.")


def test_a_version_is_what_was_offered_and_bears_its_fingerprint(table):
    version = contract_versions.of(table.now())[0]
    assert (version.number, version.fingerprint) == (1, table.now().fingerprint)
    with pytest.raises(NotFound):
        contract_versions.redline(table.now(), 1)


def test_nothing_is_handed_back_without_words_and_only_by_the_signatory(table):
    with pytest.raises(RuleBroken, match="nothing_proposed"):
        contract_negotiation.hand_back(table.now(), table.signatory, NOON)
    with pytest.raises(RuleBroken, match="words_same"):
        table.propose("C21", table.row("C21").text)
    table.propose("C21", "Free.")
    other = make.actor(Role.PARTNER_SIGNATORY, partner=make.partner())
    for who in (table.partner, other, table.procurement):
        with pytest.raises(NotAllowed):
            contract_negotiation.hand_back(table.now(), who, NOON)
    with pytest.raises(NotAllowed):
        table.propose("C21", "Free!", other)
    assert table.now().state is ContractState.APPROVED


def test_a_contract_with_the_office_takes_no_words_and_a_second_click_is_refused(table):
    table.propose("C21", "Free.")
    contract_negotiation.hand_back(table.now(), table.signatory, NOON)
    with pytest.raises(WrongState):
        contract_negotiation.hand_back(table.now(), table.signatory, NOON)
    with pytest.raises(NotAllowed):
        table.propose("C22", "Nothing.")
    assert Event.select().where(Event.name == "contract.changes_proposed").count() == 1
    mails = [row.payload["template"] for row in Effect.select().where(Effect.kind == "mail")]
    assert "contract_changes" in mails


def test_the_partner_reads_its_own_comments_and_none_of_the_office(table):
    table.propose("C21", "Free.")
    contract_negotiation.hand_back(table.now(), table.signatory, NOON)
    contract_comments.pin(table.row("D11"), "Between us.", table.legal, NOON)
    assert list(contract_comments.of(table.now(), table.partner)) == ["C21"]
    assert sorted(contract_comments.of(table.now(), table.procurement)) == ["C21", "D11"]
