"""A contract signed outside on paper counts once a second person has compared the scan."""

from datetime import timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import ContractState
from portal.domain.lifecycle_contracts import PaperState
from portal.models import (
    ContractVersion,
    Document,
    Event,
    PaperAct,
    Report,
    Signature,
)
from portal.pdf.documents import issue, official
from portal.pdf.facts.clauses import contract_file
from portal.pdf.facts.contracts import acts
from portal.services import contract_paper, contracts, documents, files, seal_key
from portal.services.contract_paper import Shown, Told
from portal.services.contract_signatures import Consent
from portal.services.contract_text import print_of
from portal.services.file_checks import Limits, Upload
from tests import factories as make
from tests import papers
from tests.factories import NOON, PASSWORD

LIMITS = Limits(1024 * 1024, 1)
TODAY = NOON.date()
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("app")


class Desk:
    """An offered contract, and who has to do with its signatures on paper."""

    def __init__(self):
        contract = make.contract(state=ContractState.APPROVED)
        whole = contracts.full(contracts.by_slug(contract.slug))
        fixed = print_of(whole)
        contract.fingerprint = fixed
        contract.save()
        ContractVersion.create(
            contract=contract, number=1, content={}, fingerprint=fixed, offered_at=NOON
        )
        self.slug = contract.slug
        self.procurement = make.actor(Role.PROCUREMENT_OFFICER)
        self.legal = make.actor(Role.LEGAL_OFFICER)
        self.signatory = make.actor(Role.PARTNER_SIGNATORY, partner=contract.partner)
        self.head = make.actor(Role.HEAD_OF_OFFICE)
        for who in (self.signatory, self.head):
            make.mandate(who)

    def now(self):
        return contracts.by_slug(self.slug)

    def printed(self):
        contract_paper.ask_print(self.now(), self.procurement, NOON)
        row = contract_paper.print_of(self.now())
        issue(row, lambda _document: papers.pdf(), NOON)
        return row

    def told(self, who=None, day=TODAY, content=None, name="scan.pdf"):
        upload = Upload("", name, content or papers.pdf())
        return Told(upload, (who or self.signatory).person_id, day)

    def entered(self, who=None, **facts):
        self.printed()
        told = self.told(who, **facts)
        return contract_paper.record(self.now(), told, LIMITS, self.procurement, NOON)

    def confirm(self, paper, by=None, **changes):
        seen = {"fingerprint": paper.fingerprint, "sha256": paper.sha256, **changes}
        row = contract_paper.by_id(paper.id)
        contract_paper.confirm(row, Shown(**seen), by or self.legal, NOON)


@pytest.fixture
def desk():
    return Desk()


def test_both_sides_sign_on_paper_and_every_hash_is_kept(desk):
    first = desk.entered()
    assert desk.now().state is ContractState.APPROVED
    assert Signature.select().count() == 0
    desk.confirm(first)
    assert desk.now().state is ContractState.PARTNER_SIGNED
    second = desk.entered(desk.head)
    desk.confirm(second)
    contract = desk.now()
    assert contract.state is ContractState.IN_FORCE
    assert Report.select().count() == 4
    rows = list(PaperAct.select().order_by(PaperAct.side.desc()))
    assert [each.state for each in rows] == [PaperState.CONFIRMED] * 2
    assert all(files.digest(files.read(each.path)) == each.sha256 for each in rows)
    prints = Document.select().where(Document.kind.startswith(contract_paper.PRINT))
    assert {each.printed_sha256 for each in rows} <= {each.sha256 for each in prints}
    told = Event.get(Event.name == "contract.in_force").facts
    assert (told["sha256"], told["side"]) == (second.sha256, "iom")
    facts = official(documents.of("contract", contract.id, "en")).facts
    assert facts["signatures"]["iom"]["paper"]["sha256"] == second.sha256
    assert f"{TODAY} on paper, SHA-256 {first.sha256}" in acts(facts)


def test_one_side_signs_on_paper_and_the_other_in_the_portal(desk, monkeypatch):
    monkeypatch.setattr("portal.services.accounts.password_fits", lambda *_given: True)
    given = Consent(desk.signatory.name, PASSWORD, desk.now().fingerprint)
    contracts.sign(desk.now(), desk.signatory, given, NOON)
    desk.confirm(desk.entered(desk.head))
    assert desk.now().state is ContractState.IN_FORCE
    assert [each.side for each in contract_paper.of(desk.now())] == ["iom"]


def test_who_entered_a_scan_does_not_confirm_it(desk):
    paper = desk.entered()
    for who in (desk.procurement, desk.signatory, make.actor(Role.PROGRAMME_OFFICER)):
        with pytest.raises(NotAllowed):
            desk.confirm(paper, who)
    assert desk.now().state is ContractState.APPROVED


