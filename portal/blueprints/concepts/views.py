"""Concept notes: the partner's own list and drafts, the office's reading and answer."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.concepts.forms import ConceptForm, DeclineForm, TakeUpForm
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import NotFound
from portal.domain.lifecycle import DECLINE_CONCEPT, SEND_CONCEPT, TAKE_UP_CONCEPT
from portal.domain.policy import Thing
from portal.services import centres, concept_notes, library
from portal.web import actor, language, now, page

bp = Blueprint("concepts", __name__, url_prefix="/concepts")
OWN = "/<uuid:concept_id>"


def _address(note: Thing) -> str:
    return url_for("concepts.show", concept_id=note.id)


@bp.get("/")
@page(Action.SEE_CONCEPTS)
def index() -> ResponseReturnValue:
    """List the partner's own concept notes, or to the office those that were sent."""
    rows = concept_notes.seen_by(actor(), _moment(request.args.get("before", "")))
    more = len(rows) == concept_notes.PAGE and rows[-1].sent_at
    return render_template("concepts/index.html", rows=rows, more=more)


def _moment(typed: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise NotFound from error
    return found.replace(tzinfo=found.tzinfo or UTC) if found else None


@bp.route("/new", methods=["GET", "POST"])
@page(Action.START_CONCEPT)
def new() -> ResponseReturnValue:
    """Begin a concept note."""
    form = ConceptForm(data={"language": language()})
    return save_or_show(
        form,
        lambda: concept_notes.draft(form.values(), actor(), now()),
        lambda _: render_template("concepts/edit.html", form=form, note=None, theirs=None),
        _address,
    )


@bp.get(OWN)
@page(Action.SEE_CONCEPT, concept_notes.by_id, key="concept_id")
def show(note: Thing) -> ResponseReturnValue:
    """Show a concept note, and what is asked of its reader."""
    known = library.by_code("services", "service")
    names = [library.text_of(known[code], "", language()) for code in note.services]
    return render_template(
        "concepts/show.html",
        note=note,
        services=names,
        broken=concept_notes.broken_rules(note),
        call=concept_notes.call_of(note),
        events=concept_notes.timeline(note),
    )


@bp.route(f"{OWN}/edit", methods=["GET", "POST"])
@page(Action.WRITE_CONCEPT, concept_notes.by_id, key="concept_id")
def edit(note: Thing) -> ResponseReturnValue:
    """Write a concept note."""
    SEND_CONCEPT.take(note.state)
    form = ConceptForm(obj=note)
    return save_or_show(
        form,
        lambda: concept_notes.save(note, form.values(), form.seen(), actor(), now()),
        lambda theirs: render_template(
            "concepts/edit.html", form=form, note=note, theirs=theirs
        ),
        lambda _: _address(note),
    )


@bp.post(f"{OWN}/send")
@page(Action.WRITE_CONCEPT, concept_notes.by_id, key="concept_id")
def send(note: Thing) -> ResponseReturnValue:
    """Send a concept note to the office."""
    concept_notes.send(note, actor(), now())
    flash(gettext("Sent. You are told by mail when the office answers."))
    return redirect(_address(note), 303)


@bp.route(f"{OWN}/decline", methods=["GET", "POST"])
@page(Action.ANSWER_CONCEPT, concept_notes.by_id, key="concept_id")
def decline(note: Thing) -> ResponseReturnValue:
    """Answer that a concept note is not taken up."""
    DECLINE_CONCEPT.take(note.state)
    form = DeclineForm()
    return save_or_show(
        form,
        lambda: concept_notes.decline(note, form.answer.data or "", actor(), now()),
        lambda _: render_template("concepts/decline.html", form=form, note=note),
        lambda _: _address(note),
    )


@bp.route(f"{OWN}/take-up", methods=["GET", "POST"])
@page(Action.ANSWER_CONCEPT, concept_notes.by_id, key="concept_id")
def take_up(note: Thing) -> ResponseReturnValue:
    """Turn a concept note into the draft of a direct selection."""
    TAKE_UP_CONCEPT.take(note.state)
    form = TakeUpForm(concept_notes.centres_for(actor()))
    return save_or_show(
        form,
        lambda: concept_notes.take_up(note, _choice(form), actor(), now()),
        lambda _: render_template("concepts/take_up.html", form=form, note=note),
        lambda call: url_for("calls.show", slug=call.slug),
    )


def _choice(form: TakeUpForm) -> concept_notes.TakeUp:
    centre = centres.by_slug(str(form.centre.data))
    return concept_notes.TakeUp(centre, form.chosen_reason(), form.text.data or "")
