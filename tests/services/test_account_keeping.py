"""What an administrator does to accounts of others, and what nobody can do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from portal import db
from portal.domain.accounts import AccountActKind
from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken
from portal.models import AccountAct, Effect, Event, Grant, Person
from portal.services import (
    account_keeping,
    accounts,
    people,
    retention,
    retention_overview,
    second_factor,
)
from portal.services.account_keeping import Act
from portal.services.people import Wanted
from portal.services.retention import DryList, Line
from portal.services.staff import NewPerson
from tests import factories
from tests.authenticator import secured
from tests.factories import NOON, PASSWORD

pytestmark = pytest.mark.usefixtures("app")
WEEK = timedelta(days=7)
NEW = "four olive trees by the sea"
WHY = "Agreed with the head of office."


@pytest.fixture
def administrator():
    return factories.actor(Role.ADMINISTRATOR)


def given(role=Role.FINANCE_OFFICER, reason=WHY, until=None):
    return Act(AccountActKind.ROLE_GIVEN, reason, role, until)


def taken(role=Role.FINANCE_OFFICER, reason=WHY):
    return Act(AccountActKind.ROLE_TAKEN, reason, role)


def roles(person):
    return {grant.role for grant in people.grants(person)}


def last_mail():
    return Effect.select().order_by(Effect.created_at.desc()).first().payload


def test_a_role_is_given_with_a_reason_and_the_person_told(administrator):
    person = factories.person()
    account_keeping.give_role(person, given(), administrator, NOON)
    assert roles(person) == {Role.FINANCE_OFFICER}
    act = AccountAct.get()
    assert (act.reason, act.done_by_id) == (WHY, administrator.person_id)
    event = Event.get(Event.name == "person.role_given")
    assert (event.subject_id, event.facts) == (person.id, {"role": "finance_officer"})
    assert (last_mail()["to"], last_mail()["facts"]["reason"]) == (person.email, WHY)


@pytest.mark.parametrize(
    ("wish", "rule"),
    [
        (given(reason=" "), "reason_missing"),
        (given(role=Role.PARTNER_OWNER), "role_of_partner"),
        (given(until=date(2026, 3, 1)), "role_ends_past"),
        (given(role=Role.AUDITOR), "role_held"),
    ],
)
def test_what_may_not_be_given_changes_nothing(administrator, wish, rule):
    person = factories.person(Role.AUDITOR)
    with pytest.raises(RuleBroken, match=rule):
        account_keeping.give_role(person, wish, administrator, NOON)
    assert (roles(person), AccountAct.select().count()) == ({Role.AUDITOR}, 0)


def test_people_of_a_partner_get_no_role_of_the_office(administrator):
    person = factories.person(Role.PARTNER_EDITOR, partner=factories.partner())
    with pytest.raises(RuleBroken, match="role_of_partner"):
        account_keeping.give_role(person, given(), administrator, NOON)


def test_nobody_changes_the_own_account_or_without_the_role(administrator):
    own = Person.get_by_id(administrator.person_id)
    other = factories.actor(Role.HEAD_OF_OFFICE, Role.AUDITOR)
    for by, person in ((administrator, own), (other, factories.person())):
        with pytest.raises(NotAllowed):
            account_keeping.give_role(person, given(), by, NOON)
        with pytest.raises(NotAllowed):
            account_keeping.close(person, WHY, by, NOON)
        with pytest.raises(NotAllowed):
            account_keeping.take_factor(person, WHY, by, NOON)


def test_a_role_is_taken_back(administrator):
    person = factories.person(Role.FINANCE_OFFICER, Role.AUDITOR)
    account_keeping.take_role(person, taken(), administrator, NOON)
    assert roles(person) == {Role.AUDITOR}
    with pytest.raises(RuleBroken, match="role_not_held"):
        account_keeping.take_role(person, taken(), administrator, NOON)


def test_a_role_ends_after_its_last_day(administrator):
    person = factories.person()
    account_keeping.give_role(person, given(until=NOON.date()), administrator, NOON)
    assert account_keeping.end_roles(NOON) == 0
    assert account_keeping.end_roles(NOON + timedelta(days=1)) == 1
    assert roles(person) == set()
    assert Event.get(Event.name == "person.role_ended").actor_id is None
    assert last_mail()["facts"]["change"] == "role_ended"


def test_the_last_administrator_keeps_the_role_at_its_end(administrator):
    Grant.update(until=NOON.date()).execute()
    assert account_keeping.end_roles(NOON + WEEK) == 0
    assert roles(Person.get_by_id(administrator.person_id)) == {Role.ADMINISTRATOR}


def test_two_administrators_who_close_each_other_leave_one(administrator):
    other = factories.person(Role.ADMINISTRATOR)
    first = Person.get_by_id(administrator.person_id)
    pairs = [(other, administrator), (first, accounts.actor_of(other))]

    def close(pair):
        with db.database.connection_context():
            try:
                account_keeping.close(pair[0], WHY, pair[1], NOON)
            except RuleBroken as broken:
                return broken.rule
            return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, pairs)) == ["done", "last_administrator"]


def test_a_closed_account_is_signed_out_and_not_let_in_until_it_is_opened(administrator):
    person = factories.person(Role.AUDITOR)
    token = accounts.open_sign_in(person, NOON)
    account_keeping.close(person, WHY, administrator, NOON)
    assert accounts.signed_in(token, NOON) is None
    assert accounts.sign_in(person.email, PASSWORD, NOON) is None
    with pytest.raises(RuleBroken, match="account_closed"):
        account_keeping.close(person, WHY, administrator, NOON)
    with pytest.raises(RuleBroken, match="account_closed"):
        account_keeping.give_role(person, given(), administrator, NOON)
    account_keeping.reopen(person, WHY, administrator, NOON)
    assert accounts.signed_in(token, NOON) is None
    assert accounts.sign_in(person.email, PASSWORD, NOON)
    with pytest.raises(RuleBroken, match="account_open"):
        account_keeping.reopen(person, WHY, administrator, NOON)


def test_the_second_factor_of_a_lost_telephone_is_taken_off(administrator):
    person = factories.person()
    secured(person, NOON)
    token = accounts.put_sign_in(person, NOON, WEEK, second_factor=True)
    account_keeping.take_factor(person, WHY, administrator, NOON)
    assert second_factor.of(person.id) is None
    assert accounts.signed_in(token, NOON) is None
    assert accounts.signed_in(accounts.sign_in(person.email, PASSWORD, NOON), NOON)
    assert last_mail()["facts"]["change"] == "factor_taken"
    with pytest.raises(RuleBroken, match="second_factor_none"):
        account_keeping.take_factor(person, WHY, administrator, NOON)


def test_one_sign_in_or_all_are_ended(administrator):
    person = factories.person()
    tokens = [accounts.open_sign_in(person, NOON + timedelta(minutes=n)) for n in range(3)]
    newest = people.sign_ins(person, NOON)[0]
    account_keeping.sign_out(person, newest.id, administrator, NOON)
    alive = [accounts.signed_in(token, NOON) is not None for token in tokens]
    assert alive == [True, True, False]
    account_keeping.sign_out(person, None, administrator, NOON)
    assert people.sign_ins(person, NOON) == []


def invited(by, email="Nadia@example.org", roles=(Role.LEGAL_OFFICER,)):
    return account_keeping.invite(NewPerson(email, "Nadia", "fr", roles), by, NOON, WEEK)


def test_who_is_invited_chooses_a_password_and_is_signed_in(administrator):
    person = invited(administrator)
    mail = last_mail()
    assert (mail["to"], mail["language"]) == ("nadia@example.org", "fr")
    assert accounts.sign_in(person.email, NEW, NOON) is None
    token = accounts.join(mail["facts"]["token"], NEW, NOON)
    assert accounts.signed_in(token, NOON)[0].roles == {Role.LEGAL_OFFICER}
    with pytest.raises(RuleBroken, match="link_over"):
        accounts.join(mail["facts"]["token"], NEW, NOON)
    with pytest.raises(RuleBroken, match="joined_already"):
        account_keeping.invite_again(people.by_id(person.id), administrator, NOON, WEEK)


def test_an_invitation_ends_after_its_days_and_by_the_next_one(administrator):
    person = invited(administrator)
    first = last_mail()["facts"]["token"]
    assert not accounts.link_works(first, accounts.JOIN, NOON + WEEK)
    account_keeping.invite_again(person, administrator, NOON, WEEK)
    assert not accounts.link_works(first, accounts.JOIN, NOON)
    assert accounts.link_works(last_mail()["facts"]["token"], accounts.JOIN, NOON)


def test_an_invitation_needs_a_new_address_and_a_role(administrator):
    invited(administrator)
    with pytest.raises(RuleBroken, match="address_taken"):
        invited(administrator, "nadia@example.org")
    with pytest.raises(RuleBroken, match="role_needed"):
        invited(administrator, "other@example.org", ())
    assert Person.select().count() == 2


def test_people_are_found_by_text_role_state_and_second_factor(administrator):
    partner = factories.partner("Association Nour")
    editor = factories.person(Role.PARTNER_EDITOR, partner=partner, name="Salma Bennis")
    auditor = factories.person(Role.AUDITOR, name="Tomas Lindqvist")
    secured(auditor, NOON)
    accounts.put_sign_in(auditor, NOON, WEEK)
    Person.update(disabled_at=NOON).where(Person.id == editor.id).execute()

    def names(**asked):
        found = people.listed(Wanted(**asked), administrator, NOON + WEEK)
        return [row.person.name for row in found.rows]

    assert names(text="nour") == names(role="partner_editor") == [editor.name]
    assert names(state="closed") == [editor.name]
    assert names(factor="with") == [auditor.name]
    assert auditor.name not in names(state="silent") + names(factor="without")
    assert len(names(state="open")) == 2
    assert names(text="%") == []
    row = people.listed(Wanted(role="auditor"), administrator, NOON).rows[0]
    assert (row.last, row.secured, row.state) == (NOON, True, "open")


def test_a_long_list_comes_in_pages(administrator, monkeypatch):
    monkeypatch.setattr(people, "SIZE", 2)
    for _ in range(4):
        factories.person()
    pages = [people.listed(Wanted(page=n), administrator, NOON) for n in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert [(page.earlier, page.later) for page in pages] == [(0, 2), (1, 3), (2, 0)]


def test_what_is_due_is_told_on_mondays_in_counts(administrator, monkeypatch):
    listed = DryList([Line(None, NOON, {})] * 3)
    monkeypatch.setattr(retention, "dry", lambda _at, _years: listed)
    factories.person(Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR)
    factories.person(Role.FINANCE_OFFICER)
    assert retention_overview.tell(NOON) == 2
    assert last_mail()["facts"]["due"] == 3
    assert retention_overview.tell(NOON + timedelta(days=1)) == 0
