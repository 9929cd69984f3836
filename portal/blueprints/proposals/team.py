"""A partner's team at its draft: who writes what, comments, history, copying a lot."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from portal.blueprints.assigning import assign_form
from portal.blueprints.proposals.answer_forms import (
    CommentForm,
    RestoreForm,
    clone_form,
)
from portal.blueprints.proposals.fragments import fragment
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.proposals.whole_told import told
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.proposal_parts import PartKey
from portal.services import (
    draft_assigning,
    draft_comments,
    draft_history,
    draft_restoring,
    draft_reuse,
    draft_sections,
    draft_team,
    draft_whole,
    proposal_parts,
    proposals,
)
from portal.web import actor, language, now, page


def _shown(name: str, proposal: Any, **facts: object) -> str:  # noqa: ANN401 - a record
    if request.method == "GET":
        proposals.require_writable(proposal)
    return render_template(
        f"proposals/{name}.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        team=draft_team.around(proposal, actor(), now()),
        **facts,
    )


def _section_address(proposal: Any, section: str) -> str:  # noqa: ANN401 - a record
    return url_for("proposals.team_section", proposal_id=proposal.id, section=section)


@bp.route(OWN + "/team", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def team(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give the sections of a draft to the people who write them."""
    sections = draft_sections.all_of(proposal)
    people, given = draft_assigning.writers(proposal), draft_assigning.of(proposal)
    form = assign_form(sections, people, given)
    return save_or_show(
        form,
        lambda: draft_assigning.assign(proposal, form.value(), actor(), now()),
        lambda _theirs: _shown("team", proposal, form=form, sections=sections),
        lambda done: _assigned(proposal, len(done)),
    )


def _assigned(proposal: Any, count: int) -> str:  # noqa: ANN401 - a record
    flash(ngettext("%(num)s section changed hands.", "%(num)s sections changed hands.", count))
    return url_for("proposals.team", proposal_id=proposal.id)


@bp.route(OWN + "/team/<section>", methods=["GET", "POST"])
@page(Action.DISCUSS_PROPOSAL, proposals.by_id, key="proposal_id")
def team_section(proposal: Any, section: str) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Read and write the comments on one section, and read its history."""
    about = draft_sections.by_key(proposal, section)
    form = CommentForm()
    return save_or_show(
        form,
        lambda: draft_comments.write(
            proposal, section, str(form.text.data or ""), actor(), now()
        ),
        lambda _theirs: _section_page(proposal, about, form),
        lambda _made: _section_address(proposal, section),
    )


def _section_page(proposal: Any, about: Any, form: CommentForm) -> str:  # noqa: ANN401 - records
    return _shown(
        "team_section",
        proposal,
        section=about,
        form=form,
        comments=draft_comments.of(proposal, about.key, actor()),
        versions=draft_history.of(proposal, about.key, actor()),
    )


@bp.post(OWN + "/team/<section>/done")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def finish_section(proposal: Any, section: str) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Say that one's own section is written."""
    draft_assigning.finish(proposal, section, actor(), now())
    return redirect(_section_address(proposal, section), 303)


@bp.post(OWN + "/comments/<uuid:comment_id>/resolve")
@page(Action.DISCUSS_PROPOSAL, proposals.by_id, key="proposal_id")
def resolve_comment(proposal: Any, comment_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Mark a comment of the team as resolved."""
    comment = draft_comments.by_id(proposal, comment_id)
    draft_comments.resolve(comment, actor(), now())
    return redirect(_section_address(proposal, comment.section), 303)


@bp.post(OWN + "/presence/<section>")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def presence(proposal: Any, section: str) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Note that somebody has a section open; answer with who else is there."""
    draft_team.here(proposal, section, actor(), now())
    around = draft_team.around(proposal, actor(), now())
    return fragment("here", team=around, section=section)


@bp.route(OWN + "/versions/<uuid:kept_id>", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def version(proposal: Any, kept_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Read what a section said before beside what it says now, and bring it back."""
    kept = draft_history.version(proposal, kept_id, actor())
    now_there = _standing(proposal, kept.section)
    form = RestoreForm(data={"version": str(now_there.version)})
    return save_or_show(
        form,
        lambda: draft_restoring.restore(proposal, kept, form.seen(), actor(), now()),
        lambda theirs: _version_page(proposal, kept, form, theirs),
        lambda _done: _section_address(proposal, kept.section),
    )


def _standing(proposal: Any, key: str) -> Any:  # noqa: ANN401 - an answer's section, or a part
    if key in draft_whole.EVENTS:
        return draft_restoring.standing(proposal, key)
    if key in set(PartKey):
        return proposal_parts.part(proposal, PartKey(key), actor(), language())
    return proposals.section(proposal, draft_sections.position_of(key), actor())


def _version_page(proposal: Any, kept: Any, form: RestoreForm, theirs: Any) -> str:  # noqa: ANN401 - records
    part = _standing(proposal, kept.section)
    about = draft_sections.by_key(proposal, kept.section)
    old = part.with_content(kept.content) if kept.section in set(PartKey) else None
    facts = {"kept": kept, "part": part, "old": old, "section": about}
    if kept.section in draft_whole.EVENTS:
        facts["then"] = told(proposal, kept.section, kept.content)
        facts["now"] = told(proposal, kept.section, part.content)
    return _shown("version", proposal, form=form, theirs=theirs, **facts)


@bp.get(OWN + "/clone")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def clone_sources(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Choose another lot of the same call to copy answers from."""
    found = draft_reuse.sources(proposal, actor())
    return _shown("clone_sources", proposal, sources=found)


@bp.route(OWN + "/clone/<uuid:source_id>", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def clone(proposal: Any, source_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Copy the answers of another lot; what is written here is replaced only where asked."""
    source = draft_reuse.source_of(proposal, source_id, actor())
    pieces = draft_reuse.pieces(proposal, source)
    form = clone_form(pieces)
    return save_or_show(
        form,
        lambda: draft_reuse.clone(proposal, source, form.value(), actor(), now()),
        lambda _theirs: _shown("clone", proposal, source=source, pieces=pieces, form=form),
        lambda done: _copied(proposal, len(done)),
    )


def _copied(proposal: Any, count: int) -> str:  # noqa: ANN401 - a record
    flash(ngettext("%(num)s answer was copied.", "%(num)s answers were copied.", count))
    return url_for("proposals.show", proposal_id=proposal.id)
