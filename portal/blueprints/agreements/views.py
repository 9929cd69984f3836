"""Pages of the cooperation agreement: of a centre, of each version, its parts and steps."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.addenda.shown import as_read
from portal.blueprints.agreements.forms import (
    BeginForm,
    EndForm,
    SignForm,
    StepForm,
    form_of,
    typed,
    with_spare_rows,
)
from portal.blueprints.fields import VersionedForm
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_joint import (
    AGREEMENT_STEPS,
    END_AGREEMENT,
    SEND_AGREEMENT,
    SETTLED_TEXT,
    SIGN_AGREEMENT,
)
from portal.domain.policy import Thing
from portal.services import agreement_changes, agreement_steps, agreements, documents, events
from portal.web import actor, language, now, page

bp = Blueprint("agreements", __name__)
CENTRE = "/centres/<slug:slug>/agreement"
AGREEMENT = "/agreements/<uuid:agreement_id>"
PARTS = "any(parties,premises,duties,financing,duration,working)"


def _here(agreement: Thing) -> str:
    return url_for("agreements.show", agreement_id=agreement.id)


@bp.get(CENTRE)
@page(Action.SEE_AGREEMENT, agreements.joint_centre)
def of_centre(centre: Thing) -> ResponseReturnValue:
    """Show the version that stands for a centre, or how a first one is begun."""
    agreement = agreements.standing(centre)
    if agreement is not None:
        return redirect(_here(agreement))
    return _beginning(centre, BeginForm(formdata=None, language=language()))


def _beginning(centre: Thing, form: BeginForm) -> str:
    return render_template("agreements/begin.html", centre=centre, form=form)


@bp.post(CENTRE)
@page(Action.WRITE_AGREEMENT, agreements.joint_centre)
def begin(centre: Thing) -> ResponseReturnValue:
    """Begin the agreement of a centre, or a new version of it."""
    form = BeginForm(language=language())
    return save_or_show(
        form,
        lambda: agreements.begin(centre, str(form.language.data), actor(), now()),
        lambda _theirs: _beginning(centre, form),
        _here,
    )


@bp.get(AGREEMENT)
@page(Action.SEE_AGREEMENT, agreements.by_id, key="agreement_id")
def show(agreement: Thing) -> ResponseReturnValue:
    """Show one version of an agreement."""
    return _shown(agreement, StepForm(formdata=None))


def _shown(agreement: Thing, form: StepForm) -> str:
    broken = agreements.problems(agreement) if agreements.is_draft(agreement) else []
    return render_template(
        "agreements/show.html",
        agreement=agreement,
        form=form,
        steps=AGREEMENT_STEPS,
        parts={name: agreements.content_of(agreement, name) for name in agreements.PARTS},
        names=agreements.party_names(agreement),
        sums=agreements.sums_of(agreement),
        lacking={agreements.part_of(each) for each in broken},
        versions=agreements.of(agreement.centre),
        changes=as_read(agreement_changes.told(agreement)),
        document=documents.of(agreements.KIND, agreement.id, language()),
        today=now().date(),
        events=events.timeline([agreement.id]),
    )


@bp.get(f"{AGREEMENT}.pdf")
@page(Action.SEE_AGREEMENT, agreements.by_id, key="agreement_id")
def show_pdf(agreement: Thing) -> ResponseReturnValue:
    """Give a version as PDF: a draft, the copy to sign, or the agreement as it was signed."""
    name = agreement.reference.replace("/", "-")
    mark = "to-sign" if agreement.state in SETTLED_TEXT else "draft"
    return paper(agreements.KIND, agreement.id, name, draft=True, mark=mark)


@bp.route(f"{AGREEMENT}/edit/<{PARTS}:part>", methods=["GET", "POST"])
@page(Action.WRITE_AGREEMENT, agreements.by_id, key="agreement_id")
def edit(agreement: Thing, part: str) -> ResponseReturnValue:
    """Write one part of a draft."""
    SEND_AGREEMENT.take(agreement.state)
    form = form_of(agreement, part)
    return save_or_show(
        form,
        lambda: agreements.save(agreement, part, typed(form, part), actor(), now()),
        lambda theirs: _editor(agreement, part, form, theirs),
        lambda _done: _here(agreement),
    )


def _editor(
    agreement: Thing, part: str, form: VersionedForm, theirs: Mapping[str, object] | None
) -> str:
    return render_template(
        "agreements/edit.html",
        agreement=agreement,
        part=part,
        form=with_spare_rows(form, agreement),
        names=agreements.party_names(agreement),
        theirs=theirs,
    )


def _step(agreement: Thing, step: str) -> ResponseReturnValue:
    form = StepForm()
    said = form.comment.data or ""
    return save_or_show(
        form,
        lambda: agreement_steps.take(agreement, step, said, actor(), now()),
        lambda _theirs: _shown(agreement, form),
        lambda _done: _here(agreement),
    )


@bp.post(f"{AGREEMENT}/<any(send,rewrite,start):step>")
@page(Action.WRITE_AGREEMENT, agreements.by_id, key="agreement_id")
def write_step(agreement: Thing, step: str) -> ResponseReturnValue:
    """Send a draft, write an approved text again, or bring a signed one into force."""
    return _step(agreement, step)


@bp.post(f"{AGREEMENT}/<any(return,clear):step>")
@page(Action.REVIEW_AGREEMENT, agreements.by_id, key="agreement_id")
def review_step(agreement: Thing, step: str) -> ResponseReturnValue:
    """Give a draft back, or clear it for the lawyers."""
    return _step(agreement, step)


@bp.post(f"{AGREEMENT}/<any(refuse,approve):step>")
@page(Action.APPROVE_AGREEMENT, agreements.by_id, key="agreement_id")
def head_step(agreement: Thing, step: str) -> ResponseReturnValue:
    """Give a cleared draft back, or approve it."""
    return _step(agreement, step)


@bp.post(f"{AGREEMENT}/<any(suspend,resume):step>")
@page(Action.HOLD_AGREEMENT, agreements.by_id, key="agreement_id")
def hold_step(agreement: Thing, step: str) -> ResponseReturnValue:
    """Suspend an agreement in force, or resume it."""
    return _step(agreement, step)


@bp.route(f"{AGREEMENT}/sign", methods=["GET", "POST"])
@page(Action.WRITE_AGREEMENT, agreements.by_id, key="agreement_id")
def sign(agreement: Thing) -> ResponseReturnValue:
    """Record the signatures of both sides."""
    SIGN_AGREEMENT.take(agreement.state)
    form = SignForm()
    return save_or_show(
        form,
        lambda: agreement_steps.sign(agreement, form.given(), actor(), now()),
        lambda _theirs: render_template("agreements/sign.html", agreement=agreement, form=form),
        lambda _done: _here(agreement),
    )


@bp.route(f"{AGREEMENT}/end", methods=["GET", "POST"])
@page(Action.HOLD_AGREEMENT, agreements.by_id, key="agreement_id")
def end(agreement: Thing) -> ResponseReturnValue:
    """End an agreement."""
    END_AGREEMENT.take(agreement.state)
    form = EndForm(on=now().date())
    return save_or_show(
        form,
        lambda: agreement_steps.end(agreement, form.given(), actor(), now()),
        lambda _theirs: render_template("agreements/end.html", agreement=agreement, form=form),
        lambda _done: _here(agreement),
    )
