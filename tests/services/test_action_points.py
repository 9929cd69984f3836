"""Action points: done by their owner, verified by another, reminded, settled or not."""

from datetime import timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken, WrongState
from portal.domain.lifecycle_visits import PointState
from portal.models import Effect
from portal.services import action_points, work
from portal.services.action_points import Done
from tests import factories as make
from tests.visiting import LIMITS, Field, paper

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def field(app):
    return Field()


def words(actor, at):
    return [item.word for item in work.items(actor, at)]


def test_a_point_is_done_with_evidence_and_verified_by_another_person(field):
    point = field.point()
    action_points.do(point, Done("Sent.", paper("list.pdf")), LIMITS, field.owner, field.at)
    done = action_points.by_id(point.id)
    assert (done.state, done.filename) == (PointState.DONE, "list.pdf")
    assert action_points.evidence_of(done).startswith(b"%PDF")
    assert "work.verify_point" in words(field.officer, field.at)
    action_points.verify(done, "Seen.", field.officer, field.at)
    assert action_points.by_id(point.id).state is PointState.VERIFIED
    assert action_points.open_for(field.contract) == []


def test_who_owns_a_point_never_verifies_it(field):
    point = field.point(owner=field.officer.person_id)
    action_points.do(point, Done("Done."), LIMITS, field.officer, field.at)
    done = action_points.by_id(point.id)
    with pytest.raises(NotAllowed):
        action_points.verify(done, "", field.officer, field.at)
    action_points.verify(done, "", field.colleague, field.at)


def test_the_owner_of_the_partners_account_stands_in_for_a_colleague(field):
    editor = make.actor(Role.PARTNER_EDITOR, partner=field.contract.partner)
    point = field.point(owner=editor.person_id)
    action_points.do(point, Done("Done for her."), LIMITS, field.owner, field.at)
    assert action_points.by_id(point.id).done_by_id == field.owner.person_id


def test_nobody_else_does_it_and_no_partner_verifies(field):
    stranger = make.actor(Role.PARTNER_OWNER, partner=make.partner())
    with pytest.raises(NotAllowed):
        action_points.do(field.point(), Done("Done."), LIMITS, stranger, field.at)
    with pytest.raises(NotAllowed):
        action_points.verify(field.done(), "", field.owner, field.at)
    assert action_points.visible(stranger) == []


def test_opening_again_needs_a_reason_and_tells_the_owner(field):
    point = field.done()
    with pytest.raises(RuleBroken) as refused:
        action_points.reopen(point, " ", field.officer, field.at)
    assert refused.value.rule == "point_reason_missing"
    action_points.reopen(point, "The list is of last year.", field.officer, field.at)
    again = action_points.by_id(point.id)
    assert (again.state, again.reopened) == (PointState.OPEN, 1)
    assert "action_point_reopened" in mails()
    with pytest.raises(WrongState):
        action_points.reopen(again, "Once more.", field.officer, field.at)


def mails():
    rows = Effect.select().where(Effect.kind == "mail")
    return [each.payload["template"] for each in rows]


def test_a_point_that_is_not_needed_is_given_up_with_a_reason(field):
    point = field.point()
    action_points.drop(point, "The site is closed.", field.officer, field.at)
    assert action_points.open_for(field.contract) == []


def test_open_and_done_points_keep_a_contract_from_being_closed(field):
    first, second = field.point(), field.done()
    assert [each.id for each in action_points.open_for(field.contract)] == [first.id, second.id]


def test_overdue_points_stand_first_and_are_reminded_once_a_week(field):
    late, later = field.point(due_on=field.at.date()), field.point()
    assert [each.id for each in action_points.of(field.contract)] == [late.id, later.id]
    day_after = field.at + timedelta(days=1)
    assert action_points.remind(field.at) == 0
    assert (action_points.remind(day_after), action_points.remind(day_after)) == (1, 0)
    assert action_points.remind(day_after + timedelta(days=8)) == 1
    assert mails().count("action_point_overdue") == 2
    assert "work.late_point" in words(field.owner, day_after)


@pytest.mark.parametrize(
    ("facts", "rule"), [({"text": " "}, "point_text_missing"), ({"ago": 1}, "point_due_past")]
)
def test_a_point_without_words_or_with_a_past_day_is_refused(field, facts, rule):
    ago = facts.pop("ago", 0)
    given = {**facts, "due_on": field.at.date() - timedelta(days=ago)}
    with pytest.raises(RuleBroken) as refused:
        field.point(**given)
    assert refused.value.rule == rule


def test_without_a_file_there_is_no_evidence(field):
    with pytest.raises(NotFound):
        action_points.evidence_of(field.done())


def test_an_open_action_is_handed_over_and_its_new_owner_is_told(field):
    point, head = field.point(), make.actor(Role.HEAD_OF_OFFICE)
    later = field.soon + timedelta(days=7)
    new = action_points.New("", head.person_id, later)
    action_points.hand_over(point, new, field.officer, field.at)
    moved = action_points.by_id(point.id)
    assert (moved.owner_id, moved.due_on) == (head.person_id, later)
    assert "work.do_point" in words(head, field.at)
    with pytest.raises(WrongState):
        action_points.hand_over(field.done(), new, field.officer, field.at)
