"""The donor of a contract, by which the portfolio can be asked."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.blueprints.contracts.views import bp, here
from portal.blueprints.fields import TidyForm, line
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import contract_donor
from portal.services.contract_finding import by_slug
from portal.web import actor, now, page


class DonorForm(TidyForm):
    """Who pays for a contract."""

    donor = line(
        _l("Donor"),
        200,
        _l("As the portfolio and its report name it. Leave it empty if there is none yet."),
        required=False,
    )


@bp.route("/<slug:slug>/donor", methods=["GET", "POST"])
@page(Action.NAME_DONOR, by_slug)
def donor(contract: Thing) -> ResponseReturnValue:
    """Name the donor of a contract."""
    form = DonorForm(data={"donor": contract.donor})
    known = contract_donor.known()
    return save_or_show(
        form,
        lambda: contract_donor.name(contract, form.donor.data or "", actor(), now()),
        lambda _: render_template(
            "contracts/donor.html", contract=contract, form=form, known=known
        ),
        lambda _: _saved(contract),
    )


def _saved(contract: Thing) -> str:
    flash(gettext("The donor is saved."))
    return here(contract)
