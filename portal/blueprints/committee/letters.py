"""The letters of a decision as they are made, and what each partner is told in them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.blueprints.committee.routes import bp
from portal.blueprints.fields import VersionedForm, text
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import appraisals, award_letters, award_rounds, proposals, scoring
from portal.services.appraisals import Told
from portal.services.award_rounds import AwardRound
from portal.services.opening import Proposal
from portal.web import actor, now, page

WORKING = 3
"""Seconds after which the page asks again while letters are being made."""


@bp.get("/calls/<slug:slug>/letters", endpoint="letters")
@page(Action.READ_EVALUATION, award_rounds.by_slug)
def show(row: AwardRound) -> ResponseReturnValue:
    """Show how far the letters of the last decision are."""
    progress = award_letters.progress(row)
    busy = row.letters_at is None and row.ended_or_granted and not progress.failed
    return render_template(
        "committee/letters.html",
        row=row,
        call=row.call,
        progress=progress,
        again=WORKING if busy else 0,
    )


@bp.post("/calls/<slug:slug>/letters/again")
@page(Action.RECOMMEND, award_rounds.by_slug)
def letters_again(row: AwardRound) -> ResponseReturnValue:
    """Ask once more for the letters that could not be made."""
    award_letters.try_again(row, now())
    flash(_("The letters that failed are being made again."))
    return redirect(url_for("committee.letters", slug=row.call.slug), 303)


class AppraisalForm(VersionedForm):
    """What a partner is told of its proposal."""

    strengths = text(
        _l("Strengths"), _l("One a line. The partner reads them in its letter."), required=False
    )
    weaknesses = text(
        _l("Weaknesses"),
        _l("One a line. The partner reads them in its letter."),
        required=False,
    )

    def told(self) -> Told:
        """Return what was typed."""
        strong, weak = self["strengths"].data or "", self["weaknesses"].data or ""
        return Told(strong, weak, self.seen())


@bp.route("/proposals/<uuid:proposal_id>/appraisal", methods=["GET", "POST"])
@page(Action.APPRAISE, proposals.by_id, key="proposal_id")
def appraisal(proposal: Proposal) -> ResponseReturnValue:
    """Write what a partner is told of its proposal."""
    told = appraisals.told(proposal)
    kept = {"strengths": told.strengths, "weaknesses": told.weaknesses}
    form = AppraisalForm(data={**kept, "version": str(told.version)})
    return save_or_show(
        form,
        lambda: appraisals.save(proposal, form.told(), actor(), now()),
        lambda theirs: _appraising(proposal, form, theirs),
        lambda _done: url_for("committee.ranking", slug=proposal.call.slug),
    )


def _appraising(proposal: Proposal, form: AppraisalForm, theirs: object) -> str:
    return render_template(
        "committee/appraisal.html",
        call=proposal.call,
        proposal=proposal,
        row=appraisals.row_of(proposal),
        criteria=scoring.criteria(proposal.call),
        form=form,
        theirs=theirs,
    )
