"""Where the sites of a centre are: the town, never the address of a shelter."""

from decimal import Decimal
from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, FieldList, Form, FormField, HiddenField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import TextInput

from portal.blueprints.centres.views import bp
from portal.blueprints.fields import VersionedForm
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import centres
from portal.web import actor, now, page

_LATITUDE, _LONGITUDE = 90, 180


class DegreeField(DecimalField):
    """Degrees with a point or a comma; kept to a hundredth."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the degrees however the fraction was typed."""
        super().process_formdata([each.strip().replace(",", ".") for each in valuelist])


def _hundredth(degrees: Decimal | None) -> Decimal | None:
    """Keep a hundredth of a degree, which names a town and no address."""
    if degrees is None or not degrees.is_finite() or abs(degrees) > _LONGITUDE:
        return degrees
    return round(degrees, 2)


def _degrees(label: Any, most: int) -> DegreeField:  # noqa: ANN401 - lazy text
    within = _l("Enter degrees from %(least)s to %(most)s.", least=-most, most=most)
    checks = [Optional(), NumberRange(-most, most, message=within)]
    return DegreeField(label, checks, filters=[_hundredth])


class PlaceForm(Form):
    """The place of one site."""

    key = HiddenField()
    latitude = _degrees(_l("Latitude"), _LATITUDE)
    longitude = _degrees(_l("Longitude"), _LONGITUDE)


class PlacesForm(VersionedForm):
    """The places of all sites of a centre."""

    sites = FieldList(FormField(PlaceForm), label=_l("Sites"))

    def typed(self) -> dict[str, tuple[Decimal | None, Decimal | None]]:
        """Return what was typed by the key of the site."""
        rows = [entry.form for entry in self.sites.entries]
        return {str(row.key.data): (row.latitude.data, row.longitude.data) for row in rows}


@bp.route("/<slug:slug>/places", methods=["GET", "POST"])
@page(Action.PLACE_SITES, centres.by_slug)
def places(centre: Thing) -> ResponseReturnValue:
    """Say where the sites of a centre are on the map."""
    sites = centres.sites(centre)
    form = PlacesForm(data={"version": str(centre.version), "sites": [_row(x) for x in sites]})
    return save_or_show(
        form,
        lambda: centres.place(centre, form.typed(), form.seen(), actor(), now()),
        lambda theirs: render_template(
            "centres/places.html", centre=centre, sites=sites, form=form, theirs=theirs
        ),
        lambda _: _saved(centre),
    )


def _row(site: Thing) -> dict[str, object]:
    return {"key": str(site.id), "latitude": site.latitude, "longitude": site.longitude}


def _saved(centre: Thing) -> str:
    flash(gettext("The places are saved."))
    return url_for("centres.show", slug=centre.slug)
