"""The questionnaire of a call as a file to write in offline, in the call's language."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from babel.support import Translations

from portal.config import ROOT
from portal.pdf import filters
from portal.pdf.docx import PAGE_WIDTH, About, Answer, Paper
from portal.pdf.facts import questionnaire as facts_of
from portal.wording import WORDS

BUDGET_LINES = 3
_COLUMNS = ("description", "unit", "quantity", "cost", "months")
Row = Mapping[str, Any]
Text = Callable[..., str]


def questionnaire(call_id: UUID) -> bytes:
    """Return the questionnaire of a call as DOCX; equal calls give equal bytes.

    Each place for an answer is a content control with a lasting tag: ``call``, ``partner``,
    ``lot.KEY``, ``eligibility.KEY``, ``question.KEY``, ``document.KEY``, and
    ``budget.KEY.LINE.COLUMN``.
    """
    return _drawn(json.dumps(facts_of.questionnaire(call_id)))


@lru_cache(maxsize=32)
def _drawn(facts: str) -> bytes:
    return draw(json.loads(facts))


def draw(facts: Row) -> bytes:
    """Write the questionnaire from its facts."""
    language = str(facts["language"])
    catalogue = Translations.load(ROOT / "portal" / "translations", [language], "messages")
    title = f"{facts['reference']} {facts['title']}"
    at = datetime.fromisoformat(str(facts["published"]))
    writer = _Writer(facts, Paper(About(title, language, at)))
    for part in (_cover, _lots, _eligibility, _criteria, _budget, _documents):
        part(writer, catalogue.gettext)
    return writer.paper.content()


class _Writer:
    """The facts, the paper they go on, and the habits of their language."""

    def __init__(self, facts: Row, paper: Paper) -> None:
        self.facts = facts
        self.paper = paper
        self.locale = filters.locale_of(paper.language)

    def money(self, amount: object) -> str:
        """Write an amount in the call's currency."""
        return filters.money(amount, str(self.facts["currency"]), self.locale)

    def deadline(self) -> str:
        """Write the deadline in the call's zone and in UTC."""
        iso = self.facts["deadline"]
        if not iso:
            return ""
        there = filters.moment(iso, str(self.facts["zone"]), self.locale)
        return f"{there}\n{filters.utc(iso, self.locale)}"


def _cover(of: _Writer, _: Text) -> None:
    paper, facts = of.paper, of.facts
    paper.heading(str(facts["title"]), 0)
    paper.text(
        _(
            "Write in the framed fields only and keep the file as DOCX. Nothing in this file "
            "is submitted: copy or import your answers into the portal before the deadline."
        ),
        "Quiet",
    )
    known = {
        _("Call"): str(facts["reference"]),
        _("Country"): filters.country(str(facts["country"]), of.locale),
        _("Propose by"): of.deadline(),
        _("Languages of proposals"): ", ".join(
            _(WORDS[f"language.{code}"]) for code in facts["languages"]
        ),
        _("Address of the call"): str(facts["address"]),
    }
    rows: list[tuple[str, str | Answer]] = list(known.items())
    rows.append((_("Your organisation"), Answer("partner", "partner", _("Name"))))
    rows.append((_("Key of this file"), Answer(f"call.{facts['key']}", "call", "-")))
    paper.table([], rows, (3000, PAGE_WIDTH - 3000))


def _lots(of: _Writer, _: Text) -> None:
    of.paper.heading(_("Lots"), 1)
    of.paper.text(_("Say for which lots you propose. One proposal each."), "Quiet")
    head = (_("Lot"), _("What it is"), _("Ceiling"), _("You propose"))
    rows = [
        (
            _("Lot %(number)s") % {"number": lot["number"]},
            lot["title"],
            of.money(lot["ceiling"]),
            Answer(f"lot.{lot['key']}", f"lot {lot['number']}", _("yes or no")),
        )
        for lot in of.facts["lots"]
    ]
    of.paper.table(head, rows, (1100, 4338, 2200, 2000))


def _eligibility(of: _Writer, _: Text) -> None:
    if not of.facts["eligibility"]:
        return
    of.paper.heading(_("Who can propose"), 1)
    hints = {"yes_no": _("yes or no"), "number": _("a number")}
    evidence = _("Attach a file as evidence in the portal.")
    rows = [
        (
            f"{each['text']}\n{evidence}" if each["evidence"] else each["text"],
            Answer(f"eligibility.{each['key']}", "eligibility", hints[each["kind"]]),
        )
        for each in of.facts["eligibility"]
    ]
    of.paper.table((_("Question"), _("Answer")), rows, (6638, 3000))


def _criteria(of: _Writer, _: Text) -> None:
    of.paper.heading(_("Questions"), 1)
    number = 0
    for criterion in of.facts["criteria"]:
        weight = _("%(weight)s of 100 points") % {"weight": criterion["weight"]}
        of.paper.heading(f"{criterion['name']} ({weight})", 2)
        of.paper.text(criterion["guidance"], "Quiet")
        for question in criterion["questions"]:
            number += 1
            of.paper.text(f"{number}. {question['text']}")
            limit = _("At most %(words)s words.") % {"words": question["words"]}
            of.paper.text(limit, "Quiet")
            hint = _("Write the answer here.")
            of.paper.box(Answer(f"question.{question['key']}", f"answer {number}", hint))


def _budget(of: _Writer, _: Text) -> None:
    of.paper.heading(_("Budget"), 1)
    of.paper.text(
        _(
            "Amounts in %(currency)s. An amount is quantity times unit cost times months. "
            "Indirect costs are at most %(ceiling)s percent of the direct costs."
        )
        % {"currency": of.facts["currency"], "ceiling": of.facts["indirect_ceiling"]},
        "Quiet",
    )
    head = (_("Description"), _("Unit"), _("Quantity"), _("Unit cost"), _("Months"))
    for category in of.facts["budget"]:
        of.paper.heading(_category(category, _), 2)
        lines = [_line(category["key"], line) for line in range(1, BUDGET_LINES + 1)]
        of.paper.table(head, lines, (4238, 1400, 1300, 1500, 1200))


def _category(category: Row, _: Text) -> str:
    if category["ceiling"] is None:
        return str(category["name"])
    most = _("at most %(ceiling)s percent of the direct costs") % category
    return f"{category['name']} ({most})"


def _line(key: str, line: int) -> list[Answer]:
    return [
        Answer(f"budget.{key}.{line}.{column}", f"budget {column}", "...")
        for column in _COLUMNS
    ]


def _documents(of: _Writer, _: Text) -> None:
    if not of.facts["documents"]:
        return
    of.paper.heading(_("Documents to attach in the portal"), 1)
    needed = {True: _("must be attached"), False: _("may be attached")}
    rows = [
        (
            f"{each['title']}\n{each['note']}" if each["note"] else each["title"],
            needed[each["mandatory"]],
            Answer(f"document.{each['key']}", "document", _("ready: yes or no")),
        )
        for each in of.facts["documents"]
    ]
    head = (_("Document"), _("Needed"), _("Ready"))
    of.paper.table(head, rows, (5038, 2300, 2300))
