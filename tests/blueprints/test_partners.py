"""The profile pages of a partner."""

import re
from uuid import uuid4

import pytest

from portal.domain.actions import Role
from portal.models import Event, PartnerDeclaration
from portal.services import partners
from tests import factories

ESSENTIALS = (
    "name", "acronym", "country", "city", "address", "registration", "founded", "website",
    "mandate",
)  # fmt: skip


def typed(partner, **facts):
    shown = {name: str(getattr(partner, name) or "") for name in ("version", *ESSENTIALS)}
    return {**shown, **facts}


@pytest.fixture
def partner(client):
    return factories.partner(city="", acronym="ANB")


@pytest.fixture
def owner(client, partner):
    return factories.sign_in(client, factories.person(Role.PARTNER_OWNER, partner=partner))


def page(partner, more=""):
    return f"/partners/{partner.id}{more}"


def asked(client, partner):
    """Return where the one button of the profile leads that is asked for."""
    return re.search(r'btn-primary"\s+href="([^"]+)"', client.get(page(partner)).text)[1]


def test_the_profile_says_what_is_missing_and_leads_there(owner, partner):
    text = owner.get(page(partner)).text
    assert "The profile is not complete yet" in text
    assert f'href="{page(partner)}/edit#city"' in text
    assert "Nothing yet." in text


def test_the_owner_completes_the_profile(owner, partner):
    form = typed(partner, city="Salé", website="www.anb.example", mandate="A\r\nB")
    done = owner.post(page(partner, "/edit"), data=form, follow_redirects=True)
    assert "The profile is saved." in done.text
    assert "The profile is complete" in done.text
    kept = partners.by_id(partner.id)
    assert (kept.city, kept.website) == ("Salé", "https://www.anb.example")
    assert kept.mandate == "A\nB"


def test_a_complete_profile_leads_to_the_declarations_and_then_to_the_verification(client):
    partner = factories.partner()
    owner = factories.sign_in(client, factories.person(Role.PARTNER_OWNER, partner=partner))
    PartnerDeclaration.delete().execute()
    assert asked(owner, partner) == page(partner, "/declarations/make")
    factories.declared(partner)
    assert asked(owner, partner) == page(partner, "/verification")
    owner.post(page(partner, "/verification/ask"))
    assert "Nothing is asked of you here" in owner.get(page(partner)).text


def test_a_profile_can_be_saved_before_it_is_complete(owner, partner):
    form = typed(partner, founded="", mandate="")
    assert owner.post(page(partner, "/edit"), data=form).status_code == 303
    assert partners.missing(partners.by_id(partner.id)) == [
        "city",
        "founded",
        "mandate",
    ]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Fill this in."),
        ("founded", "long ago", "Enter a whole number in figures."),
        ("founded", "1200", "Enter a number from 1800 to 2200."),
        ("founded", "2199", "Enter the year of founding"),
        ("website", "javascript://x\nalert(1)", "Enter an address like www.example.org."),
    ],
)
def test_a_wrong_entry_is_told_and_kept(owner, partner, field, value, message):
    form = typed(partner, city="Salé", **{field: value})
    answer = owner.post(page(partner, "/edit"), data=form)
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="Salé"' in answer.text
    assert partners.by_id(partner.id).version == 1
    assert Event.select().count() == 0


def test_two_people_writing_get_both_versions_side_by_side(owner, partner):
    form = typed(partner, city="Salé", country="FR")
    assert owner.post(page(partner, "/edit"), data=form).status_code == 303
    second = owner.post(page(partner, "/edit"), data=typed(partner, city="Fès"))
    assert second.status_code == 409
    assert "Somebody else saved this meanwhile" in second.text
    for theirs in ("Salé", "France"):
        assert f'<blockquote class="theirs">{theirs}</blockquote>' in second.text
    assert second.text.count("<blockquote") == 2
    assert 'value="Fès"' in second.text
    assert 'name="version" type="hidden" value="2"' in second.text
    third = owner.post(page(partner, "/edit"), data=typed(partner, city="Fès", version="2"))
    assert third.status_code == 303


def test_fields_that_the_form_does_not_have_are_not_saved(owner, partner):
    form = typed(partner, city="Salé", language="fr", id=str(uuid4()), created_at="2000-01-01")
    owner.post(page(partner, "/edit"), data=form)
    kept = partners.by_id(partner.id)
    assert (kept.language, kept.created_at) == ("en", partner.created_at)


def test_what_was_typed_is_never_read_as_markup(owner, partner):
    owner.post(page(partner, "/edit"), data=typed(partner, mandate="<script>alert(1)</script>"))
    assert "<script>alert(1)" not in owner.get(page(partner)).text


def test_the_office_reads_a_profile_and_does_not_change_it(client, partner):
    factories.sign_in(client, factories.person(Role.PROCUREMENT_OFFICER))
    text = client.get(page(partner)).text
    assert partner.name in text
    assert "/edit" not in text
    assert client.get(page(partner, "/edit")).status_code == 403


def test_an_editor_sees_that_the_owner_is_waited_for(client, partner):
    factories.sign_in(client, factories.person(Role.PARTNER_EDITOR, partner=partner))
    assert "The partner's owner completes the profile" in client.get(page(partner)).text
    assert client.post(page(partner, "/edit"), data=typed(partner)).status_code == 403


def test_another_partner_sees_nothing(client, partner):
    other = factories.person(Role.PARTNER_OWNER, partner=factories.partner())
    factories.sign_in(client, other)
    for address in (page(partner), page(partner, "/edit")):
        assert client.get(address).status_code == 403


def test_a_visitor_is_led_to_sign_in(client, partner):
    assert client.get(page(partner)).location == f"/sign-in?next={page(partner)}"


def test_an_unknown_partner_gets_a_clear_sentence(owner):
    answer = owner.get(f"/partners/{uuid4()}")
    assert answer.status_code == 404
    assert "There is nothing under this reference" in answer.text
