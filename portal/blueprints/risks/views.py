"""Pages of the risk register: of a contract, of a centre, and each risk."""

from collections.abc import Callable

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.paper import paper
from portal.blueprints.risks.forms import EndForm, RiskForm
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_risks import CLOSE_RISK, RISK_STEPS
from portal.domain.policy import Thing
from portal.services import centres, events, risks, visits
from portal.services.contract_finding import by_slug
from portal.services.risks import Place
from portal.web import actor, language, now, page

bp = Blueprint("risks", __name__)
CONTRACT = "/contracts/<slug:slug>/risks"
CENTRE = "/centres/<slug:slug>/risks"
RISK = "/risks/<uuid:risk_id>"


def _here(risk: Thing) -> str:
    return url_for("risks.show", risk_id=risk.id)


def _of(contract: Thing) -> Place:
    return Place(contract.call.centre, contract)


@bp.get(CONTRACT)
@page(Action.SEE_RISKS, by_slug)
def of_contract(contract: Thing) -> ResponseReturnValue:
    """Show the risks of a contract as matrix and list."""
    return _register(_of(contract))


@bp.get(CENTRE)
@page(Action.SEE_RISKS, centres.by_slug)
def of_centre(centre: Thing) -> ResponseReturnValue:
    """Show the risks of a centre and its contracts as matrix and list."""
    return _register(Place(centre))


def _register(place: Place) -> str:
    found = risks.of(place)
    return render_template(
        "risks/register.html",
        place=place,
        risks=found,
        grid=risks.matrix(found),
        bands={each.id: risks.band_of(each) for each in found},
        categories=risks.categories(language()),
        today=now().date(),
    )


@bp.get(f"{CONTRACT}.pdf")
@page(Action.SEE_RISKS, by_slug)
def contract_paper(contract: Thing) -> ResponseReturnValue:
    """Give the risk register of a contract as PDF, as of today."""
    name = f"{contract.slug}-risks"
    return paper("contract_risks", contract.id, name, draft=True, mark="today")


@bp.get(f"{CENTRE}.pdf")
@page(Action.SEE_RISKS, centres.by_slug)
def centre_paper(centre: Thing) -> ResponseReturnValue:
    """Give the risk register of a centre as PDF, as of today."""
    name = f"{centre.slug}-risks"
    return paper("centre_risks", centre.id, name, draft=True, mark="today")


@bp.route(f"{CONTRACT}/new", methods=["GET", "POST"])
@page(Action.WRITE_RISK, by_slug)
def add_to_contract(contract: Thing) -> ResponseReturnValue:
    """Put a risk of a contract into the register."""
    return _add(_of(contract))


@bp.route(f"{CENTRE}/new", methods=["GET", "POST"])
@page(Action.WRITE_RISK, centres.by_slug)
def add_to_centre(centre: Thing) -> ResponseReturnValue:
    """Put a risk of a centre into the register."""
    return _add(Place(centre))


def _add(place: Place) -> ResponseReturnValue:
    form = RiskForm(likelihood="3", impact="3", owner=str(actor().person_id))
    form.fill(language(), visits.colleagues())
    return save_or_show(
        form,
        lambda: risks.add(place, form.draft(), actor(), now()),
        lambda theirs: render_template(
            "risks/form.html", place=place, form=form, theirs=theirs
        ),
        _here,
    )


@bp.get(RISK)
@page(Action.SEE_RISKS, risks.by_id, key="risk_id")
def show(risk: Thing) -> ResponseReturnValue:
    """Show a risk with the history of its ratings."""
    return _shown(risk, EndForm(formdata=None))


def _shown(risk: Thing, form: EndForm) -> str:
    return render_template(
        "risks/show.html",
        risk=risk,
        form=form,
        steps=RISK_STEPS,
        band=risks.band_of(risk),
        history=risks.history(risk),
        categories=risks.categories(language()),
        late=risks.is_overdue(risk, now().date()),
        events=events.timeline([risk.id]),
    )


@bp.route(f"{RISK}/review", methods=["GET", "POST"])
@page(Action.WRITE_RISK, risks.by_id, key="risk_id")
def review(risk: Thing) -> ResponseReturnValue:
    """Review a risk: its rating, treatment, owner and next review."""
    CLOSE_RISK.take(risk.state)
    form = RiskForm(data=_kept(risk))
    form.fill(language(), visits.colleagues())
    place = Place(risk.centre, risk.contract)

    def show(theirs: object) -> str:
        return _page(place, form, risk, theirs)

    def save() -> None:
        risks.review(risk, form.draft(), form.seen(), actor(), now())

    return save_or_show(form, save, show, lambda _done: _here(risk))


def _page(place: Place, form: RiskForm, risk: Thing, theirs: object) -> str:
    return render_template("risks/form.html", place=place, form=form, risk=risk, theirs=theirs)


def _kept(risk: Thing) -> dict[str, object]:
    names = ("category", "title", "text", "measures", "review_on")
    return {
        **{name: getattr(risk, name) for name in names},
        "likelihood": str(risk.likelihood),
        "impact": str(risk.impact),
        "treatment": risk.treatment.value,
        "owner": str(risk.owner_id),
        "version": str(risk.version),
    }


def _end(risk: Thing, take: Callable[[str], None]) -> ResponseReturnValue:
    form = EndForm()
    return save_or_show(
        form,
        lambda: take(form.reason.data or ""),
        lambda _theirs: _shown(risk, form),
        lambda _done: _here(risk),
    )


@bp.post(f"{RISK}/close")
@page(Action.WRITE_RISK, risks.by_id, key="risk_id")
def close(risk: Thing) -> ResponseReturnValue:
    """Close a risk with a reason."""
    return _end(risk, lambda reason: risks.close(risk, reason, actor(), now()))


@bp.post(f"{RISK}/reopen")
@page(Action.WRITE_RISK, risks.by_id, key="risk_id")
def reopen(risk: Thing) -> ResponseReturnValue:
    """Open a closed risk again with a reason."""
    return _end(risk, lambda reason: risks.reopen(risk, reason, actor(), now()))
