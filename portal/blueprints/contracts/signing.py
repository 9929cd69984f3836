"""Signing a contract: the whole text, a name, a password."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.contracts.forms import SignForm
from portal.blueprints.contracts.views import bp, here, text_of
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import COUNTERSIGN, SIGN_CONTRACT
from portal.domain.policy import Actor, Thing
from portal.rates import limiter
from portal.services import contracts, mandates
from portal.services.contract_finding import by_slug
from portal.services.contract_signatures import Consent
from portal.web import actor, now, page

Act = Callable[[Thing, Actor, Consent, datetime], None]


def _limit() -> str:
    return str(current_app.config["SIGN_IN_LIMIT"])


def _signer() -> str:
    return f"signing {actor().person_id}"


def _was_refused(response: Response) -> bool:
    return response.status_code == 422  # noqa: PLR2004 - the status of a form to be corrected


limited = limiter.limit(_limit, key_func=_signer, methods=["POST"], deduct_when=_was_refused)


@bp.route("/<slug:slug>/sign", methods=["GET", "POST"])
@page(Action.SIGN_CONTRACT, by_slug)
@limited
def sign(contract: Thing) -> ResponseReturnValue:
    """Sign for the partner."""
    SIGN_CONTRACT.take(contract.state)
    return _signing(contract, contracts.sign)


@bp.route("/<slug:slug>/countersign", methods=["GET", "POST"])
@page(Action.COUNTERSIGN, by_slug)
@limited
def countersign(contract: Thing) -> ResponseReturnValue:
    """Sign for IOM."""
    COUNTERSIGN.take(contract.state)
    return _signing(contract, contracts.countersign)


def _signing(contract: Thing, act: Act) -> ResponseReturnValue:
    form = SignForm(data={"fingerprint": contract.fingerprint})
    mandate, lacking = mandates.told(contract, actor(), now())
    more = {"mandate": mandate, "lacking": lacking, "grounds": mandates.grounds(contract)}

    def save() -> None:
        given = (field.data or "" for field in (form.name, form.password, form.fingerprint))
        act(contract, actor(), Consent(*given), now())

    return save_or_show(
        form,
        save,
        lambda _: render_template(
            "contracts/sign.html", form=form, **more, **text_of(contracts.full(contract))
        ),
        lambda _: here(contract),
    )
