"""Clarifications: the public page, asking, and the desk of the office."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.clarifications.forms import (
    AnswerForm,
    MergeForm,
    PublishForm,
    QuestionForm,
    ReleaseForm,
    ReturnForm,
)
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import NotFound
from portal.domain.policy import Thing
from portal.services import calls, clarification_desk, clarifications, documents
from portal.services.clarification_desk import Edit
from portal.web import actor, language, now, page

bp = Blueprint("clarifications", __name__, url_prefix="/calls/<slug:slug>/clarifications")
ONE = "/<uuid:clarification_id>"
KEY = "clarification_id"


@bp.get("/")
@page(Action.SEE_CALL, calls.by_slug)
def index(call: Thing) -> ResponseReturnValue:
    """Show the published answers to everybody, and to a partner the own questions."""
    issued = clarifications.rounds(call)
    papers = documents.all_of([each.id for each in issued])
    own = {each.subject_id: each for each in papers if each.language == language()}
    return render_template(
        "clarifications/index.html",
        call=call,
        answers=clarifications.published(call),
        rounds=[(each, own.get(each.id)) for each in issued],
        mine=clarifications.mine(call, actor()),
        brief=clarifications.brief(call, now()),
    )


@bp.route("/ask", methods=["GET", "POST"])
@page(Action.ASK_QUESTION, calls.by_slug)
def ask(call: Thing) -> ResponseReturnValue:
    """Ask a question on a call, until its date."""
    form = QuestionForm(calls.lots(call))
    most = current_app.config["QUESTIONS_PER_DAY"]
    told = gettext("Procurement has your question. The answer is published to all at once.")
    return save_or_show(
        form,
        lambda: clarifications.ask(call, form.wish(), actor(), now(), most),
        lambda _: _asking(call, form),
        lambda _: _told(told, url_for("clarifications.index", slug=call.slug)),
    )


def _asking(call: Thing, form: QuestionForm) -> str:
    brief = clarifications.brief(call, now())
    return render_template("clarifications/ask.html", call=call, form=form, brief=brief)


def _told(sentence: str, address: str) -> str:
    flash(sentence)
    return address


@bp.get("/<int:number>.pdf")
@page(Action.SEE_CALL, calls.by_slug)
def pdf(call: Thing, number: int) -> ResponseReturnValue:
    """Answer with the numbered document of one publication."""
    made = clarifications.round_of(call, number)
    return paper("clarifications", made.id, f"{call.slug}-CLAR-{made.number}")


@bp.get("/desk")
@page(Action.SEE_QUESTIONS, calls.by_slug)
def desk(call: Thing) -> ResponseReturnValue:
    """Show the office the questions that are not published yet."""
    return render_template(
        "clarifications/desk.html",
        call=call,
        desk=clarification_desk.desk(call),
        due=clarifications.answers_by(call),
        brief=clarifications.brief(call, now()),
    )


@bp.route("/publish", methods=["GET", "POST"])
@page(Action.PUBLISH_ANSWERS, calls.by_slug)
def publish(call: Thing) -> ResponseReturnValue:
    """Publish released answers to everybody at once."""
    ready = clarification_desk.desk(call).checked
    form = PublishForm(ready)
    told = gettext("Published. Everybody concerned gets a mail.")
    return save_or_show(
        form,
        lambda: clarification_desk.publish(call, form.keys(), actor(), now()),
        lambda _: _publishing(call, form, ready),
        lambda _: _told(told, url_for("clarifications.index", slug=call.slug)),
    )


def _publishing(call: Thing, form: PublishForm, ready: list[Thing]) -> str:
    if not form.is_submitted():
        form.chosen.data = [value for value, _ in form.chosen.choices]
    return render_template(
        "clarifications/publish.html",
        call=call,
        form=form,
        ready=ready,
        warnings=clarification_desk.warnings(ready),
    )


def _require_place(item: Thing, slug: str) -> None:
    if item.call.slug != slug:
        raise NotFound


def _show(item: Thing) -> str:
    return url_for("clarifications.show", slug=item.call.slug, clarification_id=item.id)


@bp.get(ONE)
@page(Action.SEE_QUESTIONS, clarifications.by_id, KEY)
def show(item: Thing, slug: str) -> ResponseReturnValue:
    """Show the office one question, its answer, and what may tell who asked."""
    _require_place(item, slug)
    return render_template(
        "clarifications/show.html",
        call=item.call,
        item=item,
        grouped=clarification_desk.grouped(item),
        warnings=clarification_desk.warnings([item])[item.id],
    )


@bp.route(f"{ONE}/answer", methods=["GET", "POST"])
@page(Action.HANDLE_QUESTION, clarifications.by_id, KEY)
def answer(item: Thing, slug: str) -> ResponseReturnValue:
    """Edit a question for all to read, and draft its answer."""
    _require_place(item, slug)
    given = {"edited": item.edited or item.question, "answer": item.answer}
    form = AnswerForm(data=given | {"version": item.version})
    return save_or_show(
        form,
        lambda: clarification_desk.draft(item, *_texts(form), _edit(form)),
        lambda theirs: _one("answer", item, form, theirs),
        lambda _: _told(gettext("Saved. A second person reads it next."), _show(item)),
    )


def _texts(form: AnswerForm) -> tuple[str, str]:
    return form.edited.data or "", form.answer.data or ""


def _edit(form: AnswerForm | ReleaseForm) -> Edit:
    return Edit(actor(), now(), form.seen())


def _one(name: str, item: Thing, form: object, theirs: object = None) -> str:
    template = f"clarifications/{name}.html"
    return render_template(template, call=item.call, item=item, form=form, theirs=theirs)


@bp.route(f"{ONE}/release", methods=["GET", "POST"])
@page(Action.CHECK_ANSWER, clarifications.by_id, KEY)
def check(item: Thing, slug: str) -> ResponseReturnValue:
    """Release an answer as its second reader."""
    _require_place(item, slug)
    form = ReleaseForm(data={"version": item.version})
    told = gettext("Released. Procurement can publish it.")
    return save_or_show(
        form,
        lambda: clarification_desk.check(item, _edit(form)),
        lambda _: _reading(item, form),
        lambda _: _told(told, url_for("clarifications.desk", slug=slug)),
    )


def _reading(item: Thing, form: ReleaseForm) -> str:
    warnings = clarification_desk.warnings([item])[item.id]
    return render_template(
        "clarifications/release.html", call=item.call, item=item, form=form, warnings=warnings
    )


@bp.route(f"{ONE}/return", methods=["GET", "POST"])
@page(Action.CHECK_ANSWER, clarifications.by_id, KEY)
def send_back(item: Thing, slug: str) -> ResponseReturnValue:
    """Return an answer to procurement with a comment."""
    _require_place(item, slug)
    form = ReturnForm()
    comment = form.comment.data or ""
    return save_or_show(
        form,
        lambda: clarification_desk.send_back(item, comment, actor(), now()),
        lambda _: _one("return", item, form),
        lambda _: _told(gettext("Returned."), url_for("clarifications.desk", slug=slug)),
    )


@bp.route(f"{ONE}/group", methods=["GET", "POST"])
@page(Action.HANDLE_QUESTION, clarifications.by_id, KEY)
def merge(item: Thing, slug: str) -> ResponseReturnValue:
    """Group a question under an equal one."""
    _require_place(item, slug)
    form = MergeForm(clarification_desk.leads(item))
    return save_or_show(
        form,
        lambda: clarification_desk.merge(item, UUID(form.into.data), actor(), now()),
        lambda _: _one("group", item, form),
        lambda _: _told(gettext("Grouped."), url_for("clarifications.desk", slug=slug)),
    )


@bp.post(f"{ONE}/split")
@page(Action.HANDLE_QUESTION, clarifications.by_id, KEY)
def split(item: Thing, slug: str) -> ResponseReturnValue:
    """Let a grouped question stand on its own again."""
    _require_place(item, slug)
    clarification_desk.split(item, actor(), now())
    return redirect(_show(item), 303)


@bp.post(f"{ONE}/correct")
@page(Action.HANDLE_QUESTION, clarifications.by_id, KEY)
def correct(item: Thing, slug: str) -> ResponseReturnValue:
    """Begin the correction of a published answer."""
    _require_place(item, slug)
    made = clarification_desk.correct(item, actor(), now())
    return redirect(url_for("clarifications.answer", slug=slug, clarification_id=made.id), 303)
