"""What is purged of a closed contract, what stays, and what keeps it from being purged."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.lifecycle import ContractState
from portal.jobs import deliver_pending
from portal.models import (
    Closing,
    Contract,
    Document,
    Event,
    ListedTransaction,
    Narrative,
    PurgedContract,
    Report,
    ReportAnnex,
    ReportFiling,
    ReportSnapshot,
    RetentionHold,
)
from portal.models.records import DocumentState
from portal.services import files, indicator_sums, report_annexes, retention, work
from tests import factories as make
from tests import ledgers, pictured
from tests.factories import sign_in

pytestmark = pytest.mark.usefixtures("app")
CLOSED = datetime(2015, 2, 1, 9, tzinfo=UTC)
LATER = CLOSED + timedelta(days=7 * 365 + 1)


def closed(at=CLOSED, **facts):
    """A closed contract whose first report has words, an annex, a list and a document."""
    made = pictured.contract((90, 20_000), **facts)
    report = Report.get(contract=made, number=1)
    Narrative.update(text="We gave shelter.").where(Narrative.report == report).execute()
    ledgers.listed(report, ("INV-1", "Rice"))
    filing = {"content": {"performance": "We gave shelter."}, "hash": "f" * 64}
    ReportFiling.create(report=report, round=1, filed_at=pictured.AT, **filing)
    annex(report, b"a photo")
    paper = files.put("documents", f"pdf of {made.slug}".encode(), ".pdf")
    Document.create(
        number=report.reference,
        code=report.reference[-20:],
        kind="report",
        subject_id=report.id,
        language="en",
        state=DocumentState.ISSUED,
        requested_at=pictured.AT,
        issued_at=pictured.AT,
        sha256="d" * 64,
        path=paper,
    )
    Contract.update(state=ContractState.CLOSED).where(Contract.id == made.id).execute()
    Closing.create(contract=made, closed_at=at)
    return Contract.get_by_id(made.id)


def annex(report, content):
    sha256 = files.digest(content)
    return ReportAnnex.create(
        report=report,
        caption="The kitchen",
        shown="nobody",
        filename="kitchen.jpg",
        media_type="image/jpeg",
        size=len(content),
        sha256=sha256,
        path=files.put("reports", content),
        sent_sha256=sha256,
        sent_size=len(content),
        added_at=pictured.AT,
        added_by=make.person(Role.PARTNER_OWNER, partner=report.partner),
    )


def officer():
    return make.actor(Role.DATA_PROTECTION_OFFICER)


def due(at=LATER):
    return [line.contract.id for line in retention.dry(at, 7).lines]


def purge(at=LATER):
    return retention.purge(retention.dry(at, 7).fingerprint, officer(), at)


def test_words_go_and_figures_stay():
    made = closed()
    sums, snapshot = indicator_sums.kept(made), ReportSnapshot.get().hash
    assert purge() == 1
    assert {each.text for each in Narrative.select()} == {""}
    assert ReportFiling.get().content == {}
    assert ReportFiling.get().hash == "f" * 64
    row = ListedTransaction.get()
    assert (row.document, row.description, row.amount) == ("INV-1", "", 100)
    assert indicator_sums.kept(made) == sums == indicator_sums.recomputed(made)
    assert ReportSnapshot.get().hash == snapshot
    event = Event.get(Event.name == "contract.reported_purged")
    assert event.facts["annexes"] == event.facts["transactions"] == 1
    assert due() == []


def test_files_go_and_their_hashes_stay():
    closed()
    kept, paper = ReportAnnex.get(), Document.get(Document.kind == "report")
    purge()
    assert deliver_pending(lambda _document: b"") == 2
    gone = ReportAnnex.get_by_id(kept.id)
    assert (gone.sha256, gone.path, gone.caption) == (kept.sha256, "", "")
    assert files.read_if(kept.path) is files.read_if(paper.path) is None
    with pytest.raises(NotFound):
        report_annexes.content(gone)
    assert Document.get_by_id(paper.id).sha256 == paper.sha256


def test_a_file_that_another_contract_has_too_stays_in_the_store():
    one, other = closed(), pictured.contract((1, 1))
    path = ReportAnnex.get(ReportAnnex.report.in_(one.reports)).path
    annex(Report.get(contract=other, number=1), b"a photo")
    purge()
    deliver_pending(lambda _document: b"")
    assert files.read(path) == b"a photo"


def test_nothing_of_a_contract_that_is_open_held_or_under_review_is_listed():
    made = closed()
    assert due() == [made.id]
    assert due(LATER - timedelta(days=2)) == []
    make.review(made.proposal)
    assert due() == []
    held = closed()
    retention.place_hold(held, "A dispute.", officer(), CLOSED)
    assert due() == []
    pictured.contract((1, 1))
    retention.lift_hold(held, officer(), CLOSED)
    assert due() == [held.id]
    assert RetentionHold.get().reason == "A dispute."


def test_a_list_that_changed_since_it_was_shown_purges_nothing():
    closed()
    shown = retention.dry(LATER, 7).fingerprint
    closed()
    with pytest.raises(RuleBroken, match="retention_changed"):
        retention.purge(shown, officer(), LATER)
    assert not PurgedContract.select().exists()
    assert Narrative.select().where(Narrative.text != "").exists()


def test_only_the_data_protection_officer_or_the_administrator_purges():
    made = closed()
    shown = retention.dry(LATER, 7).fingerprint
    with pytest.raises(NotAllowed):
        retention.purge(shown, make.actor(Role.HEAD_OF_OFFICE), LATER)
    with pytest.raises(NotAllowed):
        retention.place_hold(made, "A dispute.", make.actor(Role.FINANCE_OFFICER), LATER)
    with pytest.raises(RuleBroken, match="reason_missing"):
        retention.place_hold(made, " ", officer(), LATER)
    words = [each.word for each in work.items(officer(), LATER)]
    assert "work.confirm_purge" in words


def test_the_list_is_shown_and_confirmed_on_its_page_and_a_hold_is_placed_and_lifted(client):
    made = closed(at=datetime(2010, 2, 1, tzinfo=UTC))
    sign_in(client, make.person(Role.DATA_PROTECTION_OFFICER))
    page = client.get("/closing/retention").text
    assert made.reference in page
    address = f"/closing/{made.slug}/hold"
    assert client.post(address, data={"reason": " "}).status_code == 422
    assert client.post(address, data={"reason": "A dispute."}).status_code == 303
    assert "A dispute." in client.get(f"/closing/{made.slug}").text
    assert made.reference not in client.get("/closing/retention").text
    assert client.post(f"{address}/lift").status_code == 303
    listed = retention.dry(make.moment(), 7).fingerprint
    assert client.post("/closing/retention/purge", data={"listed": listed}).status_code == 303
    assert "were purged on" in client.get(f"/closing/{made.slug}").text
    report = Report.get(contract=made, number=1)
    sign_in(client, make.person(Role.PROGRAMME_OFFICER))
    assert "were purged on" in client.get(f"/reports/{report.slug}").text
    gone = client.get(f"/reports/{report.slug}.pdf")
    assert gone.status_code == 410
    assert "d" * 64 in gone.text
