"""Members of a partner: invited, given roles, removed, and who asks to be let in."""

from datetime import timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.partner_house import Grounds, RequestState
from portal.models import (
    Answer,
    Effect,
    Event,
    JoinRequest,
    MemberInvitation,
    Partner,
    Person,
    Resemblance,
)
from portal.services import accounts, partner_joining, partner_members, work
from portal.services.partner_joining import OTHER, Choice, MayBeHere
from portal.services.partner_members import Newcomer, Wish
from portal.services.partners import Registration
from tests import counting, factories
from tests.factories import NOON, PASSWORD

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NEW = "four olive trees by the sea"
NEWCOMER = Newcomer("Salma Bennis", NEW, "fr")


def mails(template=None):
    sent = [effect.payload for effect in Effect.select().where(Effect.kind == "mail")]
    return [mail for mail in sent if template in (None, mail["template"])]


def rows():
    tables = (Partner, Person, MemberInvitation, JoinRequest, Event, Effect)
    return [table.select().count() for table in tables]


@pytest.fixture
def partner():
    return factories.partner("Association Nour Bouregreg", acronym="ANB")


@pytest.fixture
def owner(partner):
    return factories.actor(Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY, partner=partner)


def invite(partner, owner, email="salma@nour.example", roles=(Role.PARTNER_EDITOR,)):
    partner_members.invite(partner, Wish(email, roles), owner, NOON)
    return mails("invitation")[-1]["facts"]["token"]


def roles_of(actor_or_person):
    key = getattr(actor_or_person, "person_id", None) or actor_or_person.id
    return set(partner_members.roles_of(Person.get_by_id(key)))


def test_who_is_invited_joins_with_a_password_of_their_own(partner, owner):
    token = invite(partner, owner, " SALMA@nour.example ")
    session = partner_members.accept(token, NEWCOMER, NOON, HOUR)
    actor, language, _by_code = accounts.signed_in(session, NOON)
    assert (actor.name, actor.partner_id, language) == ("Salma Bennis", partner.id, "fr")
    assert actor.roles == {Role.PARTNER_EDITOR}
    assert accounts.sign_in("salma@nour.example", NEW, NOON)
    assert MemberInvitation.get().token_hash != token
    assert Event.get(Event.name == "partner.member_joined").actor_id == actor.person_id


def test_an_invitation_works_once(partner, owner):
    token = invite(partner, owner)
    partner_members.accept(token, NEWCOMER, NOON, HOUR)
    before = rows()
    with pytest.raises(RuleBroken, match="invitation_over"):
        partner_members.accept(token, NEWCOMER, NOON, HOUR)
    assert rows() == before


def test_an_invitation_ends_after_seven_days(partner, owner):
    token = invite(partner, owner)
    assert partner_members.by_token(token, NOON + 7 * DAY - HOUR)
    with pytest.raises(RuleBroken, match="invitation_over"):
        partner_members.accept(token, NEWCOMER, NOON + 7 * DAY, HOUR)
    assert partner_members.open_invitations(partner, NOON + 7 * DAY) == []
    assert accounts.by_email("salma@nour.example") is None


def test_an_invitation_taken_back_is_over(partner, owner):
    token = invite(partner, owner)
    partner_members.revoke(partner, MemberInvitation.get().id, owner, NOON)
    with pytest.raises(RuleBroken, match="invitation_over"):
        partner_members.accept(token, NEWCOMER, NOON, HOUR)
    with pytest.raises(WrongState):
        partner_members.revoke(partner, MemberInvitation.get().id, owner, NOON)


def test_a_second_invitation_of_the_same_address_ends_the_first(partner, owner):
    first, second = invite(partner, owner), invite(partner, owner)
    assert partner_members.by_token(first, NOON) is None
    assert partner_members.by_token(second, NOON)


def test_a_weak_password_joins_nobody(partner, owner):
    token = invite(partner, owner)
    before = rows()
    with pytest.raises(RulesBroken):
        partner_members.accept(token, Newcomer("Salma", "short", "en"), NOON, HOUR)
    with pytest.raises(RuleBroken, match="name_needed"):
        partner_members.accept(token, Newcomer("", NEW, "en"), NOON, HOUR)
    assert rows() == before
    assert partner_members.by_token(token, NOON)


