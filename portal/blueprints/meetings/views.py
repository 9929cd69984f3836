"""Pages of the management committee: its members, meetings and decisions."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.meetings.forms import (
    ConsentForm,
    FollowForm,
    MembersForm,
    MinutesForm,
    ReasonForm,
    RecordedForm,
    SummonsForm,
    minutes_of,
    offer_sides,
    with_spare_rows,
)
from portal.blueprints.paper import paper
from portal.blueprints.rows import spare
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_meetings import (
    AGREE_MINUTES,
    DECISION_STEPS,
    HOLD_MEETING,
    MEETING_STEPS,
    MeetingState,
)
from portal.domain.policy import Thing
from portal.services import (
    agreements,
    documents,
    events,
    management_committee,
    meeting_decisions,
    meetings,
)
from portal.services.meeting_decisions import Wanted
from portal.web import actor, language, now, page

bp = Blueprint("meetings", __name__)
CENTRE = "/centres/<slug:slug>/meetings"
MEETING = "/meetings/<uuid:meeting_id>"
DECISION = "/meetings/decisions/<uuid:decision_id>"


def _here(meeting: Thing) -> str:
    return url_for("meetings.show", meeting_id=meeting.id)


def _list(centre: Thing) -> str:
    return url_for("meetings.of_centre", slug=centre.slug)


def wanted() -> Wanted:
    """Return which decisions the address asks for."""
    return Wanted(request.args.get("state", ""), request.args.get("side", ""))


@bp.get(CENTRE)
@page(Action.SEE_MEETINGS, agreements.joint_centre)
def of_centre(centre: Thing) -> ResponseReturnValue:
    """Show the committee of a centre, its meetings and the register of its decisions."""
    today, asked = now().date(), wanted()
    found = meeting_decisions.register(centre, asked, today)
    return render_template(
        "meetings/index.html",
        centre=centre,
        members=management_committee.members_on(centre, today),
        next=management_committee.next_meeting(centre, today),
        meetings=meetings.of(centre),
        decisions=[(each, meeting_decisions.standing(each, today)) for each in found],
        wanted=asked,
        today=today,
    )


@bp.route(f"{CENTRE}/members", methods=["GET", "POST"])
@page(Action.KEEP_MEETING, agreements.joint_centre)
def members(centre: Thing) -> ResponseReturnValue:
    """Name the members of the committee by side."""
    stand = management_committee.members(centre)
    shown = [{**each.__data__, "side": each.side.value, "key": str(each.key)} for each in stand]
    form = MembersForm(data={"rows": shown, "version": str(centre.version)})
    offer_sides(form.rows)
    return save_or_show(
        form,
        lambda: management_committee.name_members(
            centre, form.members(), form.seen(), actor(), now()
        ),
        lambda theirs: _members(centre, form, theirs),
        lambda _done: _list(centre),
    )


def _members(centre: Thing, form: MembersForm, theirs: object) -> str:
    form = with_spare_rows(form)
    return render_template("meetings/members.html", centre=centre, form=form, theirs=theirs)


@bp.route(f"{CENTRE}/new", methods=["GET", "POST"])
@page(Action.KEEP_MEETING, agreements.joint_centre)
def convene(centre: Thing) -> ResponseReturnValue:
    """Convene a meeting."""
    form = SummonsForm()
    return save_or_show(
        form,
        lambda: meetings.convene(centre, form.summons(), actor(), now()),
        lambda _theirs: render_template("meetings/convene.html", centre=centre, form=form),
        _here,
    )


@bp.get(MEETING)
@page(Action.SEE_MEETINGS, meetings.by_id, key="meeting_id")
def show(meeting: Thing) -> ResponseReturnValue:
    """Show a meeting: agenda, attendance with quorum, minutes, decisions and consents."""
    return _shown(meeting, ReasonForm(formdata=None))


def _shown(meeting: Thing, form: ReasonForm) -> str:
    today = now().date()
    found = meetings.decisions_of(meeting)
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        form=form,
        steps=MEETING_STEPS,
        quorum=meetings.quorum_of(meeting),
        decisions=[(each, meeting_decisions.standing(each, today)) for each in found],
        consents=list(meeting.consents),
        given={each.side.value for each in meeting.consents},
        late=meetings.is_late(meeting, today),
        document=documents.of(meetings.KIND, meeting.id, language()),
        today=today,
        events=events.timeline([meeting.id]),
    )


@bp.get(f"{MEETING}.pdf")
@page(Action.SEE_MEETINGS, meetings.by_id, key="meeting_id")
def show_pdf(meeting: Thing) -> ResponseReturnValue:
    """Give the minutes of a meeting as PDF: a draft until both sides agree."""
    name = f"{meeting.reference.replace('/', '-')}-minutes"
    return paper(meetings.KIND, meeting.id, name, draft=True)


@bp.route(f"{MEETING}/minutes", methods=["GET", "POST"])
@page(Action.KEEP_MEETING, meetings.by_id, key="meeting_id")
def minutes(meeting: Thing) -> ResponseReturnValue:
    """Record who was present, the minutes of each item, and the decisions."""
    if meeting.state is not MeetingState.HELD:
        HOLD_MEETING.take(meeting.state)
    form = minutes_of(meeting, meetings.decisions_of(meeting))
    there = request.form.getlist("present")
    return save_or_show(
        form,
        lambda: meetings.record(meeting, form.written(there), actor(), now()),
        lambda theirs: _minutes(meeting, form, theirs),
        lambda _done: _here(meeting),
    )


def _minutes(meeting: Thing, form: MinutesForm, theirs: object) -> str:
    spare(form.items)
    marked = {each["key"] for each in meeting.attendance if each["present"]}
    return render_template(
        "meetings/minutes.html",
        meeting=meeting,
        form=with_spare_rows(form),
        present=set(request.form.getlist("present")) if form.is_submitted() else marked,
        theirs=theirs,
    )


def _step(meeting: Thing, take: Callable[[str], None]) -> ResponseReturnValue:
    form = ReasonForm()
    return save_or_show(
        form,
        lambda: take(form.comment.data or ""),
        lambda _theirs: _shown(meeting, form),
        lambda _done: _here(meeting),
    )


@bp.post(f"{MEETING}/circulate")
@page(Action.KEEP_MEETING, meetings.by_id, key="meeting_id")
def circulate(meeting: Thing) -> ResponseReturnValue:
    """Send the minutes to both sides."""
    return _step(meeting, lambda _said: meetings.circulate(meeting, actor(), now()))


@bp.post(f"{MEETING}/return")
@page(Action.KEEP_MEETING, meetings.by_id, key="meeting_id")
def give_back(meeting: Thing) -> ResponseReturnValue:
    """Take minutes back that a side wants corrected."""
    return _step(meeting, lambda said: meetings.give_back(meeting, said, actor(), now()))


@bp.post(f"{MEETING}/cancel")
@page(Action.KEEP_MEETING, meetings.by_id, key="meeting_id")
def cancel(meeting: Thing) -> ResponseReturnValue:
    """Cancel a meeting that was convened."""
    return _step(meeting, lambda said: meetings.cancel(meeting, said, actor(), now()))


@bp.route(f"{MEETING}/agree/<any(iom,government):side>", methods=["GET", "POST"])
@page(Action.AGREE_MINUTES, meetings.by_id, key="meeting_id")
def agree(meeting: Thing, side: str) -> ResponseReturnValue:
    """Agree to the minutes for IOM, or record that the Government's side did."""
    AGREE_MINUTES.take(meeting.state)
    kind = ConsentForm if side == "iom" else RecordedForm
    form = kind(on=now().date(), fingerprint=meetings.print_of(meeting))
    return save_or_show(
        form,
        lambda: meetings.agree(meeting, form.agreed(), form.consent(), actor(), now()),
        lambda _theirs: render_template(
            "meetings/agree.html", meeting=meeting, form=form, side=side
        ),
        lambda _done: _here(meeting),
    )


@bp.get(DECISION)
@page(Action.SEE_MEETINGS, meeting_decisions.by_id, key="decision_id")
def decision(found: Thing) -> ResponseReturnValue:
    """Show a decision and what became of it."""
    return _decision(found, FollowForm(formdata=None))


def _decision(found: Thing, form: FollowForm) -> str:
    return render_template(
        "meetings/decision.html",
        decision=found,
        form=form,
        steps=DECISION_STEPS,
        standing=meeting_decisions.standing(found, now().date()),
    )


@bp.post(f"{DECISION}/<any(do,drop,reopen):step>")
@page(Action.FOLLOW_DECISION, meeting_decisions.by_id, key="decision_id")
def follow(found: Thing, step: str) -> ResponseReturnValue:
    """Say that a decision is done, dropped or open again."""
    form = FollowForm()
    said = form.reason.data or ""
    return save_or_show(
        form,
        lambda: meeting_decisions.follow(found, step, said, actor(), now()),
        lambda _theirs: _decision(found, form),
        lambda _done: url_for("meetings.decision", decision_id=found.id),
    )
