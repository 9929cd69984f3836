"""The pages of a partner's house: registering, members, sections, bank, documents, PDF."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from portal.domain.actions import Role
from portal.models import (
    BankAccount,
    DeliveredMail,
    Effect,
    Event,
    JoinRequest,
    KeyPerson,
    MemberInvitation,
    Partner,
    PartnerDocument,
    Person,
    Resemblance,
    SignIn,
)
from portal.services import accounts
from tests import counting, factories, houses, papers
from tests.factories import PASSWORD, sign_in
from tests.houses import NUMBER

NEW = "four olive trees by the sea"
IBAN = "MA64 0115 1900 0001 2050 0053 4921"
PDF = papers.pdf()
BANK = {
    "holder": "Association Nour",
    "bank": "Banque de la Ville",
    "country": "MA",
    "number": IBAN,
    "bic": "",
    "currency": "mad",
}
WISH = {
    "organisation": "Nour Bouregreg",
    "country": "MA",
    "registration": "NEW-1",
    "name": "Salma Bennis",
    "email": "salma@bennis.example",
    "password": NEW,
    "language": "en",
}


@pytest.fixture
def partner(app):
    return factories.partner(
        "Association Nour Bouregreg", acronym="ANB", city="Rabat", address="Secret street"
    )


@pytest.fixture
def owner(partner):
    return factories.person(Role.PARTNER_OWNER, partner=partner, name="Khadija Alami")


def as_(app, person):
    return sign_in(app.test_client(), person)


def at(partner, more=""):
    return f"/partners/{partner.id}{more}"


def counts():
    tables = (Partner, Person, JoinRequest, MemberInvitation, BankAccount, Event, Effect)
    return [table.select().count() for table in tables]


def token(template):
    sent = [e.payload for e in Effect.select().where(Effect.kind == "mail")]
    return next(mail for mail in sent if mail["template"] == template)["facts"]["token"]


def test_a_second_registration_shows_name_and_city_of_the_first_and_nothing_more(client, owner):
    before = counts()
    answer = client.post("/register", data=WISH)
    assert answer.status_code == 422
    assert "This organisation may be here already." in answer.text
    assert "Association Nour Bouregreg, Rabat" in answer.text
    assert "Secret street" not in answer.text
    assert "Khadija" not in answer.text
    assert 'value="salma@bennis.example"' in answer.text
    assert counts() == before


def test_who_chooses_the_partner_asks_its_owner_who_lets_them_in(app, client, partner, owner):
    sent = client.post("/register", data={**WISH, "chosen": str(partner.id)})
    assert sent.status_code == 303
    client.post(f"/confirm/{token('confirm')}")
    assert "The owner answers your request to be let in" in client.get("/work").text
    assert client.get(at(partner)).status_code == 403
    theirs = as_(app, owner)
    assert "Salma Bennis" in theirs.get(at(partner, "/members")).text
    request = JoinRequest.get()
    nothing = theirs.post(f"/partners/requests/{request.id}", data={"csrf_token": ""})
    assert nothing.status_code == 422
    assert "Choose at least one role." in nothing.text
    done = theirs.post(f"/partners/requests/{request.id}", data={"roles": "partner_editor"})
    assert done.location == at(partner, "/members")
    again = theirs.post(f"/partners/requests/{request.id}", data={"roles": "partner_owner"})
    assert again.status_code == 409
    assert client.get(at(partner)).status_code == 200


def test_another_organisation_needs_a_reason_and_keeps_what_was_typed(client, owner):
    form = {**WISH, "chosen": "other", "reason": "It is."}
    short = client.post("/register", data=form)
    assert short.status_code == 422
    assert "in at least 5 words" in short.text
    assert "It is.</textarea>" in short.text
    assert Partner.select().count() == 1
    reason = "We work in another town of another country."
    weak = client.post("/register", data={**form, "reason": reason, "password": "short"})
    assert "Choose a password of at least" in weak.text
    assert "Is it one of these?" in weak.text
    assert client.post("/register", data={**form, "reason": reason}).status_code == 303
    assert Partner.select().count() == 2


def test_procurement_notes_what_it_found_about_a_likeness_and_the_partner_sees_nothing(
    app, client, partner, owner
):
    officer = as_(app, factories.person(Role.PROCUREMENT_OFFICER))
    houses.records(partner)
    row = Resemblance.get()
    assert "Resembles another partner" in officer.get(at(partner)).text
    assert "Resembles another partner" not in as_(app, owner).get(at(partner)).text
    address = f"/partners/resemblances/{row.id}"
    assert officer.post(address, data={"remark": " "}).status_code == 422
    assert officer.post(address, data={"remark": "Two towns."}).status_code == 303
    assert officer.post(address, data={"remark": "Again."}).status_code == 409
    assert Resemblance.get_by_id(row.id).note == "Two towns."


def test_a_person_without_a_partner_registers_one(app):
    person = factories.person()
    client = as_(app, person)
    assert "Register your organisation" in client.get("/work").text
    form = {"organisation": "Croix Bleue", "country": "MA", "registration": "CB-1"}
    made = client.post("/partners/new", data=form)
    assert made.location == at(Partner.get(Partner.name == "Croix Bleue"))
    assert client.post("/partners/new", data=form).status_code == 403
    assert Partner.select().count() == 1


def test_a_member_is_invited_by_mail_and_joins(app, client, partner, owner):
    theirs = as_(app, owner)
    form = {"email": "leila@nour.example", "roles": ["partner_editor", "partner_signatory"]}
    done = theirs.post(at(partner, "/members/invite"), data=form, follow_redirects=True)
    assert "leila@nour.example" in done.text
    address = f"/invitations/{token('invitation')}"
    page = client.get(address)
    assert "invites you" in page.text
    short = client.post(address, data={"name": "Leila", "password": "short"})
    assert short.status_code == 422
    assert 'value="Leila"' in short.text
    joined = client.post(address, data={"name": "Leila", "password": NEW})
    assert joined.location == at(partner)
    person = accounts.by_email("leila@nour.example")
    assert accounts.actor_of(person).roles == {Role.PARTNER_EDITOR, Role.PARTNER_SIGNATORY}
    assert client.get(address).text.count("used, taken back, or is too old") == 1
    assert client.post(address, data={"name": "X", "password": NEW}).status_code == 422
    assert Person.select().count() == 2


@pytest.mark.parametrize("address", ["nonsense", "0" * 43])
def test_an_unknown_invitation_says_so(client, address):
    page = client.get(f"/invitations/{address}")
    assert page.status_code == 200
    assert "used, taken back, or is too old" in page.text


def test_who_has_an_account_joins_with_its_password(app, client, partner, owner):
    factories.person(email="leila@nour.example")
    as_(app, owner).post(
        at(partner, "/members/invite"),
        data={"email": "leila@nour.example", "roles": "partner_editor"},
    )
    address = f"/invitations/{token('invitation')}"
    assert "You have an account with this address." in client.get(address).text
    wrong = client.post(address, data={"password": NEW})
    assert "This is not the password of your account." in wrong.text
    assert client.post(address, data={"password": PASSWORD}).location == at(partner)


def test_an_invitation_is_kept_as_long_as_the_setting_says_and_taken_back(app, partner, owner):
    app.config["INVITATION_DAYS"] = 3
    client = as_(app, owner)
    form = {"email": "leila@nour.example", "roles": "partner_editor"}
    assert "works for 3 days" in client.get(at(partner, "/members/invite")).text
    client.post(at(partner, "/members/invite"), data=form)
    made = MemberInvitation.get()
    assert made.expires_at - made.created_at == timedelta(days=3)
    address = at(partner, f"/members/invitations/{made.id}/revoke")
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 409


def test_roles_ownership_removal_and_leaving_by_the_pages(app, partner, owner):
    client = as_(app, owner)
    member = factories.person(Role.PARTNER_EDITOR, partner=partner, name="Leila")
    of = at(partner, f"/members/{member.id}")
    assert "checked" in client.get(of + "/roles").text
    assert client.post(of + "/roles", data={"roles": "partner_signatory"}).status_code == 303
    refused = client.post(of + "/roles", data={"roles": "auditor"})
    assert refused.status_code == 422
    stuck = client.post(at(partner, "/members/leave"))
    assert "A partner always has an owner." in stuck.text
    assert client.get(of + "/hand-over").status_code == 200
    assert client.post(of + "/hand-over").status_code == 303
    assert client.post(of + "/hand-over").status_code == 403
    left = client.post(at(partner, "/members/leave"))
    assert left.location == "/sign-in"
    assert client.get(at(partner)).location.startswith("/sign-in")


def test_a_removed_member_is_signed_out_at_once(app, partner, owner):
    member = factories.person(Role.PARTNER_EDITOR, partner=partner)
    theirs, client = as_(app, member), as_(app, owner)
    assert theirs.get(at(partner)).status_code == 200
    of = at(partner, f"/members/{member.id}/remove")
    assert "signed out at once" in client.get(of).text
    assert client.post(of).status_code == 303
    assert theirs.get(at(partner)).location.startswith("/sign-in")
    assert SignIn.get(SignIn.person == member).revoked_at is not None
    assert client.post(of).status_code == 404


def test_editors_see_members_and_no_buttons(app, partner, owner):
    client = as_(app, factories.person(Role.PARTNER_EDITOR, partner=partner))
    text = client.get(at(partner, "/members")).text
    assert "Khadija Alami" in text
    assert "Make owner" not in text
    assert "Invitations that wait" not in text
    for more in ("invite", "leave"):
        wanted = 200 if more == "leave" else 403
        assert client.get(at(partner, f"/members/{more}")).status_code == wanted


PEOPLE = {
    "version": "1",
    "rows-0-name": "Salma",
    "rows-0-function": "Chair",
    "rows-0-body": "governing",
    "rows-0-birth_year": "1971",
}


def test_a_section_is_written_read_and_shown_as_done(app, partner, owner):
    client = as_(app, owner)
    address = at(partner, "/profile/people/edit")
    assert "compared with sanctions lists" in client.get(address).text
    assert client.post(address, data=PEOPLE).location == at(partner)
    assert "Salma" in client.get(at(partner, "/profile/people")).text
    assert KeyPerson.get().birth_year == 1971
    assert "Salma, Chair" in client.get(at(partner)).text


def test_a_wrong_row_is_told_and_kept(app, partner, owner):
    client = as_(app, owner)
    form = {**PEOPLE, "rows-0-birth_year": "long ago", "rows-1-function": "Treasurer"}
    answer = client.post(at(partner, "/profile/people/edit"), data=form)
    assert answer.status_code == 422
    assert "Enter a whole number in figures." in answer.text
    assert "Fill this in." in answer.text
    assert 'value="Treasurer"' in answer.text
    assert KeyPerson.select().count() == 0


def test_two_people_writing_a_section_get_both_versions(app, partner, owner):
    client = as_(app, owner)
    address = at(partner, "/profile/people/edit")
    client.post(address, data=PEOPLE)
    second = client.post(address, data={**PEOPLE, "rows-0-name": "Youssef"})
    assert second.status_code == 409
    assert "Somebody else saved this meanwhile" in second.text
    assert "<bdi>Salma</bdi>" in second.text
    assert 'value="Youssef"' in second.text
    assert 'name="version" type="hidden" value="2"' in second.text
    third = client.post(address, data={**PEOPLE, "version": "2", "rows-0-name": "Youssef"})
    assert third.status_code == 303
    assert [row.name for row in KeyPerson.select()] == ["Youssef"]


def test_a_section_without_rows_shows_both_versions_side_by_side(app, partner, owner):
    client = as_(app, owner)
    address = at(partner, "/profile/legal/edit")
    client.post(address, data={"version": "1", "legal_form": "Trust"})
    second = client.post(address, data={"version": "1", "legal_form": "Fund"})
    assert second.status_code == 409
    assert '<blockquote class="theirs">Trust</blockquote>' in second.text
    assert 'value="Fund"' in second.text


@pytest.mark.parametrize(
    ("code", "form", "message"),
    [
        ("budgets", {"rows-0-year": "2024", "rows-0-amount": "x", "rows-0-currency": "MAD"},
         "Enter an amount in figures."),
        ("budgets", {"rows-0-year": "2024", "rows-0-amount": "5", "rows-0-currency": "dirham"},
         "Enter the three letters of the currency."),
        ("policies", {"rows-0-kind": "psea", "rows-0-adopted_on": "2020-01-01",
                      "rows-1-kind": "psea", "rows-1-adopted_on": "2021-01-01"},
         "Enter each policy once."),
        ("references", {"rows-0-name": "A", "rows-0-organisation": "B", "rows-0-email": "c"},
         "Enter an address like name@example.org."),
        ("legal", {"registered_on": "yesterday"}, "Not a valid date value."),
        ("staff", {"paid_women": "-3"}, "Enter a number from 0 to 1000000."),
        ("work", {"services": "no_such_service"}, "is not a valid choice"),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_section_is_refused(app, owner, code, form, message):
    before = Event.select().count()
    address = at(owner.partner, f"/profile/{code}/edit")
    answer = as_(app, owner).post(address, data={"version": "1", **form})
    assert answer.status_code == 422
    assert message in answer.text
    assert Event.select().count() == before


def test_a_bank_account_is_asked_for_masked_and_confirmed_by_a_second_person(
    app, partner, owner
):
    first = as_(app, owner)
    second = as_(app, factories.person(Role.PARTNER_SIGNATORY, partner=partner))
    assert first.post(at(partner, "/bank/change"), data=BANK).status_code == 303
    kept = BankAccount.get()
    assert NUMBER in first.get(at(partner, "/bank")).text
    masked = second.get(at(partner, "/bank")).text
    assert NUMBER not in masked
    assert "4921" in masked
    confirm = f"/partners/accounts/{kept.id}/confirm"
    assert NUMBER not in second.get(confirm).text
    assert first.post(confirm, data={"number": IBAN}).status_code == 403
    wrong = second.post(confirm, data={"number": IBAN + "1"})
    assert "This is not the number that was asked for." in wrong.text
    assert second.post(confirm, data={"number": IBAN}).status_code == 303
    assert second.post(confirm, data={"number": IBAN}).status_code == 409
    assert "In use" in second.get(at(partner, "/bank")).text


def test_a_wrong_iban_and_a_second_change_are_told_and_kept(app, partner, owner):
    client = as_(app, owner)
    wrong = client.post(at(partner, "/bank/change"), data={**BANK, "number": IBAN[:-1] + "7"})
    assert "The check digits of this IBAN do not fit." in wrong.text
    assert 'value="Banque de la Ville"' in wrong.text
    client.post(at(partner, "/bank/change"), data=BANK)
    again = client.post(at(partner, "/bank/change"), data=BANK)
    assert "A change waits for its confirmation already." in again.text
    assert BankAccount.select().count() == 1


def test_a_change_of_the_account_is_declined_with_a_reason(app, partner, owner):
    made = houses.account(partner, owner)
    client = as_(app, factories.person(Role.PARTNER_SIGNATORY, partner=partner))
    address = f"/partners/accounts/{made.id}/decline"
    assert client.post(address, data={"reason": ""}).status_code == 422
    assert client.post(address, data={"reason": "Unknown bank."}).status_code == 303
    assert client.post(address, data={"reason": "Unknown bank."}).status_code == 409


def send(client, partner, **facts):
    form = {"kind": "statutes", "title": "Statutes", "opinion": "", **facts}
    form.setdefault("file", (BytesIO(PDF), "../st\u202eatutes.PDF"))
    return client.post(at(partner, "/documents/add"), data=form)


def test_a_document_is_added_given_back_and_removed(app, partner, owner):
    client = as_(app, owner)
    assert send(client, partner, expires_on="2030-01-01").status_code == 303
    row = PartnerDocument.get()
    assert row.filename == "statutes.pdf"
    given = client.get(at(partner, f"/documents/{row.id}"))
    assert given.data == PDF
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["Cache-Control"] == "no-store"
    assert "Valid until 1 January 2030" in client.get(at(partner, "/documents")).text
    assert client.post(at(partner, f"/documents/{row.id}/remove")).status_code == 303
    assert client.post(at(partner, f"/documents/{row.id}/remove")).status_code == 404


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"file": (BytesIO(b"MZ no document"), "a.pdf")}, "file"),
        ({"expires_on": "2001-01-01"}, "This document is over."),
        ({"kind": "audit"}, "Enter the year that was audited."),
        ({"title": " "}, "Fill this in."),
    ],
)
def test_a_document_that_does_not_fit_is_refused(app, partner, owner, facts, message):
    answer = send(as_(app, owner), partner, **facts)
    assert answer.status_code == 422
    assert message in answer.text
    assert PartnerDocument.select().count() == 0


def test_the_profile_is_issued_as_a_pdf_and_read_by_the_office(app, partner, owner):
    client = as_(app, owner)
    for _ in range(2):
        assert client.post(at(partner, "/issue")).status_code == 303
    assert "Profile, version 1" in client.get(at(partner)).text
    waiting = client.get(at(partner, "/profile-1.pdf"))
    assert waiting.status_code == 202
    app.extensions["jobs"].deliver.call_local()
    officer = as_(app, factories.person(Role.FINANCE_OFFICER))
    done = officer.get(at(partner, "/profile-1.pdf"))
    assert done.data.startswith(b"%PDF")
    assert officer.get(at(partner, "/profile-2.pdf")).status_code == 404


def test_another_partner_and_a_visitor_see_nothing_of_a_house(app, partner, owner):
    known = houses.records(partner)
    other = as_(app, factories.person(Role.PARTNER_OWNER, partner=factories.partner()))
    pages = [
        at(partner, more)
        for more in ("", "/members", "/bank", "/documents", "/profile/people", "/issue")
    ]
    pages += [
        at(partner, f"/documents/{known['document_id'][0]}"),
        f"/partners/requests/{known['request_id'][0]}",
        f"/partners/accounts/{known['account_id'][0]}/confirm",
        f"/partners/resemblances/{known['resemblance_id'][0]}",
    ]
    for page in pages:
        method = "post" if page.endswith("/issue") else "get"
        assert getattr(other, method)(page).status_code == 403, page
        assert getattr(app.test_client(), method)(page).status_code == 302, page


def test_the_auditor_reads_and_changes_nothing(app, partner, owner):
    houses.account(partner, owner)
    client = as_(app, factories.person(Role.AUDITOR))
    for more in ("", "/members", "/bank", "/documents", "/profile/people"):
        assert client.get(at(partner, more)).status_code == 200
    assert "MA64011519000001205000534921" not in client.get(at(partner, "/bank")).text
    for more in ("/issue", "/members/leave", "/bank/change", "/profile/people/edit"):
        assert client.post(at(partner, more)).status_code == 403


def queries(client, page):
    client.get(page)
    client.application.extensions.pop("kept", None)
    with counting.queries() as sent:
        assert client.get(page).status_code == 200
    return len(sent)


@pytest.mark.parametrize("more", ["", "/members", "/documents", "/profile/people"])
def test_the_number_of_queries_does_not_grow_with_the_rows(app, partner, owner, more):
    client = as_(app, owner)

    def grow(times):
        for place in range(times):
            member = factories.person(Role.PARTNER_EDITOR, partner=partner)
            houses.paper(partner, title=f"Paper {place}")
            houses.invitation(partner, member, token_hash=f"{member.id.hex}{place}")
            JoinRequest.create(
                partner=partner, person=factories.person(), asked_at=factories.NOON
            )
            KeyPerson.create(partner=partner, position=place, name="A", body="management")

    grow(1)
    few = queries(client, at(partner, more))
    grow(6)
    assert queries(client, at(partner, more)) == few


def test_the_mails_of_the_house_are_delivered_with_their_links(app, client, partner, owner):
    client.post("/register", data={**WISH, "chosen": str(partner.id)})
    client.post(f"/confirm/{token('confirm')}")
    theirs = as_(app, owner)
    theirs.post(
        at(partner, "/members/invite"),
        data={"email": "leila@nour.example", "roles": "partner_editor"},
    )
    theirs.post(at(partner, "/bank/change"), data=BANK)
    app.extensions["jobs"].deliver.call_local()
    bodies = {mail.subject: mail.body for mail in DeliveredMail.select()}
    assert (
        f"/partners/{partner.id}/members"
        in bodies["Somebody asks to be let into your organisation"]
    )
    invited = bodies["Association Nour Bouregreg invites you to its team"]
    assert re.search(r"/invitations/\S{40,}", invited)
    assert any("/bank" in body for body in bodies.values())
