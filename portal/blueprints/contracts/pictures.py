"""The pictures of a contract: how far it is, what it cost, and what happens when."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.blueprints.contracts.views import bp
from portal.blueprints.kept import part
from portal.domain.actions import Action
from portal.domain.policy import Thing, can
from portal.services import contract_pictures, contract_standards
from portal.services.contract_finding import by_slug
from portal.shelf import begin, kept
from portal.web import actor, language, page

SHOWN = 6


def to_read(slug: str) -> Thing:
    """Return the contract of an address; once in force, as it was read since an event."""
    begin()
    return kept(partial(by_slug, slug), "contract", slug, lasting=_was_in_force)


def _was_in_force(contract: Thing) -> bool:
    return contract.in_force_at is not None


@bp.get("/<slug:slug>/pictures")
@page(Action.SEE_CONTRACT, to_read)
def pictures(contract: Thing) -> ResponseReturnValue:
    """Show how far a contract is: each indicator, the money, and its time."""
    number = max(1, request.args.get("page", 1, int))
    sees_file = can(actor(), Action.SEE_CONTRACT_FILE, contract)
    facts = part(partial(_facts, contract), "contract facts", contract.id, sees_file)
    who = actor()
    seen_by = (who.partner_id, who.roles)
    drawn = part(partial(_drawn, contract, number), "pictures", contract.id, number, *seen_by)
    return render_template(
        "contracts/pictures.html", contract=contract, facts=facts, drawn=drawn
    )


def _facts(contract: Thing) -> Markup:
    written = render_template("contracts/_facts.html", contract=contract)
    return Markup(written)  # noqa: S704 - a template wrote it


def _drawn(contract: Thing, number: int) -> Markup:
    """Draw the pictures with six indicators: with forty a page would be a megabyte."""
    reports = contract_pictures.periods(contract)
    progress = contract_pictures.progress(contract, reports)
    start = (number - 1) * SHOWN
    written = render_template(
        "contracts/pictured.html",
        contract=contract,
        reports=reports,
        progress=progress[start : start + SHOWN],
        **_place(number, len(progress)),
        money=contract_pictures.money(contract, reports),
        lanes=contract_pictures.timeline(contract, reports, actor()),
        standards=contract_standards.over_time(contract, reports, language()),
    )
    return Markup(written)  # noqa: S704 - a template wrote it


def _place(number: int, count: int) -> dict[str, int]:
    """Say which indicators a page shows, and the numbers of the pages around it; 0 for none."""
    after = number + 1 if number * SHOWN < count else 0
    first = (number - 1) * SHOWN + 1
    return {"first": first, "every": count, "before": number - 1, "after": after}
