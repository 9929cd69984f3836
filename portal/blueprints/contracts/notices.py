"""Notices on the pages: written, given, answered, withdrawn; a contract that is completed."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.contracts.amendment_forms import ReasonForm
from portal.blueprints.contracts.notice_forms import (
    AgreeForm,
    NoticeForm,
    PartnerNoticeForm,
)
from portal.blueprints.contracts.signing import limited
from portal.blueprints.contracts.views import bp, here
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_notices import AGREE_END, NOTICE_STEPS, WITHDRAW_NOTICE
from portal.domain.notices import NoticeKind, NoticeSide
from portal.domain.policy import Thing
from portal.services import contract_ends, documents, notice_grounds, notices
from portal.services.contract_finding import by_slug
from portal.services.notice_finding import by_id
from portal.web import actor, language, now, page

ONE = "/notices/<uuid:notice_id>"
KINDS = "any(suspension, resumption, termination)"


def at(notice: Thing) -> str:
    """Return the address of a notice's page."""
    return url_for("contracts.notice", notice_id=notice.id)


@bp.route(f"/<slug:slug>/notices/<{KINDS}:kind>", methods=["GET", "POST"])
@page(Action.WRITE_NOTICE, by_slug)
def write_notice(contract: Thing, kind: str) -> ResponseReturnValue:
    """Write a notice for the head of office."""
    wanted, form = NoticeKind(kind), NoticeForm()
    if wanted is not NoticeKind.TERMINATION:
        del form.days, form.last_day
    _offer(form, contract, wanted, NoticeSide.IOM, NoticeSide.BOTH)
    return save_or_show(
        form,
        lambda: notices.write(contract, form.wish(wanted), actor(), now()),
        lambda _: _form_page("new", contract=contract, form=form, kind=wanted),
        at,
    )


def _offer(form: NoticeForm, contract: Thing, kind: NoticeKind, *sides: NoticeSide) -> None:
    form.offer(notice_grounds.offered(contract, kind, *sides), language())


def _form_page(name: str, **more: Any) -> str:  # noqa: ANN401 - of the page
    return render_template(f"contracts/notice_{name}.html", **more)


@bp.route("/<slug:slug>/notice", methods=["GET", "POST"])
@page(Action.GIVE_PARTNER_NOTICE, by_slug)
@limited
def partner_notice(contract: Thing) -> ResponseReturnValue:
    """End a contract with notice, as the partner's signatory."""
    form, kind = PartnerNoticeForm(), NoticeKind.TERMINATION
    _offer(form, contract, kind, NoticeSide.PARTNER)
    return save_or_show(
        form,
        lambda: notices.give_for_partner(
            contract, form.wish(kind), form.consent(), actor(), now()
        ),
        lambda _: _form_page("new", contract=contract, form=form, kind=kind),
        at,
    )


@bp.get(ONE)
@page(Action.SEE_NOTICE, by_id, key="notice_id")
def notice(one: Thing) -> ResponseReturnValue:
    """Show a notice: ground, period, money, what goes on, and what is asked of each."""
    return render_template(
        "contracts/notice.html",
        **about(one),
        steps=NOTICE_STEPS,
        document=documents.of("notice", one.id, one.contract.language),
    )


def about(one: Thing) -> dict[str, Any]:
    """Return what every page on a notice shows of it."""
    contract = one.contract
    return {
        "contract": contract,
        "notice": one,
        "ground": notice_grounds.every()[one.ground],
        "length": notices.length_of(one),
        "last_day": notices.last_day(one, now()),
        "money": notices.settlement(one),
        "clause": notice_grounds.clause_number(contract, one.clause),
        "surviving": notice_grounds.surviving(contract),
    }


@bp.get(f"{ONE}.pdf")
@page(Action.SEE_NOTICE, by_id, key="notice_id")
def notice_pdf(one: Thing) -> ResponseReturnValue:
    """Give a notice as PDF: a draft with a watermark until it was given."""
    return paper("notice", one.id, f"{one.contract.slug}-N{one.number}", draft=True)


@bp.post(f"{ONE}/give")
@page(Action.GIVE_NOTICE, by_id, key="notice_id")
def give_notice(one: Thing) -> ResponseReturnValue:
    """Give a notice for IOM, or propose it to the partner."""
    notices.give(one, actor(), now())
    flash(gettext("Done. Both sides see it now."))
    return redirect(at(one), 303)


@bp.route(f"{ONE}/agree", methods=["GET", "POST"])
@page(Action.ANSWER_NOTICE, by_id, key="notice_id")
@limited
def agree_notice(one: Thing) -> ResponseReturnValue:
    """Agree for the partner to end the contract on the day that was proposed."""
    AGREE_END.take(one.state)
    form = AgreeForm()
    return save_or_show(
        form,
        lambda: notices.agree(one, form.consent(), actor(), now()),
        lambda _: _form_page("agree", form=form, **about(one)),
        lambda _: at(one),
    )


@bp.route(f"{ONE}/decline", methods=["GET", "POST"])
@page(Action.ANSWER_NOTICE, by_id, key="notice_id")
def decline_notice(one: Thing) -> ResponseReturnValue:
    """Decline for the partner to end the contract by consent."""
    AGREE_END.take(one.state)
    return _ending(one, notices.decline, "decline_end")


@bp.route(f"{ONE}/withdraw", methods=["GET", "POST"])
@page(Action.WITHDRAW_NOTICE, by_id, key="notice_id")
def withdraw_notice(one: Thing) -> ResponseReturnValue:
    """Withdraw a notice that has not taken effect."""
    WITHDRAW_NOTICE.take(one.state)
    return _ending(one, notices.withdraw, "withdraw_notice")


def _ending(one: Thing, act: Callable[..., None], step: str) -> ResponseReturnValue:
    form = ReasonForm()
    return save_or_show(
        form,
        lambda: act(one, form.comment.data or "", actor(), now()),
        lambda _: _form_page("end", form=form, step=step, notice=one, contract=one.contract),
        lambda _: at(one),
    )


@bp.post("/<slug:slug>/complete")
@page(Action.COMPLETE_CONTRACT, by_slug)
def complete_contract(contract: Thing) -> ResponseReturnValue:
    """State that a contract was carried out to its end."""
    contract_ends.complete(contract, actor(), now())
    flash(gettext("The contract is completed."))
    return redirect(here(contract), 303)
