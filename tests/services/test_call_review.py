"""Comments of the review: pinned to sections, resolved before the call is sent again."""

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.models import Call, Event, ReviewComment
from portal.services import accounts, call_review, calls
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
NOW = factories.moment()


@pytest.fixture
def head():
    return factories.actor(Role.HEAD_OF_OFFICE)


@pytest.fixture
def call():
    return factories.call(CallState.IN_REVIEW)


def names():
    return [event.name for event in Event.select().order_by(Event.id)]


def fresh(call):
    return Call.get_by_id(call.id)


def test_a_reviewer_comments_on_a_section_in_review(call, head):
    call_review.comment(call, "lots", "  Split the second lot. ", head, NOW)
    (comment,) = call_review.of(call)["lots"]
    assert (comment.text, comment.author.name) == ("Split the second lot.", head.name)
    assert names() == ["call.commented"]
    assert Event.get().facts == {"section": "lots"}


@pytest.mark.parametrize("role", [Role.HEAD_OF_OFFICE, Role.PROCUREMENT_OFFICER])
def test_the_head_of_office_and_procurement_review(call, role):
    call_review.comment(call, "terms", "Too vague.", factories.actor(role), NOW)
    assert ReviewComment.select().count() == 1


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.LEGAL_OFFICER, Role.AUDITOR])
def test_nobody_else_comments(call, role):
    with pytest.raises(NotAllowed):
        call_review.comment(call, "terms", "Too vague.", factories.actor(role), NOW)


def test_the_author_does_not_review_the_own_call(head):
    author = factories.person(Role.HEAD_OF_OFFICE)
    call = factories.call(CallState.IN_REVIEW, author=author)
    with pytest.raises(NotAllowed):
        call_review.comment(call, "terms", "Fine.", accounts.actor_of(author), NOW)


@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.APPROVED, CallState.PUBLISHED])
def test_only_a_call_in_review_is_commented_on(head, state):
    with pytest.raises(WrongState):
        call_review.comment(factories.call(state), "lots", "Late.", head, NOW)
    assert ReviewComment.select().count() == 0
    assert names() == []


def test_a_comment_needs_a_section_and_words(call, head):
    with pytest.raises(NotFound):
        call_review.comment(call, "nothing", "Text", head, NOW)
    with pytest.raises(RuleBroken, match="comment_empty"):
        call_review.comment(call, "lots", "  ", head, NOW)
    assert ReviewComment.select().count() == 0


def test_a_call_is_not_approved_while_a_comment_is_open(call, head):
    call_review.comment(call, "lots", "Split it.", head, NOW)
    with pytest.raises(RulesBroken) as refused:
        calls.approve(call, head, NOW)
    assert [each.rule for each in refused.value.broken] == ["comments_open"]
    assert fresh(call).state is CallState.IN_REVIEW


def test_a_returned_call_is_not_sent_again_with_an_open_comment(call, head):
    comment = call_review.comment(call, "lots", "Split it.", head, NOW)
    calls.send_back(call, "See the comment.", head, NOW)
    author = accounts.actor_of(call.author)
    with pytest.raises(RulesBroken) as refused:
        calls.send(fresh(call), author, NOW)
    (broken,) = refused.value.broken
    assert (broken.rule, broken.field, broken.facts) == ("comments_open", "lots", {"count": 1})
    call_review.resolve(call_review.by_id(comment.id), author, NOW)
    calls.send(fresh(call), author, NOW)
    assert fresh(call).state is CallState.IN_REVIEW


def test_the_author_does_not_resolve_while_the_reviewers_read(call, head):
    comment = call_review.comment(call, "lots", "Split it.", head, NOW)
    author = accounts.actor_of(call.author)
    with pytest.raises(WrongState):
        call_review.resolve(call_review.by_id(comment.id), author, NOW)
    assert call_review.by_id(comment.id).resolved_at is None


def test_a_reviewer_takes_the_own_comment_back_but_not_another_ones(call, head):
    comment = call_review.comment(call, "lots", "Split it.", head, NOW)
    other = factories.actor(Role.PROCUREMENT_OFFICER)
    with pytest.raises(NotAllowed):
        call_review.resolve(call_review.by_id(comment.id), other, NOW)
    call_review.resolve(call_review.by_id(comment.id), head, NOW)
    calls.approve(call, head, NOW)
    assert fresh(call).state is CallState.APPROVED


def test_resolving_twice_is_one_event(call, head):
    comment = call_review.comment(call, "lots", "Split it.", head, NOW)
    for _ in range(2):
        call_review.resolve(call_review.by_id(comment.id), head, NOW)
    assert names() == ["call.commented", "call.comment_resolved"]
