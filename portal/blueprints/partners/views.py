"""A partner's profile: read, written in sections, issued as a PDF; and registering one."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.choosing import choosing
from portal.blueprints.paper import paper
from portal.blueprints.partners import bank, keys, members, papers
from portal.blueprints.partners.forms import OrganisationForm, ProfileForm, RemarkForm
from portal.blueprints.partners.routes import bp
from portal.blueprints.partners.sections import FORMS, HINTS, section_form, shown
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import (
    bank_details,
    events,
    mandates,
    partner_documents,
    partner_joining,
    partner_matching,
    partner_profile,
    partners,
    profile_issue,
)
from portal.web import actor, language, now, page

PAGES: tuple[object, ...] = (members, bank, papers, keys)
ADDRESS = "/<uuid:partner_id>"
_CODES = ", ".join(FORMS)


@bp.get(ADDRESS)
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def profile(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show how far each section of a profile is, what it holds, and its team."""
    return render_template(
        "partners/profile.html",
        partner=partner,
        missing=partners.missing(partner),
        tasks=partner_profile.tasks(partner),
        papers=partner_documents.all_of(partner),
        mandates=mandates.of_partner(partner),
        team=partners.team(partner),
        events=events.timeline([partner.id]),
        **_for_reader(partner),
    )


def _for_reader(partner: Any) -> dict[str, object]:  # noqa: ANN401 - a record
    issued = profile_issue.latest(partner)
    return {
        "bank": bank_details.accounts_of(partner, actor()),
        "resembles": partner_matching.noted(partner, actor()),
        "issued": issued,
        "document": profile_issue.document_of(issued, language()),
    }


@bp.route(ADDRESS + "/edit", methods=["GET", "POST"])
@page(Action.EDIT_PARTNER, partners.by_id, key="partner_id")
def edit(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Let the owner write the essentials of the profile."""
    form = ProfileForm(obj=partner)

    def show(theirs: Mapping[str, object] | None) -> str:
        return render_template("partners/edit.html", form=form, partner=partner, theirs=theirs)

    return save_or_show(
        form,
        lambda: partners.change(partner, actor(), now(), form.seen(), form.profile()),
        show,
        lambda _result: _saved(partner),
    )


def _saved(partner: Any) -> str:  # noqa: ANN401 - a record
    flash(_("The profile is saved."))
    return url_for("partners.profile", partner_id=partner.id)


@bp.get(f"{ADDRESS}/profile/<any({_CODES}):code>")
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def read(partner: Any, code: str) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show one section of the profile."""
    of = partner_profile.section(code)
    return render_template(
        "partners/read.html",
        partner=partner,
        section=of,
        stands=partner_profile.contents(partner, of),
        shown=shown,
    )


@bp.route(f"{ADDRESS}/profile/<any({_CODES}):code>/edit", methods=["GET", "POST"])
@page(Action.EDIT_PARTNER, partners.by_id, key="partner_id")
def write(partner: Any, code: str) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Let the owner write one section of the profile."""
    of = partner_profile.section(code)
    form = section_form(of, partner_profile.contents(partner, of))
    return save_or_show(
        form,
        lambda: partner_profile.save(partner, of, form.draft(of), actor(), now()),
        lambda theirs: _section_page(partner, of, form, theirs),
        lambda _result: _saved(partner),
    )


def _section_page(
    partner: Any,  # noqa: ANN401 - a record
    of: partner_profile.Section,
    form: Any,  # noqa: ANN401 - any form of a section
    theirs: Mapping[str, object] | None,
) -> str:
    facts = {"form": form, "theirs": theirs, "shown": shown, "hint": HINTS.get(of.code, "")}
    return render_template("partners/section.html", partner=partner, section=of, **facts)


@bp.post(ADDRESS + "/issue")
@page(Action.ISSUE_PROFILE, partners.by_id, key="partner_id")
def issue(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Issue the profile as a numbered PDF; an unchanged one is there already."""
    made = profile_issue.issue(partner, actor(), now())
    flash(_("Version %(version)s of the profile is issued.", version=made.version))
    return redirect(url_for("partners.profile", partner_id=partner.id), 303)


@bp.get(ADDRESS + "/profile-<int:version>.pdf")
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def printed(partner: Any, version: int) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give one issued version of the profile as a PDF."""
    issued = profile_issue.of(partner, version)
    name = f"{issued.content['reference']}-V{version}".replace("/", "-")
    return paper(profile_issue.KIND, issued.id, name)


@bp.route("/resemblances/<uuid:resemblance_id>", methods=["GET", "POST"])
@page(Action.SETTLE_RESEMBLANCE, partner_matching.by_id, key="resemblance_id")
def settle(resemblance: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Let procurement note what it found about a partner that resembles another."""
    form = RemarkForm()
    remark = form.remark
    return save_or_show(
        form,
        lambda: partner_matching.settle(resemblance, str(remark.data), actor(), now()),
        lambda _theirs: render_template("partners/settle.html", form=form, row=resemblance),
        lambda _result: url_for("partners.profile", partner_id=resemblance.partner_id),
    )


@bp.route("/new", methods=["GET", "POST"])
@page(Action.FOUND_PARTNER)
def new() -> ResponseReturnValue:
    """Let somebody who has an account and no partner register one, or ask to be let in."""
    form = OrganisationForm()
    waits = partner_joining.request_of(actor())
    return save_or_show(
        form,
        lambda: choosing(form, lambda: _found(form)),
        lambda _theirs: render_template("partners/new.html", form=form, waits=waits),
        _founded,
    )


def _found(form: OrganisationForm) -> Any:  # noqa: ANN401 - a key or None
    told, choice = form.organisation_told(), form.choice()
    likeness = current_app.config["PARTNER_LIKENESS"]
    return partner_joining.found_partner(actor(), told, choice, likeness, now())


def _founded(partner_id: Any) -> str:  # noqa: ANN401 - a key or None
    if partner_id is None:
        flash(_("Your request is sent. The owner of the organisation answers it."))
        return url_for("work.index")
    return url_for("partners.profile", partner_id=partner_id)


__all__ = ["PAGES", "bp"]
