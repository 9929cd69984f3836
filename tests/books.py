"""A report as a workbook, written in as its reader would without a line."""

from portal.domain.report_book import KEY_COLUMN


def put(book, key, *values):
    """Write the blue cells of the row with a key; return its sheet and number."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=1, max_row=400):
            if len(row) > KEY_COLUMN and row[KEY_COLUMN].value == key:
                for cell, value in zip(row[1:], values, strict=False):
                    cell.value = value
                return sheet.title, row[0].row
    raise AssertionError(key)
