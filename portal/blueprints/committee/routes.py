"""The blueprint that the pages of the committee share."""

from flask import Blueprint

bp = Blueprint("committee", __name__)
