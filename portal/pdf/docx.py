"""A Word document written from top to bottom; equal content, equal bytes.

python-docx writes it. Two things it has no words for are added here: answers stand in content
controls (``w:sdt``) whose tag is a key that stays, so that a file that was filled in offline
can be read back; and the file is packed again with fixed times.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Twips
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from portal.pdf.docx_styles import PLACEHOLDER, dress
from portal.pdf.limits import clean_text

PAGE_WIDTH = 9638
"""The width between the margins of an A4 page, in twentieths of a point."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_ALIAS_CHARACTERS = 60


@dataclass(frozen=True)
class Answer:
    """A place to write in: its lasting key, its name, and a hint until something is written."""

    key: str
    name: str
    hint: str


@dataclass(frozen=True)
class About:
    """What a document says of itself: equal facts, equal bytes."""

    title: str
    language: str
    at: datetime


class Paper:
    """A document that is being written from top to bottom."""

    def __init__(self, about: About) -> None:
        self.language = about.language
        self._leftward = about.language in _RIGHT_TO_LEFT
        self._controls = 0
        self._document = Document()
        dress(self._document, about.language, leftward=self._leftward)
        self._lay_out()
        self._describe(about)

    def heading(self, text: str, level: int) -> None:
        """Write a heading: 0 is the title of the document."""
        self._document.add_heading(clean_text(text), level)

    def text(self, text: str, style: str = "Normal") -> None:
        """Write paragraphs in a style; each line of the text is one."""
        for line in _lines(text):
            self._document.add_paragraph(line, style)

    def box(self, answer: Answer) -> None:
        """Write an answer in a frame of its own."""
        self.table([], [[answer]], [PAGE_WIDTH])

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[str | Answer]], widths: Sequence[int]
    ) -> None:
        """Write a table; the widths are twentieths of a point and add up to the page's."""
        table = self._grid(widths)
        if head:
            _mark(self._row(table, head, "Table Head"), "w:tblHeader")
        for row in rows:
            self._row(table, row, "Cell")
        self._document.add_paragraph()

    def content(self) -> bytes:
        """Return the file."""
        kept = BytesIO()
        self._document.save(kept)
        return _timeless(kept)

    def _lay_out(self) -> None:
        page = self._document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Twips(1134)
        page.top_margin = page.bottom_margin = Twips(1134)
        page.header_distance = page.footer_distance = Twips(567)

    def _describe(self, about: About) -> None:
        known = self._document.core_properties
        known.title, known.language = clean_text(about.title)[:255], about.language
        known.author = known.comments = known.last_modified_by = ""
        known.created = known.modified = about.at.astimezone(UTC)

    def _grid(self, widths: Sequence[int]) -> Table:
        table: Table = self._document.add_table(0, len(widths), "Table Grid")
        table.autofit = False
        if self._leftward:
            table.table_direction = WD_TABLE_DIRECTION.RTL
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Twips(width)
        return table

    def _row(self, table: Table, cells: Sequence[str | Answer], style: str) -> _Row:
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        _mark(row, "w:cantSplit")
        for cell, inside in zip(row.cells, cells, strict=True):
            if isinstance(inside, Answer):
                self._answer(cell, inside)
            else:
                _fill(cell, inside, style)
        return row

    def _answer(self, cell: _Cell, answer: Answer) -> None:
        self._controls += 1
        hint = cell.paragraphs[0]
        hint.style = "Answer"
        hint.add_run(clean_text(answer.hint), PLACEHOLDER)
        _control(hint, answer, self._controls)
        cell.add_paragraph(style="Cell End")


def _lines(text: str) -> list[str]:
    return [clean_text(line) for line in text.splitlines()] or [""]


def _fill(cell: _Cell, text: str, style: str) -> None:
    first, *more = _lines(text)
    cell.paragraphs[0].text = first
    cell.paragraphs[0].style = style
    for line in more:
        cell.add_paragraph(line, style)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - as python-docx advises


def _control(paragraph: Paragraph, answer: Answer, number: int) -> None:
    about, inside = OxmlElement("w:sdtPr"), OxmlElement("w:sdtContent")
    told = {
        "w:alias": clean_text(answer.name)[:_ALIAS_CHARACTERS],
        "w:tag": answer.key,
        "w:id": str(number),
        "w:lock": "sdtLocked",
    }
    about.extend(OxmlElement(name, {qn("w:val"): value}) for name, value in told.items())
    about.append(OxmlElement("w:showingPlcHdr"))
    control, block = OxmlElement("w:sdt"), paragraph.paragraph_format.element
    block.addprevious(control)
    inside.append(block)
    control.extend((about, inside))


def _timeless(content: BytesIO) -> bytes:
    kept = BytesIO()
    with ZipFile(content) as given, ZipFile(kept, "w", ZIP_DEFLATED) as packed:
        for name in sorted(given.namelist()):
            info = ZipInfo(name, _FIRST_DAY)
            info.compress_type = ZIP_DEFLATED
            packed.writestr(info, given.read(name))
    return kept.getvalue()
