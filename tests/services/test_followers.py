"""Following calls by mail: confirmed from the mail, ended by one click, told to nobody."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from portal import mail
from portal.domain.call_kinds import CallKind
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.lifecycle import CallState
from portal.domain.policy import VISITOR
from portal.models import Effect, Event, Follower
from portal.services import accounts, followers
from tests import factories

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
WRITER = "amal@example.org"


@pytest.fixture(autouse=True)
def _portal(app):
    """Every test has an empty portal."""


@pytest.fixture
def call():
    return factories.call(CallState.PUBLISHED, deadline=NOW + timedelta(days=30))


def mails(template=None):
    payloads = [each.payload for each in Effect.select().where(Effect.kind == "mail")]
    return [each for each in payloads if template in {None, each["template"]}]


def asked(call, email=WRITER):
    followers.ask(call, email, "fr", NOW)
    return mails("follow_confirm")[-1]["facts"]["token"]


def confirmed(call, email=WRITER):
    return followers.confirm(asked(call, email), NOW)


def addresses(call):
    return sorted(each.email for each in followers.followers_of(call))


def test_an_address_follows_only_after_its_mail_was_confirmed(call):
    token = asked(call)
    assert addresses(call) == []
    followers.confirm(token, NOW + timedelta(days=2))
    assert addresses(call) == [WRITER]
    assert mails("follow_confirm")[0]["language"] == "fr"


def test_the_link_works_once_and_for_three_days(call):
    token = asked(call)
    with pytest.raises(RuleBroken, match="link_over"):
        followers.confirm(token, NOW + timedelta(days=3))
    followers.confirm(token, NOW)
    with pytest.raises(RuleBroken, match="link_over"):
        followers.confirm(token, NOW)
    with pytest.raises(RuleBroken, match="link_over"):
        followers.confirm("", NOW)
    assert Follower.select().count() == 1
    assert Event.select().where(Event.name == "follower.confirmed").count() == 1


def test_asking_twice_makes_one_row_and_the_last_link_counts(call):
    first, second = asked(call), asked(call, " AMAL@example.org ")
    with pytest.raises(RuleBroken):
        followers.confirm(first, NOW)
    followers.confirm(second, NOW)
    assert Follower.select().count() == 1


def test_asking_again_while_following_is_silent(call):
    confirmed(call)
    before = len(mails())
    followers.ask(call, WRITER, "en", NOW)
    assert len(mails()) == before


def test_what_was_never_confirmed_is_forgotten(call):
    asked(call, "old@example.org")
    followers.ask(call, WRITER, "en", NOW + timedelta(days=4))
    assert [each.email for each in Follower.select()] == [WRITER]


def test_who_is_signed_in_follows_at_once_and_once(call):
    person = factories.person(email="nadia@example.org", language="fr")
    actor = accounts.actor_of(person)
    followers.follow(call, actor, NOW)
    followers.follow(call, actor, NOW)
    assert addresses(call) == ["nadia@example.org"]
    assert followers.own(call, actor).language == "fr"
    assert followers.own(None, actor) is None
    assert followers.own(call, VISITOR) is None
    assert mails() == []


def test_a_visitor_cannot_follow_without_a_mail(call):
    with pytest.raises(NotAllowed):
        followers.follow(call, VISITOR, NOW)


def test_leaving_forgets_the_address_and_a_second_click_changes_nothing(call):
    follower = confirmed(call)
    followers.leave(follower, NOW)
    followers.leave(follower, NOW + timedelta(days=1))
    row = followers.by_leaving(follower.leaving)
    assert (row.email, row.ended_at) == ("", NOW)
    assert addresses(call) == []
    assert Event.select().where(Event.name == "follower.ended").count() == 1
    with pytest.raises(NotFound):
        followers.by_leaving("unknown")


def test_who_left_can_follow_again(call):
    followers.leave(confirmed(call), NOW)
    confirmed(call)
    assert addresses(call) == [WRITER]


def test_a_follower_of_all_calls_hears_of_each_listed_call_once(call):
    other = factories.call(CallState.PUBLISHED)
    hidden = factories.call(CallState.PUBLISHED, kind=CallKind.INVITATION)
    confirmed(None)
    confirmed(call)
    confirmed(call, "other@example.org")
    assert addresses(call) == [WRITER, "other@example.org"]
    assert followers.followers_of(call)[0].call_id in {None, call.id}
    assert addresses(other) == [WRITER]
    assert addresses(hidden) == []


def test_notice_goes_to_each_follower_with_its_own_way_out(call):
    confirmed(call)
    confirmed(None, "all@example.org")
    assert followers.notify(call, "new_call", NOW, figure=3) == 2
    sent = mails("new_call")
    assert {each["to"] for each in sent} == {WRITER, "all@example.org"}
    assert {each["facts"]["figure"] for each in sent} == {3}
    assert len({each["facts"]["leaving"] for each in sent}) == 2


def test_without_followers_nothing_is_left_to_send(call):
    assert followers.notify(call, "new_call", NOW) == 0
    assert mails() == []


def test_a_published_call_is_announced_to_who_follows_all_calls(call):
    confirmed(None)
    followers.announce(call, NOW)
    followers.announce(factories.call(CallState.PUBLISHED, kind=CallKind.DIRECT), NOW)
    assert [each["facts"]["slug"] for each in mails("new_call")] == [call.slug]


def caught(monkeypatch):
    """The messages that would have been sent."""
    sent = []

    def send(message):
        sent.append(message)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    return sent


def test_a_mail_ends_with_the_link_and_tells_mail_programs(app, call, monkeypatch):
    confirmed(call)
    followers.notify(call, "new_call", NOW)
    sent = caught(monkeypatch)
    mail.send(mails("new_call")[0])
    message = sent[0]
    address = re.search(r"<(.+)>", message.extra_headers["List-Unsubscribe"])[1]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.body.rstrip().endswith(address)
    assert call.reference in message.subject


def test_a_mail_to_somebody_who_does_not_follow_has_no_such_link(app, monkeypatch):
    sent = caught(monkeypatch)
    facts = {"token": "t", "reference": ""}
    mail.send({"to": WRITER, "template": "follow_confirm", "language": "en", "facts": facts})
    assert "List-Unsubscribe" not in sent[0].extra_headers


def test_no_address_stands_in_the_audit_log(call):
    followers.leave(confirmed(call), NOW)
    assert all(WRITER not in str(each.facts) for each in Event.select())
