"""Declarations of a partner and its verification."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.diligence.forms import (
    VerificationForm,
    declarations_form,
    verification_form,
)
from portal.blueprints.diligence.routes import PARTNER, bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import partner_declarations, partners, sanctions, verification
from portal.web import actor, language, now, page

Thing = Any
"""A record; pages know it by the names of its facts only."""


@bp.get(PARTNER + "/declarations")
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def declarations(partner: Thing) -> ResponseReturnValue:
    """Show what a partner declared, the latest first."""
    return render_template(
        "diligence/declarations.html",
        partner=partner,
        present=partner_declarations.present(partner),
        version=partner_declarations.version(),
        texts=partner_declarations.statements(language()),
        history=partner_declarations.history(partner),
    )


@bp.route(PARTNER + "/declarations/make", methods=["GET", "POST"])
@page(Action.DECLARE_PARTNER, partners.by_id, key="partner_id")
def declare(partner: Thing) -> ResponseReturnValue:
    """Answer the statements of the present version."""
    texts = partner_declarations.statements(language())
    form = declarations_form(texts)
    return save_or_show(
        form,
        lambda: partner_declarations.declare(partner, form.answers(texts), actor(), now()),
        lambda _theirs: render_template(
            "diligence/declare.html", partner=partner, form=form, texts=texts
        ),
        lambda _made: _declared(partner),
    )


def _declared(partner: Thing) -> str:
    flash(_("The declarations are stored."))
    return url_for("diligence.declarations", partner_id=partner.id)


@bp.get(PARTNER + "/verification", endpoint="verification")
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def show_verification(partner: Thing) -> ResponseReturnValue:
    """Show the verdicts on a partner, and what is asked now."""
    last = verification.latest(partner)
    return render_template(
        "diligence/verification.html",
        partner=partner,
        waiting=verification.waiting(partner),
        latest=last,
        soon=verification.expires_soon(last, now().date()),
        today=now().date(),
        questions=verification.questions(language()),
        history=verification.history(partner),
        blocked=verification.broken_ask(partner),
    )


@bp.post(PARTNER + "/verification/ask")
@page(Action.ASK_VERIFICATION, partners.by_id, key="partner_id")
def ask_verification(partner: Thing) -> ResponseReturnValue:
    """Send a profile for verification."""
    verification.ask(partner, actor(), now())
    flash(_("The profile is sent for verification."))
    return redirect(url_for("diligence.verification", partner_id=partner.id), 303)


@bp.route(PARTNER + "/verification/decide", methods=["GET", "POST"])
@page(Action.VERIFY_PARTNER, partners.by_id, key="partner_id")
def decide_verification(partner: Thing) -> ResponseReturnValue:
    """Answer the questions and decide."""
    texts = verification.questions(language())
    form = verification_form(texts)
    return save_or_show(
        form,
        lambda: verification.decide(partner, form.outcome(texts), actor(), now()),
        lambda _theirs: _verify_page(partner, form, texts),
        lambda _done: url_for("diligence.verification", partner_id=partner.id),
    )


def _verify_page(partner: Thing, form: VerificationForm, texts: Mapping[str, str]) -> str:
    return render_template(
        "diligence/verify.html",
        partner=partner,
        form=form,
        texts=texts,
        waiting=verification.waiting(partner),
        compared=sanctions.compare(partner),
    )
