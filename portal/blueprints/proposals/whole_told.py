"""What sections that are saved whole say, to read: declarations, eligibility, the budget."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from portal.blueprints.proposals.forms import category_names
from portal.domain import proposals as rules
from portal.domain.price_check import Figures
from portal.services import draft_restoring, proposal_drafts, proposal_eligibility
from portal.show import number
from portal.web import language


def added_up(call: Any, lines: Sequence[Any]) -> dict[str, Any]:  # noqa: ANN401 - a record
    """Return the lines of a budget with its sums, as its table shows them."""
    return {
        "lines": lines,
        "total": rules.budget_total(lines),
        "totals": rules.totals_by_category(lines),
        "line_total": rules.line_total,
        "share": rules.indirect_share(lines),
        "categories": category_names(call),
    }


def told(proposal: Any, key: str, content: Any) -> dict[str, Any]:  # noqa: ANN401 - plain data
    """Return what a content of the history says: points to read, or a budget added up."""
    if key == "declarations":
        texts = proposal_drafts.declaration_texts(language())
        return {"points": [text for code, text in texts.items() if code in content["codes"]]}
    if key == "eligibility":
        given = content["answers"]
        asked = proposal_eligibility.questions(proposal.call_id)
        return {"points": [f"{each.text} {_given(given.get(str(each.key)))}" for each in asked]}
    lines = draft_restoring.budget_lines(content["lines"])
    figures = Figures(rules.budget_total(lines), draft_restoring.stated(content))
    return {"budget": {**added_up(proposal.call, lines), "figures": figures}}


def _given(value: Any) -> str:  # noqa: ANN401 - yes, no or a number
    said = {"yes": gettext("yes"), "no": gettext("no"), None: gettext("No answer yet")}
    return said[value] if value in said else number(value)
