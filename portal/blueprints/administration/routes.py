"""The blueprint that every page of the administration hangs on."""

from flask import Blueprint

bp = Blueprint("administration", __name__, url_prefix="/administration")
