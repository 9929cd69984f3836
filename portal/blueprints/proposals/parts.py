"""The parts of a proposal beside answers and budget, its profile, and the whole on paper."""

from collections.abc import Mapping
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints import rows
from portal.blueprints.paper import paper
from portal.blueprints.proposals import merged, part_forms
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.call_terms import Shift
from portal.domain.errors import NotFound
from portal.domain.proposal_parts import PartKey, Reply, clean
from portal.services import (
    draft_merging,
    draft_team,
    library,
    proposal_parts,
    proposal_profile,
    proposal_sealing,
    proposals,
)
from portal.services.draft_merging import Sides, Suggestion
from portal.services.proposal_contents import Contents
from portal.services.proposal_parts import Part, PartDraft
from portal.show import word
from portal.web import actor, language, now, page

KEYS = ", ".join(each.value for each in PartKey)


@bp.route(f"{OWN}/parts/<any({KEYS}):key>", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def part(proposal: Any, key: str) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Write one part; it is kept also while it lacks something, and the page says what."""
    kept = proposal_parts.part(proposal, PartKey(key), actor(), language())
    form = part_forms.part_form(kept)
    return save_or_show(
        form,
        lambda: _keep(proposal, kept, form),
        lambda theirs: _page(proposal, kept, form, theirs),
        lambda _done: url_for("proposals.part", proposal_id=proposal.id, key=key),
    )


def _keep(proposal: Any, kept: Part, form: Any) -> None:  # noqa: ANN401 - a record, a form
    typed: Mapping[str, Any] = part_forms.typed(form, kept)
    if merged.is_chosen():
        typed = _suggested(proposal, kept, form, kept.content).content
    draft = PartDraft(kept.key, typed, form.seen())
    proposal_parts.save(proposal, draft, actor(), now())
    flash(_("Saved."))


def _suggested(
    proposal: Any,  # noqa: ANN401 - a record
    kept: Part,
    form: Any,  # noqa: ANN401 - a form made for this part
    theirs: Mapping[str, Any],
) -> Suggestion:
    """Return both versions put together, by what was chosen where both changed a row."""
    base = draft_merging.base_of(proposal, kept.key, merged.base_seen(form))
    mine = clean(kept.spec, part_forms.typed(form, kept))
    return draft_merging.part(Sides(base, mine, theirs), merged.choices())


def _page(
    proposal: Any,  # noqa: ANN401 - a record
    kept: Part,
    form: Any,  # noqa: ANN401 - a form made for this part
    theirs: Mapping[str, Any] | None,
) -> str:
    if request.method == "GET":
        proposals.require_writable(proposal)
    suggested = None
    if theirs is not None:
        suggested = _suggested(proposal, kept, form, theirs["content"])
    part_forms.spare(form, kept, rows.spare)
    return render_template(
        "proposals/part.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        form=form,
        part=kept,
        theirs=theirs,
        other=None if theirs is None else kept.with_content(theirs["content"]),
        suggested=suggested,
        joined=kept.with_content(suggested.content) if suggested else None,
        base=merged.base_seen(form),
        words=_words(kept),
        columns=part_forms.columns(kept),
        wide=part_forms.WIDE.get(kept.key, ()),
        groups=part_forms.groups(kept, form),
        house=library.read(proposal_parts.FILE)["source"] == "house",
        team=draft_team.around(proposal, actor(), now()),
    )


def _words(kept: Part) -> merged.Words:
    """Return the words for what the rows and single fields of a part hold."""
    posts = {each.key: each.name for each in kept.wanted.posts}
    said = {each.value: word(each) for kind in (Reply, Shift) for each in kind}
    columns = {each.name: word(each.name, kept.key.value) for each in kept.spec.rows}
    asked = {each.name: each.label for each in kept.spec.values if each.label}
    return merged.Words({**posts, **said}, columns, asked)


def _in_clear(proposal: Any) -> Contents:  # noqa: ANN401 - a record
    """Return what stands in clear; what lies in an envelope is not here."""
    if proposal_sealing.is_sealed(proposal):
        raise NotFound
    return proposals.contents(proposal, actor())


@bp.get(OWN + "/profile")
@page(Action.SEE_PROPOSAL, proposals.by_id, key="proposal_id")
def profile(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show the profile that belongs to a proposal, and the other lots of its call."""
    whole = _in_clear(proposal)
    return render_template(
        "proposals/profile.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        profile=(profile := proposal_profile.of(proposal, whole.kept)),
        content=proposal_profile.told(profile.content),
        lots=proposal_profile.other_lots(proposal),
        services=library.by_code("services", "service"),
        mine=actor().partner_id == proposal.partner_id,
    )


@bp.get(OWN + ".pdf")
@page(Action.SEE_PROPOSAL, proposals.by_id, key="proposal_id")
def pdf(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give the whole proposal as it stands: a watermarked draft, or what was submitted."""
    _in_clear(proposal)
    name = (proposal.number or proposals.lot_reference(proposal)).replace("/", "-")
    mark = "copy" if proposal.receipt else "draft"
    return paper("proposal", proposal.id, name, draft=True, mark=mark)
