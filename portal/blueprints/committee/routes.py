"""The blueprint that the pages of the committee share, and how its figures are written."""

from fractions import Fraction

from flask import Blueprint

from portal.domain import scoring
from portal.show import number

bp = Blueprint("committee", __name__)


@bp.app_template_filter("points")
def points(value: Fraction, places: int = 2) -> str:
    """Write points with the decimals of the language."""
    return number(scoring.shown(value), places)


@bp.app_template_filter("place")
def place(value: Fraction | int, low: int) -> str:
    """Place a figure of 0 to 100 on the scale of a spread picture, in percent."""
    return scoring.place(value, low)
