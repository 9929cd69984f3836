"""Windows for what is missing: the office opens them, partners supply the named items."""

from typing import Any

from flask import current_app, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.committee.routes import bp
from portal.blueprints.fields import line
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.uploads import MEGABYTE
from portal.services import deficiency, events, opening, proposals
from portal.services.deficiency import Wanted
from portal.services.file_checks import Limits, Upload
from portal.services.opening import Call, Proposal
from portal.show import word
from portal.web import actor, language, now, page

_MISSING = "/proposals/<uuid:proposal_id>/missing"


class WindowForm(FlaskForm):
    """The items that a window asks for; what is lacking now are its choices."""

    wanted = SelectMultipleField(
        _l("Items to ask for"),
        description=_l("Every partner that lacks an item is asked for it, nobody else."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )


class FileForm(FlaskForm):
    """One file that is asked for."""

    file = FileField(_l("File"))

    def upload(self) -> Upload:
        """Return the file as it was sent; an empty one when none was."""
        sent = self.file.data
        return Upload("", sent.filename or "", sent.read()) if sent else Upload("", "", b"")


class YesNoForm(FlaskForm):
    """An answer that is yes or no."""

    answer = RadioField(
        _l("Answer"),
        validate_choice=False,
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
    )


class NumberForm(FlaskForm):
    """An answer that is a whole number."""

    answer = line(_l("Answer"), 20, _l("A whole number from 0 on."), required=False)


@bp.app_template_global()
def missing_of(proposal: Proposal) -> object:
    """Return what a proposal is asked for in a window that is open, if there is one."""
    return deficiency.current(proposal, now())


@bp.get("/calls/<slug:slug>/screening/missing")
@page(Action.SEE_SCREENING, opening.call_by_slug)
def windows(call: Call) -> ResponseReturnValue:
    """Show what is missing in the proposals, and the windows that were opened for it."""
    return _windows(call, WindowForm(formdata=None))


@bp.post("/calls/<slug:slug>/screening/missing")
@page(Action.OPEN_DEFICIENCY, opening.call_by_slug)
def open_window(call: Call) -> ResponseReturnValue:
    """Ask every partner that lacks the chosen items for them."""
    form = WindowForm()
    return save_or_show(
        form,
        lambda: deficiency.open_window(call, form.wanted.data or [], actor(), now()),
        lambda _theirs: _windows(call, form),
        lambda _made: _opened(call),
    )


def _opened(call: Call) -> str:
    flash(_("The window is open. The partners that lack these items are being told by mail."))
    return url_for("committee.windows", slug=call.slug)


def _windows(call: Call, form: WindowForm) -> str:
    offers = deficiency.offers(call, now(), language())
    form.wanted.choices = [SelectChoice(each.item.code, _name(each)) for each in offers]
    return render_template(
        "committee/windows.html",
        call=call,
        form=form,
        offers=offers,
        windows=deficiency.windows(call),
        requests=deficiency.requests(call),
        moment_now=now(),
        events=events.timeline([call.id], ("call.deficiency_opened",)),
    )


def _name(offer: deficiency.Offer) -> str:
    item = offer.item
    text = word(item.text, "DocumentKind") if item.kind.value == "paper" else item.text
    return f"{text} ({', '.join(offer.partners)})"


@bp.get(_MISSING)
@page(Action.SUPPLY_MISSING, proposals.by_id, key="proposal_id")
def missing(proposal: Proposal) -> ResponseReturnValue:
    """Show a partner what it is asked for, and until when."""
    return _missing(proposal)


@bp.post(_MISSING + "/<item>")
@page(Action.SUPPLY_MISSING, proposals.by_id, key="proposal_id")
def supply(proposal: Proposal, item: str) -> ResponseReturnValue:
    """Take in one item that the partner is asked for."""
    form = _form(proposal, item)
    return save_or_show(
        form,
        lambda: _send(proposal, item, form),
        lambda _theirs: _missing(proposal, (item, form)),
        lambda _done: url_for("committee.missing", proposal_id=proposal.id),
    )


def _send(proposal: Proposal, item: str, form: Any) -> None:  # noqa: ANN401 - one of the forms
    if isinstance(form, FileForm):
        limits = Limits(current_app.config["FILE_LIMIT"], 1)
        deficiency.send_file(proposal, item, (form.upload(), limits), actor(), now())
    else:
        deficiency.answer(proposal, item, str(form.answer.data or ""), actor(), now())
    flash(_("It is taken in. You can replace it until the time is over."))


def _asked(proposal: Proposal) -> list[Wanted]:
    request = deficiency.current(proposal, now())
    return deficiency.wanted(request, now(), language()) if request else []


def _form(proposal: Proposal, item: str) -> Any:  # noqa: ANN401 - one of the forms
    known = {each.item.code: each for each in _asked(proposal)}
    return _form_of(known[item]) if item in known else FileForm()


def _form_of(wanted: Wanted) -> Any:  # noqa: ANN401 - one of the forms
    if wanted.is_file:
        return FileForm()
    return NumberForm() if wanted.is_number else YesNoForm()


def _missing(proposal: Proposal, typed: tuple[str, Any] | None = None) -> str:
    asked = _asked(proposal)
    forms = {each.item.code: _form_of(each) for each in asked}
    if typed and typed[0] in forms:
        forms[typed[0]] = typed[1]
    return render_template(
        "committee/missing.html",
        proposal=proposal,
        call=proposal.call,
        request_open=deficiency.current(proposal, now()),
        asked=asked,
        forms=forms,
        typed=typed[1] if typed else None,
        most=current_app.config["FILE_LIMIT"] // MEGABYTE,
    )