def test_who_has_an_account_proves_it_with_its_password(partner, owner):
    person = factories.person(email="salma@nour.example")
    token = invite(partner, owner)
    with pytest.raises(RuleBroken, match="account_password"):
        partner_members.accept(token, NEWCOMER, NOON, HOUR)
    partner_members.accept(token, Newcomer("", PASSWORD, "en"), NOON, HOUR)
    assert Person.get_by_id(person.id).partner_id == partner.id


@pytest.mark.parametrize("of_the_office", [True, False])
def test_who_belongs_elsewhere_joins_nowhere_and_keeps_the_invitation(
    partner, owner, of_the_office
):
    facts = {"email": "salma@nour.example"}
    if of_the_office:
        factories.person(Role.FINANCE_OFFICER, **facts)
    else:
        factories.person(partner=factories.partner(), **facts)
    token = invite(partner, owner)
    before = rows()
    with pytest.raises(RuleBroken, match="member_elsewhere"):
        partner_members.accept(token, Newcomer("", PASSWORD, "en"), NOON, HOUR)
    assert rows() == before
    assert partner_members.by_token(token, NOON)


def test_a_member_is_not_invited_again(partner, owner):
    person = factories.person(Role.PARTNER_EDITOR, partner=partner)
    before = rows()
    with pytest.raises(RuleBroken, match="member_already"):
        invite(partner, owner, person.email)
    assert rows() == before


def test_nobody_is_invited_to_a_role_of_the_office(partner, owner):
    with pytest.raises(RulesBroken):
        invite(partner, owner, roles=(Role.FINANCE_OFFICER,))
    assert mails() == []


def test_only_the_owner_looks_after_members(partner):
    for who in (
        factories.actor(Role.PARTNER_EDITOR, partner=partner),
        factories.actor(Role.PARTNER_OWNER, partner=factories.partner()),
        factories.actor(Role.PROCUREMENT_OFFICER),
    ):
        with pytest.raises(NotAllowed):
            invite(partner, who)


def test_the_number_of_open_invitations_is_bounded(partner, owner, monkeypatch):
    monkeypatch.setattr(partner_members, "MOST_OPEN", 2)
    invite(partner, owner, "a@nour.example")
    invite(partner, owner, "b@nour.example")
    with pytest.raises(RuleBroken, match="too_many_invitations"):
        invite(partner, owner, "c@nour.example")


def test_roles_are_changed_and_the_member_is_told(partner, owner):
    person = factories.person(Role.PARTNER_EDITOR, partner=partner)
    partner_members.change_roles(partner, person.id, [Role.PARTNER_SIGNATORY], owner, NOON)
    assert roles_of(person) == {Role.PARTNER_SIGNATORY}
    assert [mail["to"] for mail in mails("roles_changed")] == [person.email]


def test_the_last_owner_stays_owner_and_does_not_leave(partner, owner):
    before = rows()
    with pytest.raises(RulesBroken):
        partner_members.change_roles(
            partner, owner.person_id, [Role.PARTNER_EDITOR], owner, NOON
        )
    for leave in (
        lambda: partner_members.leave(partner, owner, NOON),
        lambda: partner_members.remove(partner, owner.person_id, owner, NOON),
    ):
        with pytest.raises(RuleBroken, match="last_owner"):
            leave()
    assert rows() == before
    assert Role.PARTNER_OWNER in roles_of(owner)


def test_an_owner_who_never_confirmed_the_address_does_not_count(partner, owner):
    other = factories.person(Role.PARTNER_OWNER, partner=partner)
    Person.update(confirmed_at=None).where(Person.id == other.id).execute()
    with pytest.raises(RuleBroken, match="last_owner"):
        partner_members.leave(partner, owner, NOON)


