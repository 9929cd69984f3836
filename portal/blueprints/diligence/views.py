"""Due diligence: the pages are in the modules that join the blueprint here."""

from portal.blueprints.diligence import assessing, checks, flagging, screening, standing
from portal.blueprints.diligence.routes import bp

PAGES = (assessing, checks, flagging, screening, standing)

__all__ = ["PAGES", "bp"]
