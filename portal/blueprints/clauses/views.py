"""The clause library on pages: its clauses, their versions, and the map of data protection."""

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.clauses.forms import (
    ClauseVersionForm,
    DecisionForm,
    NewClauseForm,
    RetireForm,
    given,
)
from portal.blueprints.paper import paper
from portal.blueprints.rows import spare
from portal.blueprints.saving import save_or_show
from portal.config import LANGUAGES
from portal.domain.actions import Action
from portal.domain.changes import word_pieces
from portal.domain.lifecycle_contracts import APPROVE_CLAUSE, CLAUSE_STEPS
from portal.domain.policy import Thing
from portal.services import clause_filling, clause_library, data_map
from portal.services.clause_library import Draft
from portal.web import actor, language, now, page

bp = Blueprint("clauses", __name__, url_prefix="/clauses")


def _one(code: str) -> str:
    return url_for("clauses.show", clause=code)


@bp.get("/")
@page(Action.SEE_CLAUSES)
def index() -> ResponseReturnValue:
    """List every clause by part, with its newest version where that waits for a decision."""
    return render_template(
        "clauses/index.html", clauses=clause_library.listed(now().date()), today=now().date()
    )


@bp.get("/<clause>")
@page(Action.SEE_CLAUSES, clause_library.history, key="clause")
def show(versions: list[Thing]) -> ResponseReturnValue:
    """Show a clause with sample values, its versions, and where it is used."""
    held = {each.code: each for each in clause_library.current(now().date())}
    shown: Thing = held.get(versions[0].code, versions[-1])
    return render_template(
        "clauses/show.html",
        clause=shown,
        holds=shown.code in held,
        versions=versions,
        previews={code: clause_filling.preview(shown, code) for code in LANGUAGES},
        uses=clause_library.uses(shown.code),
        principles=data_map.principle_names(language()),
        steps=CLAUSE_STEPS,
    )


@bp.route("/new", methods=["GET", "POST"])
@page(Action.WRITE_CLAUSE)
def new() -> ResponseReturnValue:
    """Write the first version of a new clause."""
    form = _offered(NewClauseForm(data={"mandatory": True}))
    return save_or_show(
        form,
        lambda: clause_library.add(str(form["code"].data), form.draft(), actor(), now()),
        lambda _: _form_page("clauses/new.html", form),
        _written,
    )


def _offered(form: ClauseVersionForm) -> ClauseVersionForm:
    form.offer(clause_library.current(now().date()))
    return form


def _form_page(template: str, form: ClauseVersionForm, **more: Any) -> str:  # noqa: ANN401 - of the page
    spare(form.parameters)
    return render_template(template, form=form, facts=clause_library.FACTS, **more)


def _written(made: Thing) -> str:
    flash(gettext("Written. A second person has to approve it before it holds."))
    return _one(made.code)


@bp.route("/<clause>/revise", methods=["GET", "POST"])
@page(Action.WRITE_CLAUSE, clause_library.newest, key="clause")
def revise(latest: Thing) -> ResponseReturnValue:
    """Write the next version of a clause."""
    form = _offered(ClauseVersionForm(data=given(latest) | {"valid_from": now().date()}))
    return save_or_show(
        form,
        lambda: clause_library.write(latest.code, form.draft(), form.seen(), actor(), now()),
        lambda theirs: _form_page("clauses/revise.html", form, latest=latest, theirs=theirs),
        _written,
    )


@bp.route("/<clause>/retire", methods=["GET", "POST"])
@page(Action.WRITE_CLAUSE, clause_library.newest, key="clause")
def retire(latest: Thing) -> ResponseReturnValue:
    """Ask a second person to take a clause out of use."""
    form = RetireForm(data={"valid_from": now().date()})

    def save() -> Thing:
        wanted = Draft({}, form.valid_from.data, form.reason.data or "")
        return clause_library.retire(latest, wanted, actor(), now())

    return save_or_show(
        form,
        save,
        lambda _: render_template("clauses/retire.html", form=form, latest=latest),
        _written,
    )


@bp.route("/<clause>/decision", methods=["GET", "POST"])
@page(Action.DECIDE_CLAUSE, clause_library.newest, key="clause")
def decide(latest: Thing) -> ResponseReturnValue:
    """Approve the version that waits, or decline it, as the second person."""
    APPROVE_CLAUSE.take(latest.state)
    form = DecisionForm()
    return save_or_show(
        form,
        lambda: _decide(latest, form.comment.data or ""),
        lambda _: render_template(
            "clauses/decide.html", form=form, latest=latest, **_beside(latest)
        ),
        lambda _: _one(latest.code),
    )


def _decide(latest: Thing, comment: str) -> None:
    if request.form.get("decision") == "decline":
        clause_library.decline(latest, comment, actor(), now())
    else:
        clause_library.approve(latest, actor(), now())


def _beside(latest: Thing) -> dict[str, object]:
    former = [
        each
        for each in clause_library.history(latest.code)
        if each.version != latest.version and each.state is not latest.state
    ]
    before = former[0].texts if former else {}
    return {
        "differences": {
            code: _pieces(before.get(code, ""), latest.texts[code]) for code in LANGUAGES
        },
        "previews": {code: clause_filling.preview(latest, code) for code in LANGUAGES},
    }


def _pieces(before: str, after: str) -> list[tuple[str, str]]:
    return [(each.mark.value, each.text) for each in word_pieces(before, after)]


@bp.get("/data-protection")
@page(Action.SEE_CLAUSES)
def data_protection() -> ResponseReturnValue:
    """Show which clause answers each principle, who answers, and how it is checked."""
    return render_template(
        "clauses/map.html", principles=data_map.of_library(language(), now().date())
    )


@bp.get("/data-protection.pdf")
@page(Action.SEE_CLAUSES)
def data_protection_pdf() -> ResponseReturnValue:
    """Give the map of the library as PDF, as it stands today."""
    return paper("data_map", data_map.LIBRARY, "data-protection-map", draft=True, mark="today")
