"""Registering, links sent by mail, signing in, passwords; partners and their profile."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from uuid import uuid4

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, RulesBroken
from portal.domain.policy import VISITOR
from portal.models import Effect, Event, MailToken, Partner, Person
from portal.services import accounts, partners
from portal.services.partners import Registration
from tests import factories
from tests.factories import NOON, PASSWORD

pytestmark = pytest.mark.usefixtures("app")
NEW = "four olive trees by the sea"


def wish(**facts):
    given = {
        "organisation": "Association Test",
        "country": "MA",
        "registration": "RBT-1",
        "name": "Salma Bennis",
        "email": "Salma@nour.example",
        "password": NEW,
        "language": "fr",
    }
    return Registration(**{**given, **facts})


def mails():
    return [effect.payload for effect in Effect.select().order_by(Effect.created_at)]


def last_token():
    return mails()[-1]["facts"]["token"]


def rows():
    return [table.select().count() for table in (Partner, Person, MailToken, Event, Effect)]


def in_use(person, at=NOON):
    token = accounts.open_sign_in(person, at)
    return lambda when=at: accounts.signed_in(token, when) is not None


def test_registering_makes_a_partner_with_an_owner_who_signs():
    partners.register(wish(), NOON)
    person = accounts.by_email("salma@nour.example")
    assert person.partner.name == "Association Test"
    assert accounts.actor_of(person).roles == {Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY}
    assert person.confirmed_at is None
    assert [event.name for event in Event.select()] == ["partner.registered"]
    assert [(mail["to"], mail["template"]) for mail in mails()] == [(person.email, "confirm")]


def test_the_database_keeps_no_token_and_no_password():
    partners.register(wish(), NOON)
    assert MailToken.get().token_hash == accounts.token_hash(last_token())
    assert NEW not in Person.get().password_hash


def test_nobody_signs_in_before_the_address_is_confirmed():
    partners.register(wish(), NOON)
    assert accounts.sign_in("salma@nour.example", NEW, NOON) is None


def test_a_confirmed_address_is_signed_in_and_can_sign_in_again():
    partners.register(wish(), NOON)
    token = accounts.confirm(last_token(), NOON)
    actor, language, _by_code = accounts.signed_in(token, NOON)
    assert (actor.name, language) == ("Salma Bennis", "fr")
    assert accounts.sign_in(" SALMA@nour.example ", NEW, NOON)


def test_a_link_works_once():
    partners.register(wish(), NOON)
    accounts.confirm(last_token(), NOON)
    before = rows()
    with pytest.raises(RuleBroken, match="link_over"):
        accounts.confirm(last_token(), NOON)
    assert rows() == before


def test_a_link_to_confirm_ends_after_three_days():
    partners.register(wish(), NOON)
    token = last_token()
    assert accounts.link_works(token, accounts.CONFIRM, NOON + timedelta(days=2, hours=23))
    with pytest.raises(RuleBroken, match="link_over"):
        accounts.confirm(token, NOON + timedelta(days=3))


def test_a_link_to_confirm_sets_no_password():
    partners.register(wish(), NOON)
    with pytest.raises(RuleBroken, match="link_over"):
        accounts.reset(last_token(), NEW + "!", NOON)


def test_a_known_address_makes_nothing_and_tells_its_owner_only():
    known = factories.person(email="known@nour.example")
    before = rows()
    partners.register(wish(email="KNOWN@nour.example"), NOON)
    assert rows()[:4] == before[:4]
    assert [(mail["to"], mail["template"]) for mail in mails()] == [(known.email, "known")]


def test_registering_twice_before_confirming_sends_a_new_link():
    partners.register(wish(), NOON)
    partners.register(wish(), NOON)
    assert Partner.select().count() == 1
    accounts.confirm(last_token(), NOON)


def test_a_disabled_person_gets_no_mail():
    person = factories.person(email="known@nour.example")
    Person.update(disabled_at=NOON).execute()
    partners.register(wish(email=person.email), NOON)
    accounts.ask_reset(person.email, NOON)
    accounts.ask_confirmation(person.email, NOON)
    assert mails() == []


def test_a_link_of_a_person_who_was_disabled_does_nothing():
    person = factories.person()
    accounts.ask_reset(person.email, NOON)
    Person.update(disabled_at=NOON).execute()
    with pytest.raises(RuleBroken, match="link_over"):
        accounts.reset(last_token(), NEW, NOON)
    assert MailToken.get().used_at is None


def test_a_weak_password_registers_nobody():
    before = rows()
    with pytest.raises(RulesBroken):
        partners.register(wish(password="short"), NOON)  # noqa: S106 - a test
    assert rows() == before


def test_a_new_link_is_mailed_only_to_who_waits_for_one():
    partners.register(wish(), NOON)
    confirmed = factories.person()
    for address in ("salma@nour.example", confirmed.email, "nobody@nour.example"):
        accounts.ask_confirmation(address, NOON)
    assert [mail["to"] for mail in mails()] == ["salma@nour.example"] * 2


def test_a_mailed_link_sets_a_password_and_signs_out_everywhere():
    person = factories.person()
    signed_in = in_use(person)
    accounts.ask_reset(person.email, NOON)
    accounts.reset(last_token(), NEW, NOON)
    assert not signed_in()
    assert accounts.sign_in(person.email, PASSWORD, NOON) is None
    assert accounts.sign_in(person.email, NEW, NOON)


def test_setting_a_password_ends_the_other_links_and_tells_the_person():
    person = factories.person()
    accounts.ask_reset(person.email, NOON)
    older = last_token()
    accounts.ask_reset(person.email, NOON + timedelta(seconds=1))
    newer = next(t for mail in mails() if (t := mail["facts"]["token"]) != older)
    accounts.reset(newer, NEW, NOON + timedelta(seconds=2))
    assert not accounts.link_works(older, accounts.RESET, NOON + timedelta(seconds=2))
    assert mails()[-1]["template"] == "password_changed"
    assert [event.name for event in Event.select()] == ["person.password_changed"]


def test_a_link_to_set_a_password_ends_after_an_hour():
    person = factories.person()
    accounts.ask_reset(person.email, NOON)
    with pytest.raises(RuleBroken, match="link_over"):
        accounts.reset(last_token(), NEW, NOON + timedelta(hours=1))


def test_a_refused_password_leaves_the_link_usable():
    person = factories.person()
    accounts.ask_reset(person.email, NOON)
    with pytest.raises(RulesBroken):
        accounts.reset(last_token(), "short", NOON)
    accounts.reset(last_token(), NEW, NOON)


def test_who_sets_a_password_by_mail_has_confirmed_the_address():
    partners.register(wish(), NOON)
    accounts.ask_reset("salma@nour.example", NOON + timedelta(seconds=1))
    token = next(m["facts"]["token"] for m in mails() if m["template"] == "reset")
    accounts.reset(token, NEW, NOON + timedelta(seconds=2))
    assert accounts.sign_in("salma@nour.example", NEW, NOON)


def test_changing_the_password_asks_the_present_one():
    person = factories.person()
    before = rows()
    with pytest.raises(RuleBroken, match="password_wrong"):
        accounts.change_password(accounts.actor_of(person), "wrong", NEW, NOON, "")
    assert rows() == before
    assert accounts.sign_in(person.email, PASSWORD, NOON)


def test_changing_the_password_keeps_only_this_browser():
    person = factories.person()
    here = accounts.open_sign_in(person, NOON)
    elsewhere = in_use(person)
    accounts.change_password(accounts.actor_of(person), PASSWORD, NEW, NOON, here)
    assert accounts.signed_in(here, NOON)
    assert not elsewhere()


def test_a_sign_in_ends_after_its_hours():
    person = factories.person()
    token = accounts.sign_in(person.email, PASSWORD, NOON, timedelta(hours=2))
    assert accounts.signed_in(token, NOON + timedelta(minutes=119))
    assert accounts.signed_in(token, NOON + timedelta(hours=2)) is None


def test_a_disabled_person_is_signed_out_and_cannot_sign_in():
    person = factories.person()
    signed_in = in_use(person)
    Person.update(disabled_at=NOON).where(Person.id == person.id).execute()
    assert not signed_in()
    assert accounts.sign_in(person.email, PASSWORD, NOON) is None


def test_open_sign_ins_are_those_of_the_person_and_mark_this_one():
    person = factories.person()
    here = accounts.open_sign_in(person, NOON)
    in_use(person)
    in_use(factories.person())
    accounts.sign_out(accounts.open_sign_in(person, NOON), NOON)
    listed = accounts.open_sign_ins(accounts.actor_of(person), here, NOON)
    assert sorted(is_here for _, is_here in listed) == [False, True]


def test_a_visitor_has_no_account_to_read():
    with pytest.raises(NotAllowed):
        accounts.person_of(VISITOR)
    with pytest.raises(NotAllowed):
        accounts.choose_language(VISITOR, "fr")


def test_a_profile_names_what_is_missing():
    partner = factories.partner(city="", founded=None, website="")
    assert partners.missing(partner) == ["city", "founded"]
    assert not partners.is_complete(partner)
    assert partners.is_complete(factories.partner())


def test_nobody_on_the_staff_is_a_figure_too():
    assert partners.is_complete(factories.partner(staff=0))


def test_an_unknown_partner_is_not_found():
    with pytest.raises(NotFound):
        partners.by_id(uuid4())


def test_the_owner_changes_the_profile():
    partner = factories.partner()
    owner = factories.actor(Role.PARTNER_OWNER, partner=partner)
    partners.change(partner, owner, NOON, 1, {"city": "Salé"})
    kept = partners.by_id(partner.id)
    assert (kept.city, kept.version) == ("Salé", 2)
    assert Event.get().name == "partner.changed"


def test_two_owners_get_both_versions_and_nothing_is_lost():
    partner = factories.partner()
    owner = factories.actor(Role.PARTNER_OWNER, partner=partner)
    partners.change(partner, owner, NOON, 1, {"city": "Salé"})
    with pytest.raises(Conflict) as conflict:
        partners.change(partner, owner, NOON, 1, {"city": "Fès"})
    assert (conflict.value.version, conflict.value.theirs) == (2, {"city": "Salé"})
    assert Event.select().count() == 1


def test_an_editor_another_partner_and_the_office_change_no_profile():
    partner = factories.partner()
    others = (
        factories.actor(Role.PARTNER_EDITOR, partner=partner),
        factories.actor(Role.PARTNER_OWNER, partner=factories.partner()),
        factories.actor(Role.PROGRAMME_OFFICER),
        VISITOR,
    )
    for other in others:
        with pytest.raises(NotAllowed):
            partners.change(partner, other, NOON, 1, {"city": "Salé"})
    assert partners.by_id(partner.id).version == 1


def test_a_partner_cannot_be_founded_in_the_future():
    partner = factories.partner()
    owner = factories.actor(Role.PARTNER_OWNER, partner=partner)
    with pytest.raises(RuleBroken, match="founded_later"):
        partners.change(partner, owner, NOON, 1, {"founded": NOON.year + 1})
    assert Event.select().count() == 0


def test_the_owner_is_asked_to_complete_the_profile_and_the_team_waits():
    partner = factories.partner(city="")
    owner, editor, _ = (accounts.actor_of(each) for each in factories.team(partner))
    assert [item.waiting for item in partners.work_items(owner, NOON)] == [False]
    assert [item.waiting for item in partners.work_items(editor, NOON)] == [True]


def test_a_complete_profile_and_the_office_ask_for_nothing():
    owner = factories.actor(Role.PARTNER_OWNER, partner=factories.partner())
    assert partners.work_items(owner, NOON) == []
    assert partners.work_items(factories.actor(Role.AUDITOR), NOON) == []


def test_the_team_is_listed_by_name_with_roles():
    partner = factories.partner()
    factories.person(Role.PARTNER_SIGNATORY, Role.PARTNER_OWNER, partner=partner, name="Bea")
    factories.person(Role.PARTNER_EDITOR, partner=partner, name="Anas")
    factories.person(Role.PARTNER_EDITOR, partner=factories.partner(), name="Zoe")
    assert [(person.name, roles) for person, roles in partners.team(partner)] == [
        ("Anas", [Role.PARTNER_EDITOR]),
        ("Bea", [Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY]),
    ]


def test_two_passwords_are_tried_at_once_and_the_next_waits_for_its_memory():
    person = factories.person()
    with ThreadPoolExecutor(4) as pool:
        with accounts._turns, accounts._turns:
            third = pool.submit(accounts.password_fits, person, PASSWORD)
            assert wait([third], 0.05).not_done == {third}
        tries = [pool.submit(accounts.password_fits, person, PASSWORD) for _ in range(4)]
        assert all(each.result(30) for each in [third, *tries])
