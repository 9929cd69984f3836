"""What the reports of a contract hold: chosen while the contract is a draft."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.calls.fields import maybe
from portal.blueprints.contracts.views import bp, here
from portal.blueprints.fields import VersionedForm
from portal.blueprints.saving import Show, save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import SEND_CONTRACT
from portal.domain.policy import Thing
from portal.services import monitoring, report_terms
from portal.services.contract_finding import by_slug
from portal.services.report_terms import LEAST_WORDS, MOST_WORDS, Heading, ReportTerms
from portal.show import word
from portal.web import actor, language, now, page


class HeadingForm(Form):
    """One heading of the library: whether it is asked, and its most words."""

    code = HiddenField()
    asked = BooleanField(_l("Asked"))
    words = maybe(_l("Most words"), LEAST_WORDS, MOST_WORDS)


class ReportingForm(VersionedForm):
    """Sections and headings of the reports of a contract."""

    sections = SelectMultipleField(
        _l("Sections beside figures and money"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    headings = FieldList(FormField(HeadingForm), label=_l("Headings of the narrative"))

    def value(self) -> ReportTerms:
        """Return what was chosen."""
        rows = [row.form for row in self.headings if row.form.asked.data]
        chosen = [Heading(str(row.code.data), row.words.data or 0) for row in rows]
        return ReportTerms(self.sections.data or [], chosen)


def _form(contract: Thing) -> ReportingForm:
    limits = report_terms.limits(contract)
    rows = [
        {"code": code, "asked": code in limits, "words": limits.get(code) or words}
        for code, words in report_terms.library_words().items()
    ]
    sections = list(contract.report_sections or [])
    data = {"sections": sections, "headings": rows, "version": str(contract.version)}
    form = ReportingForm(data=data)
    named = [(code, word(code, "report_section")) for code in report_terms.choosable(contract)]
    form.sections.choices = [SelectChoice(*each) for each in named]
    return form


@bp.route("/<slug:slug>/reporting", methods=["GET", "POST"])
@page(Action.EDIT_CONTRACT, by_slug)
def reporting(contract: Thing) -> ResponseReturnValue:
    """Choose what the reports of a draft contract hold."""
    SEND_CONTRACT.take(contract.state)
    form = _form(contract)

    def save() -> None:
        report_terms.save(contract, form.value(), form.seen(), actor(), now())

    return save_or_show(form, save, _page(contract, form), lambda _: here(contract))


def _page(contract: Thing, form: ReportingForm) -> Show:
    return lambda theirs: render_template(
        "contracts/reporting.html",
        contract=contract,
        form=form,
        theirs=theirs,
        names=monitoring.sections(language()),
        extra=report_terms.extra_codes(),
    )