def test_a_removed_member_is_signed_out_at_once_and_what_they_wrote_stays(partner, owner):
    person = factories.person(Role.PARTNER_EDITOR, partner=partner)
    proposal = factories.proposal(partner=partner)
    Answer.update(saved_by=person).where(Answer.proposal == proposal).execute()
    session = accounts.open_sign_in(person, NOON)
    partner_members.remove(partner, person.id, owner, NOON)
    assert accounts.signed_in(session, NOON) is None
    assert roles_of(person) == set()
    assert Person.get_by_id(person.id).partner_id is None
    texts = Answer.select().where(Answer.proposal == proposal)
    assert all(answer.text and answer.saved_by_id == person.id for answer in texts)
    with pytest.raises(NotFound):
        partner_members.remove(partner, person.id, owner, NOON)


def test_ownership_is_handed_over_once(partner, owner):
    person = factories.person(Role.PARTNER_EDITOR, partner=partner)
    partner_members.hand_over(partner, person.id, owner, NOON)
    assert Role.PARTNER_OWNER in roles_of(person)
    assert roles_of(owner) == {Role.PARTNER_EDITOR, Role.PARTNER_SIGNATORY}
    with pytest.raises(WrongState):
        partner_members.hand_over(partner, person.id, owner, NOON)
    now_ = accounts.actor_of(Person.get_by_id(owner.person_id))
    partner_members.leave(partner, now_, NOON)


def test_ownership_is_handed_to_a_member_who_can_sign_in(partner, owner):
    with pytest.raises(RuleBroken, match="hand_over_self"):
        partner_members.hand_over(partner, owner.person_id, owner, NOON)
    person = factories.person(Role.PARTNER_EDITOR, partner=partner)
    Person.update(confirmed_at=None).where(Person.id == person.id).execute()
    with pytest.raises(RuleBroken, match="hand_over_closed"):
        partner_members.hand_over(partner, person.id, owner, NOON)
    with pytest.raises(NotFound):
        partner_members.hand_over(partner, factories.person().id, owner, NOON)
    assert Role.PARTNER_OWNER in roles_of(owner)


def wish(**facts):
    given = {
        "organisation": "Nour Bouregreg",
        "country": "MA",
        "registration": "NEW-1",
        "name": "Salma Bennis",
        "email": "salma@bennis.example",
        "password": NEW,
        "language": "fr",
    }
    return Registration(**{**given, **facts})


def register(choice=Choice(), **facts):  # noqa: B008 - a frozen value
    partner_joining.register(wish(**facts), choice, 88, NOON)


@pytest.fixture
def here(partner, owner):
    return partner


@pytest.mark.parametrize(
    ("facts", "grounds"),
    [
        ({"organisation": "ASSOCIATION NÔUR BOUREGREG"}, Grounds.NAME),
        ({"organisation": "ANB"}, Grounds.NAME),
        ({"organisation": "Quite another"}, Grounds.DOMAIN),
        ({"organisation": "Another", "registration": "rbt / 00099"}, Grounds.REGISTRATION),
    ],
)
def test_a_second_registration_is_led_to_the_first(here, facts, grounds):
    Partner.update(registration="RBT-00099").execute()
    Person.update(email="someone@bennis.example").execute()
    with pytest.raises(MayBeHere) as found:
        register(**facts)
    assert [(each.name, each.grounds) for each in found.value.alike] == [(here.name, grounds)]
    assert Partner.select().count() == 1
    assert accounts.by_email("salma@bennis.example") is None


def test_free_mail_providers_say_nothing_about_an_organisation(here):
    Person.update(email="someone@gmail.com").execute()
    register(organisation="Quite another", email="salma@gmail.com")
    assert Partner.select().count() == 2


def test_an_organisation_without_a_confirmed_person_is_not_here_yet(here):
    Person.update(confirmed_at=None).execute()
    register()
    assert Partner.select().count() == 2


def test_who_asks_to_be_let_in_is_told_to_the_owner_once_the_address_is_confirmed(here, owner):
    register(Choice(str(here.id)))
    person = accounts.by_email("salma@bennis.example")
    assert person.partner_id is None
    assert partner_joining.waiting(here) == []
    assert mails("join_asked") == []
    token = mails("confirm")[0]["facts"]["token"]
    session = partner_joining.confirm(token, NOON, HOUR)
    assert accounts.signed_in(session, NOON)[0].partner_id is None
    assert [mail["facts"]["who"] for mail in mails("join_asked")] == ["Salma Bennis"]
    words = [item.word for item in work.items(owner, NOON)]
    assert "work.answer_join" in words


