"""Pages of the area: partners."""

from flask import Blueprint

bp = Blueprint("partners", __name__, url_prefix="/partners")
