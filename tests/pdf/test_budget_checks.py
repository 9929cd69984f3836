"""The arithmetic check in the evaluation report, and the report computed anew with it."""

from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain import evaluation_record as record
from portal.domain.actions import Role
from portal.models import BudgetTotal, Document
from portal.pdf import render
from portal.pdf.attached import EVALUATION, attached, printed
from portal.pdf.documents import KINDS, official
from portal.services import budget_checks, opening
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
REASON = "The offer letter leaves out the rent of month twelve."


@pytest.fixture
def call():
    """A recommended call whose first proposal states a total that procurement confirmed."""
    made = make.ranked_call(5, 4)
    first = opening.opened(made)[0]
    BudgetTotal.create(proposal=first, amount=Decimal(430_000))
    by = make.actor(Role.PROCUREMENT_OFFICER)
    budget_checks.confirm(first, REASON, by, make.moment())
    return make.recommended(made)


def test_the_report_tells_both_figures_and_computes_anew_from_the_paper_alone(call):
    row = Document.get((Document.kind == "evaluation") & (Document.language == "en"))
    content = render(official(row))
    pages = PdfReader(BytesIO(content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "430,000 432,000 \u22122,000 432,000" in text
    assert REASON in text
    assert "1 proposal states none." in text
    carried = attached(content, EVALUATION).decode()
    assert '"stated": "430000"' in carried
    assert '"price_rule": "computed"' in carried
    assert record.broken(carried, printed(content)) == []


def test_the_score_sheet_and_the_letter_tell_them_too(call):
    sheet = KINDS["score_sheet"].facts(call.id, "fr")
    (lot,) = sheet["budgets"]
    (row,) = lot["rows"]
    assert (row["stated"], row["difference"], row["reason"]) == ("430000", "-2000", REASON)
    first, second = opening.opened(call)
    told = KINDS["letter"].facts(first.id, "fr")["budget"]
    assert told["rule"] == "computed"
    assert Decimal(told["counted"]) == Decimal(432_000)
    assert KINDS["letter"].facts(second.id, "en")["budget"] is None