def asked(here):
    person = factories.person(name="Salma Bennis")
    return JoinRequest.create(partner=here, person=person, asked_at=NOON)


def test_the_owner_lets_somebody_in_with_roles(here, owner):
    request = asked(here)
    partner_joining.admit(request, [Role.PARTNER_EDITOR], owner, NOON)
    assert Person.get_by_id(request.person_id).partner_id == here.id
    assert roles_of(request.person) == {Role.PARTNER_EDITOR}
    assert len(mails("join_admitted")) == 1
    with pytest.raises(WrongState):
        partner_joining.admit(request, [Role.PARTNER_OWNER], owner, NOON)
    with pytest.raises(WrongState):
        partner_joining.decline(request, owner, NOON)
    assert roles_of(request.person) == {Role.PARTNER_EDITOR}


def test_the_owner_declines_and_the_person_may_register_another_organisation(here, owner):
    request = asked(here)
    partner_joining.decline(request, owner, NOON)
    assert JoinRequest.get().state is RequestState.DECLINED
    who = accounts.actor_of(request.person)
    made = partner_joining.found_partner(who, ("Croix Bleue", "MA", "CB-1"), Choice(), 88, NOON)
    assert Person.get_by_id(request.person_id).partner_id == made
    assert Role.PARTNER_OWNER in roles_of(request.person)


def test_who_joined_another_partner_meanwhile_is_not_let_in(here, owner):
    request = asked(here)
    Person.update(partner=factories.partner()).where(Person.id == request.person_id).execute()
    before = rows()
    with pytest.raises(RuleBroken, match="member_elsewhere"):
        partner_joining.admit(request, [Role.PARTNER_EDITOR], owner, NOON)
    assert rows() == before
    assert JoinRequest.get().state is RequestState.WAITING


def test_only_the_owner_of_that_partner_answers(here):
    request = asked(here)
    other = factories.actor(Role.PARTNER_OWNER, partner=factories.partner())
    with pytest.raises(NotAllowed):
        partner_joining.admit(request, [Role.PARTNER_OWNER], other, NOON)


def test_another_organisation_is_registered_with_a_reason_that_procurement_sees(here):
    with pytest.raises(MayBeHere) as refused:
        register(Choice(OTHER, "because"))
    assert refused.value.broken[0].rule == "resemblance_reason"
    reason = "We work in another town and have another number."
    register(Choice(OTHER, reason))
    noted = Resemblance.get()
    assert (noted.other_id, noted.grounds, noted.reason) == (here.id, Grounds.NAME, reason)
    officer = factories.actor(Role.PROCUREMENT_OFFICER)
    words = [item.word for item in work.items(officer, NOON)]
    assert words.count("work.settle_resemblance") == 1


def test_a_choice_that_was_not_offered_is_asked_again(here):
    hidden = factories.partner("Croix Bleue")
    with pytest.raises(MayBeHere):
        register(Choice(str(hidden.id)))
    assert JoinRequest.select().count() == 0


def test_a_known_address_asks_for_nothing_and_is_told_by_mail(here):
    factories.person(email="salma@bennis.example", partner=factories.partner())
    register(Choice(str(here.id)))
    assert JoinRequest.select().count() == 0
    assert [mail["template"] for mail in mails()] == ["known"]


def test_who_has_a_partner_founds_no_other(here, owner):
    with pytest.raises(NotAllowed):
        partner_joining.found_partner(owner, ("X", "MA", "1"), Choice(), 88, NOON)
    late = factories.actor()
    Person.update(partner=here).where(Person.id == late.person_id).execute()
    with pytest.raises(WrongState):
        partner_joining.found_partner(late, ("Y", "MA", "1"), Choice(), 88, NOON)
    assert Partner.select().count() == 1


def test_looking_for_a_partner_asks_the_database_the_same_number_of_times(here):
    counts = []
    for _ in range(2):
        with counting.queries() as sent:
            partner_joining.partner_matching.like("Nour", "MA", "", "a@b.example", 88)
        counts.append(len(sent))
        for _more in range(5):
            factories.person(partner=factories.partner())
    assert counts == [3, 3]
