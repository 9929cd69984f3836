"""The clause on documents names the annexes that a contract really has."""

from importlib import import_module

import pytest

from portal import db
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import ClauseVersion, Contract
from portal.pdf.facts.contracts import contract as facts_of
from portal.services import clause_library, contract_clauses, contracts
from portal.services import contract_drafting as drafting
from portal.services.clause_filling import preview
from tests import factories as make
from tests.factories import NOON
from tests.promised import further, promise

FORMER = import_module("portal.migrations.0088_kept_clauses")
pytestmark = pytest.mark.usefixtures("app")


class Drafted:
    """A contract assembled in a language, whose call asked for no parts of a proposal."""

    def __init__(self, language="en"):
        call = make.call(CallState.AWARDED, awarded_at=NOON, language=language)
        award = make.proposal(call, state=ProposalState.AWARDED)
        officer = make.actor(make.Role.PROCUREMENT_OFFICER)
        self.slug = drafting.assemble(award, officer, NOON).slug

    def whole(self):
        return contracts.full(contracts.by_slug(self.slug))

    def named(self):
        return contract_clauses.filled(self.whole().contract)["C02"].split("\n\n")[0]


def test_a_contract_without_promises_names_the_annexes_of_every_contract():
    assert Drafted().named() == (
        "The annexes are part of this contract: the terms of reference (Annex A), the minimum "
        "standards (Annex B), the budget and the instalments (Annex C), the targets and the "
        "reporting periods (Annex D) and the data-protection map (Annex E)."
    )


def test_what_was_taken_over_is_named_by_the_letters_that_the_paper_prints():
    made = promise(Drafted("fr"), *further())
    printed = facts_of(made.whole().contract.id, "fr")["annexes"]
    assert [(each["letter"], each["name"]) for each in printed] == [
        ("F", "work"),
        ("G", "handover"),
        ("H", "undertakings"),
    ]
    assert made.named().endswith(
        "la carte de la protection des données (annexe E), le plan de travail et le personnel "
        "(annexe F), la transition et la reprise du centre (annexe G) et les engagements "
        "et déclarations du partenaire (annexe H)."
    )


def test_letters_close_up_where_nothing_of_a_kind_was_taken_over():
    handed = next(each for each in further() if each["key"] == "handover")
    made = Drafted()
    own = {"promised": {"parts": [handed], "lines": [], "declarations": []}}
    Contract.update(own_terms=own).where(Contract.slug == made.slug).execute()
    assert made.named().endswith("and the handover and those who take over (Annex F).")


def test_the_library_shows_the_clause_with_every_annex():
    told = preview(clause_library.newest("C02"), "en")
    assert "(Annex A)" in told
    assert "(Annex H)" in told


def test_an_office_that_is_there_keeps_its_words_until_it_writes_others():
    FORMER.up(None, db.database.obj)
    assert "{annexes}" in clause_library.newest("C02").texts["en"]
    make.actor(make.Role.LEGAL_OFFICER)
    FORMER.up(None, db.database.obj)
    kept = clause_library.newest("C02")
    assert (kept.version, kept.of_house) == (1, True)
    assert kept.texts["fr"].startswith("Les annexes font partie du présent contrat\xa0: les")
    assert kept in clause_library.current(NOON.date())
    assert len(clause_library.history("C02")) == 1
    FORMER.down(None, db.database.obj)
    assert not ClauseVersion.select().exists()
