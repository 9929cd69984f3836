"""Where the pages of daily allowances stand."""

from flask import Blueprint, render_template, url_for

from portal.domain.lifecycle_allowances import SHEET_STEPS
from portal.domain.policy import Thing
from portal.services import allowances, documents, events
from portal.web import language

bp = Blueprint("allowances", __name__)
SHEET = "/allowances/<uuid:sheet_id>"


def here(sheet: Thing) -> str:
    """Return the address of a sheet."""
    return url_for("allowances.show", sheet_id=sheet.id)


def shown(name: str, sheet: Thing, **more: object) -> str:
    """Return a page about a sheet."""
    return render_template(
        f"allowances/{name}.html",
        sheet=sheet,
        clearance=sheet.clearance,
        steps=SHEET_STEPS,
        month_days=allowances.days_of(sheet.month),
        filled=allowances.is_filled(sheet),
        document=documents.of("allowance_sheet", sheet.id, language()),
        events=events.timeline([sheet.id]),
        **more,
    )
