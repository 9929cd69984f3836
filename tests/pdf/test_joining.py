"""General conditions laid out once and joined to what is a contract's own."""

import shutil
import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.pdf import joining, pipeline
from portal.pdf.facts.contracts import contract as facts_of
from portal.pdf.pipeline import Document, draw, render
from portal.pdf.pool import RenderPool
from portal.services import contract_drafting as drafting
from tests import factories as make
from tests.factories import NOON

ALONE = (
    """<html lang="en" dir="ltr"><title>T</title><body class="plain"><main>{}</main></html>"""
)
KEPT = "<!--kept-->{}<!--/kept-->"


@pytest.fixture
def shelf():
    joining.shelf.clear()
    yield joining.shelf
    joining.shelf.clear()


@pytest.fixture
def paper(app):
    call = make.call(CallState.AWARDED, awarded_at=NOON, standards=["S01"])
    award = make.proposal(call, state=ProposalState.AWARDED)
    made = drafting.assemble(award, make.actor(Role.PROCUREMENT_OFFICER), NOON)
    facts = {**facts_of(made.id, "en"), "number": "", "code": "", "at": NOON.isoformat()}
    return Document("contract.html", "en", facts, "x", draft=True)


def text_of(page):
    return " ".join(page.extract_text().split())


def marks_in(tree, found):
    """The texts that the elements of the document hold, by page."""
    for kid in tree.get("/K", []):
        if isinstance(kid, int):
            found.setdefault(tree.raw_get("/Pg").idnum, []).append(kid)
        elif kid.get_object().get("/Type") == "/StructElem":
            marks_in(kid.get_object(), found)


def test_a_contract_is_the_same_whether_its_general_conditions_were_kept_or_not(
    paper, shelf, tmp_path
):
    first = render(paper)
    kept = shelf.count()
    assert kept > 3
    assert render(paper) == first
    assert shelf.count() == kept
    with RenderPool(workers=1, nice=0) as pool:
        assert pool.render(paper) == first
    reader = PdfReader(BytesIO(_checked(first, tmp_path)))
    _every_page_has_its_number_and_its_watermark(reader)
    _contents_aim_at_the_clauses(reader, paper.facts)
    _every_text_has_its_element(reader)


def _checked(content, folder):
    """The same file without streams of objects, which takes seconds less to read."""
    (folder / "packed.pdf").write_bytes(content)
    tool, files = shutil.which("qpdf"), (folder / "packed.pdf", folder / "plain.pdf")
    found = subprocess.run([tool, "--check", files[0]], capture_output=True, check=True)
    assert b"No syntax" in found.stdout
    subprocess.run([tool, "--object-streams=disable", *files], check=True)
    return files[1].read_bytes()


def _every_page_has_its_number_and_its_watermark(reader):
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        text = text_of(page)
        assert f"Page {number} of {count}" in text
        assert number == 1 or "DRAFT" in text
        assert text.count("IOM/MAR") >= 1 or number == 1


def _contents_aim_at_the_clauses(reader, facts):
    texts, aims = [text_of(page) for page in reader.pages], reader.named_destinations
    contents = texts[1]
    for clause in (each for part in facts["parts"] for each in part["clauses"]):
        page = reader.get_destination_page_number(aims[f"c{clause['number']}"])
        assert clause["title"] in texts[page]
        if f"{clause['number']} {clause['title']}" in contents:
            assert f"{clause['title']} {page + 1}" in contents
    outline = [each.title for each in reader.outline if not isinstance(each, list)]
    outline += [each.title for row in reader.outline if isinstance(row, list) for each in row]
    assert {"Special conditions", "General conditions", "Data protection"} <= set(outline)


def _every_text_has_its_element(reader):
    root, found = reader.trailer["/Root"]["/StructTreeRoot"], {}
    marks_in(root["/K"][0], found)
    numbers = root["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in reader.pages:
        told = parents[page["/StructParents"]]
        content = page.get_contents().get_data()
        assert content.count(b"/MCID") == len(told)
        mine = found[page.indirect_reference.idnum]
        assert len(mine) == len(set(mine))
        assert set(mine) <= set(range(len(told)))


def test_an_own_part_and_a_kept_one_share_the_fonts_and_the_words_are_found(shelf):
    content = draw(ALONE.format("<p>Ours, ÀÉ.</p>" + KEPT.format("<p>Kept, çœ.</p>")), b"x")
    pages = [text_of(each) for each in PdfReader(BytesIO(content)).pages]
    assert "Ours, ÀÉ." in pages[0]
    assert "Kept, çœ." in pages[1]


def test_the_part_not_asked_for_the_longest_goes_first():
    shelf, asked = joining.Shelf(pages=2), []

    def lay_out(html):
        asked.append(html)
        return pipeline.lay_out(ALONE.format(html))

    for words in "1213121":
        shelf.part(f"<p>{words}</p>", lay_out)
    assert shelf.count() == 2
    assert asked == [f"<p>{words}</p>" for words in "1232"]


@pytest.mark.parametrize(
    "more",
    ['<a href="#x" id="x">link</a>', "<table><tr><td>cell</td></tr></table>"],
)
def test_what_is_more_than_plain_paragraphs_is_not_kept(more, shelf):
    with pytest.raises(ValueError, match="kept part holds more"):
        draw(ALONE.format(KEPT.format(f"<p>{more}</p>")), b"x")


def test_objects_spelled_once_are_written_as_the_library_writes_them():
    html = ALONE.format("<h2>Head</h2><p>One, two.</p>")
    options = {"pdf_variant": pipeline.VARIANT, "pdf_identifier": b"x", "dpi": 150}
    assert draw(html, b"x") == pipeline.lay_out(html).write_pdf(**options)
