"""The last clauses of a contract stand with its signatures, and no clause alone on a page."""

import pytest

from portal.pdf.closing import CLOSING, Closing, closing_from


def parts(*lengths):
    clauses = [
        {"number": number, "title": "A", "paragraphs": ["x" * length]}
        for number, length in enumerate(lengths, 1)
    ]
    return [
        {"part": "general", "clauses": clauses[:2]},
        {"part": "data", "clauses": clauses[2:]},
    ]


@pytest.mark.parametrize(
    ("lengths", "told"),
    [
        ((), Closing(0, 0, 0)),
        ((400,), Closing(1, 1, -1)),
        ((900, 900, 400, 300, 300, 5000), Closing(3, 6, 1)),
        ((400, 400, CLOSING + 1, 400), Closing(4, 4, 2)),
    ],
)
def test_short_clauses_before_the_last_one_go_with_it(lengths, told):
    assert closing_from(parts(*lengths)) == told
