"""Tables as files: typed cells, headings in words, and nothing that acts as a formula."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ContractState
from portal.domain.tables import Kind, Table
from portal.pdf import table_files
from portal.wording import WORDS

COLUMNS = (
    ("reference", Kind.TEXT),
    ("state", Kind.WORD),
    ("amount", Kind.AMOUNT),
    ("places", Kind.WHOLE),
    ("ends_on", Kind.DAY),
    ("accepted_at", Kind.MOMENT),
)
AT = datetime(2026, 11, 26, 6, 30, tzinfo=UTC)
FULL = ("C-1", ContractState.IN_FORCE, Decimal("1200.5"), 7, date(2026, 12, 31), AT)


def table(*rows):
    return Table("contracts", COLUMNS, iter(rows))


def read_csv(*rows):
    text = "".join(table_files.csv_lines(table(*rows), WORDS.__getitem__))
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def read_xlsx(*rows):
    out = BytesIO()
    table_files.write_xlsx(table(*rows), WORDS.__getitem__, out)
    return load_workbook(out).active


def test_lines_have_headings_words_and_plain_figures():
    heads, row = read_csv(FULL)
    assert heads == ["Reference", "State", "Amount", "Places", "Ends", "Accepted (UTC)"]
    assert row == ["C-1", "In force", "1200.5", "7", "2026-12-31", "2026-11-26T06:30:00Z"]


def test_a_workbook_has_typed_cells():
    page = read_xlsx(FULL)
    cells = [cell.value for cell in page[2]]
    assert cells == [
        "C-1",
        "In force",
        1200.5,
        7,
        datetime(2026, 12, 31),  # noqa: DTZ001 - a spreadsheet knows no zones
        datetime(2026, 11, 26, 6, 30),  # noqa: DTZ001
    ]
    assert page["E2"].number_format == "yyyy-mm-dd"
    assert page.freeze_panes == "B2"


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", " =", "|", "%", "\u00a0=", "\u200b=", "\uff1d"]
)
def test_no_cell_acts_as_a_formula(start):
    evil = f"{start}HYPERLINK(1)"
    hostile = (evil, *FULL[1:])
    assert read_csv(hostile)[1][0] == f"'{evil}"
    cell = read_xlsx(hostile)["A2"]
    assert (cell.value, cell.data_type) == (f"'{evil}", "s")


def test_what_is_not_known_is_an_empty_cell():
    nothing = (None,) * len(COLUMNS)
    assert read_csv(nothing)[1] == [""] * len(COLUMNS)
    assert next(cell.value for cell in read_xlsx(nothing)[1]) == "Reference"


def test_more_rows_than_a_workbook_holds_are_refused(monkeypatch):
    monkeypatch.setattr(table_files, "MOST_ROWS", 2)
    read_xlsx(FULL, FULL)
    with pytest.raises(RuleBroken, match="export_too_long"):
        read_xlsx(FULL, FULL, FULL)
