"""Scoring without a line: the pack of a lot as one PDF, and scorecards as a workbook."""

from io import BytesIO

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from portal.blueprints.committee.routes import bp
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import NotFound
from portal.pdf.scoring_xlsx import scoring_xlsx
from portal.services import packs, revealing, scoring_sheets
from portal.services.revealing import Lot
from portal.web import actor, language, now, page

LOT = "/lots/<uuid:lot_id>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookForm(FlaskForm):
    """The workbook that was filled in."""

    file = FileField(
        _l("The workbook that you filled in (XLSX)"), [FileRequired(_l("Choose a file."))]
    )

    def content(self) -> bytes:
        """Return the bytes of the file."""
        with self.file.data.stream as stream:
            return bytes(stream.read())


@bp.route(LOT + "/offline", methods=["GET", "POST"])
@page(Action.USE_PACK, revealing.lot_by_id, key="lot_id")
def offline(lot: Lot) -> ResponseReturnValue:
    """Show the pack and the workbook of a lot, and read a workbook back whole."""
    form = WorkbookForm()
    return save_or_show(
        form,
        lambda: scoring_sheets.read_back(lot, form.content(), actor(), now()),
        lambda _theirs: _page(lot, form),
        lambda count: _read(lot, count),
    )


def _page(lot: Lot, form: WorkbookForm) -> str:
    return render_template(
        "committee/offline.html",
        lot=lot,
        call=lot.call,
        form=form,
        cards=packs.cards(lot, actor()),
        document=packs.document(packs.of(lot, actor()), language()),
        posted=request.method == "POST",
    )


def _read(lot: Lot, count: int) -> str:
    if count:
        flash(ngettext("%(num)s score taken over.", "%(num)s scores taken over.", count))
    else:
        flash(_("The workbook says what the portal has already. Nothing was changed."))
    return url_for("committee.scoring", slug=lot.call.slug)


@bp.post(LOT + "/pack")
@page(Action.USE_PACK, revealing.lot_by_id, key="lot_id")
def ask_pack(lot: Lot) -> ResponseReturnValue:
    """Ask for the pack of a lot in the present language."""
    packs.ask(lot, language(), actor(), now())
    return redirect(url_for("committee.pack", lot_id=lot.id), 303)


@bp.get(LOT + "/pack.pdf")
@page(Action.USE_PACK, revealing.lot_by_id, key="lot_id")
def pack(lot: Lot) -> ResponseReturnValue:
    """Answer with the actor's own pack of a lot."""
    own = packs.of(lot, actor())
    if own is None:
        raise NotFound
    return paper(packs.KIND, own.id, f"{lot.call.slug}-L{lot.number}-pack")


@bp.get(LOT + "/scorecards.xlsx")
@page(Action.USE_PACK, revealing.lot_by_id, key="lot_id")
def workbook(lot: Lot) -> Response:
    """Answer with the actor's own scorecards of a lot as a workbook."""
    content = scoring_xlsx(scoring_sheets.sheet(lot, actor()), language())
    name = f"{lot.call.slug}-L{lot.number}-scorecards.xlsx"
    given = send_file(BytesIO(content), XLSX, as_attachment=True, download_name=name)
    given.headers["Cache-Control"] = "no-store"
    return given
