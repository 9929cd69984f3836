"""The blueprint of due diligence, shared by the modules that hold its pages."""

from flask import Blueprint

bp = Blueprint("diligence", __name__)
PARTNER = "/partners/<uuid:partner_id>"
FLAG = "/partners/flags/<uuid:flag_id>"
MATCH = "/sanctions/matches/<uuid:match_id>"
