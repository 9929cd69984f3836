"""Hostile and odd texts in the forms that make names: register, profile, title of a call."""

import unicodedata

import pytest
from bs4 import BeautifulSoup

from portal.domain.actions import Role
from portal.models import Call, KeyPerson, Partner, PartnerName
from tests import factories

pytestmark = pytest.mark.both_databases

NEW = "four olive trees by the sea"
ODD = {
    "apostrophes": ("L'\u00c9toile d\u2019Or \u2018x\u2019", "L'\u00c9toile d'Or 'x'"),
    "arabic": ("\u062c\u0645\u0639\u064a\u0629 \u0646\u0648\u0631", None),
    "khmer": (
        "\u17a2\u1784\u17d2\u1782\u1780\u17b6\u179a\u179f\u1784\u17d2\u1783\u17b9\u1798",
        None,
    ),
    "emoji": ("Family \U0001f468\u200d\U0001f469\u200d\U0001f467 House", None),
    "right to left override": ("Bank \u202eelpoep", "Bank elpoep"),
    "isolates": ("\u2067Nour\u2069 \u200fHouse", "Nour House"),
    "300 characters": ("N" * 300, None),
    "pasted from Word": (
        "\u201cOpen\u00a0House\u201d\u00ad for\u202fall\u2028people",
        '"Open House" for all people',
    ),
    "markup": ("<script>alert(1)</script> & co", None),
    "template": ("{{ 7 * 7 }} %(name)s {% raw %}", None),
    "composed late": ("Cafe\u0301 de l\u2019aide", "Caf\u00e9 de l'aide"),
}
EMPTY = ["<p><br></p>", "<p>&nbsp;</p>", "\u00a0\u00a0", "\u200b\u202e", " \u00ad "]
odd = pytest.mark.parametrize(
    ("typed", "kept"), [(text, kept or text) for text, kept in ODD.values()], ids=list(ODD)
)
empty = pytest.mark.parametrize("typed", EMPTY)


def shown(page, text):
    """Say whether a page shows the text, as text and never as markup."""
    return escaped(text) in page and "<script>alert(1)" not in page


def escaped(text):
    table = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;"}
    return "".join(table.get(each, each) for each in text)


def wish(**facts):
    given = {
        "organisation": "Association Test",
        "country": "MA",
        "registration": "RBT-1",
        "name": "Salma Bennis",
        "email": "salma@nour.example",
        "password": NEW,
        "language": "en",
    }
    return {**given, **facts}


def essentials(partner, **facts):
    names = ("version", "name", "acronym", "country", "city", "address", "registration")
    return {**{each: str(getattr(partner, each)) for each in names}, **facts}


@pytest.fixture
def partner(client):
    made = factories.partner()
    factories.sign_in(client, factories.person(Role.PARTNER_OWNER, partner=made))
    return made


@odd
def test_an_odd_name_registers_as_it_is_read(client, typed, kept):
    assert client.post("/register", data=wish(organisation=typed)).status_code == 303
    assert Partner.get().name == kept


@empty
def test_a_name_that_cannot_be_seen_is_refused(client, typed):
    answer = client.post("/register", data=wish(organisation=typed))
    assert answer.status_code == 422
    assert "Fill this in." in answer.text
    assert Partner.select().count() == 0


def test_a_name_of_301_characters_is_refused_and_kept_in_the_form(client):
    answer = client.post("/register", data=wish(organisation="N" * 301))
    assert answer.status_code == 422
    assert "N" * 301 in answer.text


@pytest.mark.parametrize("address", ["/register", "/partners/{}/edit"])
def test_a_nul_byte_is_refused_before_anything_is_kept(client, partner, address):
    data = {**wish(organisation="A\0B"), "version": "1"}
    assert client.post(address.format(partner.id), data=data).status_code == 400
    assert Partner.get_by_id(partner.id).version == 1


def test_a_password_is_kept_exactly_as_it_was_typed(client):
    odd_ = "four olive\u00a0trees \u201cby\u201d the sea\u00ad"
    client.post("/register", data=wish(password=odd_))
    person = Partner.get().people.get()
    type(person).update(confirmed_at=factories.NOON).execute()
    form = {"email": person.email, "password": odd_}
    assert client.post("/sign-in", data=form).status_code == 303


@odd
def test_an_odd_name_in_the_profile_is_shown_apart_and_never_as_markup(
    client, partner, typed, kept
):
    form = essentials(partner, name=typed)
    assert client.post(f"/partners/{partner.id}/edit", data=form).status_code == 303
    assert Partner.get_by_id(partner.id).name == kept
    page = client.get(f"/partners/{partner.id}").text
    assert shown(page, kept)
    assert f"<bdi>{escaped(kept)}</bdi>" in page
    assert not [
        each for each in page if unicodedata.bidirectional(each) in {"RLO", "LRO", "RLE"}
    ]


@empty
def test_an_invisible_name_leaves_the_profile_as_it_was(client, partner, typed):
    answer = client.post(f"/partners/{partner.id}/edit", data=essentials(partner, name=typed))
    assert answer.status_code == 422
    assert Partner.get_by_id(partner.id).name == partner.name


@odd
def test_an_odd_name_in_a_row_of_the_profile_is_kept(client, partner, typed, kept):
    form = {"version": "1", "rows-0-name": typed, "rows-0-language": "\u202eother"}
    address = f"/partners/{partner.id}/profile/names/edit"
    assert client.post(address, data=form).status_code == 303
    assert (PartnerName.get().name, PartnerName.get().language) == (kept, "other")
    assert shown(client.get(address.removesuffix("/edit")).text, kept)


@empty
def test_a_key_person_without_a_visible_name_is_refused(client, partner, typed):
    form = {"version": "1", "rows-0-name": typed, "rows-0-function": "Chair"}
    form["rows-0-body"] = "governing"
    answer = client.post(f"/partners/{partner.id}/profile/people/edit", data=form)
    assert answer.status_code == 422
    assert KeyPerson.select().count() == 0


@odd
def test_an_odd_title_of_a_call_is_shown_and_never_as_markup(client, typed, kept):
    author = factories.person(Role.PROGRAMME_OFFICER)
    call = factories.call(author=author)
    factories.sign_in(client, author)
    page = client.get(f"/calls/{call.slug}/edit/basics")
    assert page.status_code == 200
    form = basics(page.text, title=typed)
    answer = client.post(f"/calls/{call.slug}/edit/basics", data=form)
    assert answer.status_code == 303
    assert Call.get_by_id(call.id).title == kept
    assert shown(client.get(f"/calls/{call.slug}").text, kept)


def basics(html, **facts):
    """What the form on a page would send, with some fields changed."""
    soup = BeautifulSoup(html, "html.parser").select_one("main form")
    fields = soup.select("input[name], textarea[name], select[name]")
    return {**{each["name"]: value(each) for each in fields}, **facts}


def value(field):
    if field.name == "textarea":
        return field.text.strip()
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return chosen["value"]
    return field.get("value", "")
