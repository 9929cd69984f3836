"""The blueprint that the pages of a partner's house share."""

from flask import Blueprint

bp = Blueprint("partners", __name__, url_prefix="/partners")
