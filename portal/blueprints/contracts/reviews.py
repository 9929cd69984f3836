"""Reviews of a contract, comments pinned to its clauses, and what changed between offers."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.contracts.forms import CommentForm, ReviewForm
from portal.blueprints.contracts.views import bp, here, returns, review_page
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_contracts import AGREE_REVIEW
from portal.domain.policy import Thing
from portal.services import contract_comments, contract_reviews, contract_versions
from portal.services import contract_drafting as drafting
from portal.services.contract_finding import by_slug
from portal.web import actor, now, page


@bp.route("/reviews/<uuid:review_id>", methods=["GET", "POST"])
@page(Action.REVIEW_CONTRACT, contract_reviews.by_id, key="review_id")
def review(asked: Thing) -> ResponseReturnValue:
    """Agree to a contract or return it to procurement, in one of its reviews."""
    AGREE_REVIEW.take(asked.state)
    form = ReviewForm()

    def save() -> None:
        if returns():
            contract_reviews.give_back(asked, form.comment.data or "", actor(), now())
        else:
            contract_reviews.agree(asked, actor(), now())

    return review_page(by_slug(asked.contract.slug), form, save, f"review_{asked.kind}")


@bp.route("/<slug:slug>/clauses/<code>/comment", methods=["GET", "POST"])
@page(Action.COMMENT_CONTRACT, by_slug)
def comment(contract: Thing, code: str) -> ResponseReturnValue:
    """Pin a comment to a clause."""
    row, form = drafting.clause_of(contract, code), CommentForm()
    return save_or_show(
        form,
        lambda: contract_comments.pin(row, form.text.data or "", actor(), now()),
        lambda _: render_template(
            "contracts/comment.html", contract=contract, clause=row, form=form
        ),
        lambda _: f"{here(contract)}#{code}",
    )


@bp.post("/comments/<uuid:remark_id>/resolve")
@page(Action.RESOLVE_CONTRACT_COMMENT, contract_comments.by_id, key="remark_id")
def resolve_comment(remark: Thing) -> ResponseReturnValue:
    """Mark a comment as settled."""
    contract_comments.resolve(remark, actor(), now())
    return redirect(f"{here(remark.contract)}#{remark.code}", 303)


@bp.get("/<slug:slug>/versions/<int:number>")
@page(Action.SEE_CONTRACT, by_slug)
def version(contract: Thing, number: int) -> ResponseReturnValue:
    """Show every word that changed in an offered version against the one before."""
    found = contract_versions.redline(contract, number)
    return render_template("contracts/redline.html", contract=contract, redline=found)


@bp.get("/<slug:slug>/redline.pdf")
@page(Action.SEE_CONTRACT, by_slug)
def redline_pdf(contract: Thing) -> ResponseReturnValue:
    """Give what changed between the last two offers as PDF."""
    contract_versions.redline(contract, len(contract_versions.of(contract)))
    return paper("redline", contract.id, f"{contract.slug}-redline", draft=True, mark="today")