@pytest.mark.parametrize("part", ["fingerprint", "sha256"])
def test_only_the_very_bytes_and_text_that_were_shown_are_confirmed(desk, part):
    paper = desk.entered()
    with pytest.raises(RuleBroken, match="paper_other"):
        desk.confirm(paper, **{part: "0" * 64})
    assert Signature.select().count() == 0


def test_a_scan_that_was_changed_in_the_store_is_not_confirmed(desk):
    paper = desk.entered()
    files.path(paper.path).write_bytes(b"another scan")
    with pytest.raises(RuleBroken, match="paper_damaged"):
        desk.confirm(paper)


def test_a_declined_scan_makes_room_for_another(desk):
    paper = desk.entered()
    with pytest.raises(RuleBroken, match="paper_waits"):
        contract_paper.record(desk.now(), desk.told(), LIMITS, desk.procurement, NOON)
    row = contract_paper.by_id(paper.id)
    with pytest.raises(RuleBroken, match="paper_comment"):
        contract_paper.decline(row, " ", desk.legal, NOON)
    contract_paper.decline(row, "Page 3 is missing.", desk.legal, NOON)
    with pytest.raises(WrongState):
        desk.confirm(paper)
    desk.confirm(desk.entered())
    assert desk.now().state is ContractState.PARTNER_SIGNED


def test_a_scan_is_taken_only_after_the_print_it_shows(desk):
    with pytest.raises(RuleBroken, match="paper_not_printed"):
        contract_paper.record(desk.now(), desk.told(), LIMITS, desk.procurement, NOON)
    desk.printed()
    before = Document.select().count()
    contract_paper.ask_print(desk.now(), desk.procurement, NOON)
    assert Document.select().count() == before


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + DAY])
def test_a_day_that_cannot_be_is_refused(desk, day):
    with pytest.raises(RulesBroken) as refused:
        desk.entered(day=day)
    assert [each.rule for each in refused.value.broken] == ["paper_day"]
    assert PaperAct.select().count() == 0


def test_who_has_no_mandate_on_that_day_has_not_signed(desk):
    other = make.actor(Role.PARTNER_SIGNATORY, partner=desk.now().partner)
    make.mandate(other, valid_until=TODAY - DAY)
    with pytest.raises(RuleBroken, match="mandate_ended"):
        desk.entered(other)
    with pytest.raises(RulesBroken) as refused:
        desk.entered(desk.head)
    assert [each.rule for each in refused.value.broken] == ["paper_person"]


def test_a_scan_is_a_picture_or_a_pdf_and_is_checked_as_every_upload(desk):
    with pytest.raises(RuleBroken, match="scan_kind"):
        desk.entered(content=papers.docx(), name="scan.docx")
    with pytest.raises(RuleBroken, match="file_type"):
        desk.entered(content=b"MZ a program", name="scan.pdf")
    assert desk.entered(content=papers.image(), name="scan.png").media_type == "image/png"


def test_a_contract_that_went_back_meanwhile_is_not_signed_by_a_scan(desk):
    paper = desk.entered()
    contracts.refuse(desk.now(), "The amount is wrong.", desk.head, NOON)
    with pytest.raises((RuleBroken, WrongState)):
        desk.confirm(paper)
    with pytest.raises(WrongState):
        contract_paper.record(desk.now(), desk.told(), LIMITS, desk.procurement, NOON)
    assert Signature.select().count() == 0


def test_a_side_that_signed_in_the_portal_meanwhile_has_signed_once(desk, monkeypatch):
    monkeypatch.setattr("portal.services.accounts.password_fits", lambda *_given: True)
    paper = desk.entered()
    given = Consent(desk.signatory.name, PASSWORD, desk.now().fingerprint)
    contracts.sign(desk.now(), desk.signatory, given, NOON)
    with pytest.raises(WrongState):
        desk.confirm(paper)
    assert PaperAct.get().state is PaperState.WAITING
    assert Signature.select().count() == 1


def test_without_a_sealing_key_the_last_scan_waits(desk):
    desk.confirm(desk.entered())
    paper = desk.entered(desk.head)
    seal_key.use(seal_key.Settings(seal_key.settings().folder / "none"))
    with pytest.raises(RuleBroken, match="seal_key_missing"):
        desk.confirm(paper)
    assert desk.now().state is ContractState.PARTNER_SIGNED


def test_the_second_person_finds_the_scan_among_their_work(desk):
    desk.entered()
    assert [each.word for each in contract_paper.work_items(desk.legal, NOON)] == [
        "work.confirm_paper"
    ]
    assert contract_paper.work_items(desk.procurement, NOON) == []
    assert contract_paper.work_items(desk.signatory, NOON) == []


def test_the_contracts_file_tells_mandates_and_hashes_of_each_signature(desk):
    paper = desk.entered()
    desk.confirm(paper)
    told = contract_file(desk.now().id, "en")["signatures"][0]
    assert told["mandate"]["title"] == "Decision of the board"
    assert (told["scan"], told["printed"]) == (paper.sha256, paper.printed_sha256)
