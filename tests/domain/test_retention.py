"""Words are emptied, figures stay."""

from portal.domain.report_specs import PARTS
from portal.domain.retention import without_words


def test_texts_of_a_section_are_emptied_and_counts_and_answers_stay():
    content = {
        "tables": {"incidents": [{"key": "fire", "number": 2}]},
        "values": {"sea_count": 1, "measures": "A guard at night."},
    }
    assert without_words(PARTS["incidents"], content) == {
        "tables": {"incidents": [{"key": "fire", "number": 2}]},
        "values": {"sea_count": 1, "measures": ""},
    }


def test_texts_in_the_rows_of_a_table_are_emptied():
    rows = [{"milestone": "Line in the budget", "progress": "done", "due": "2026-06-30"}]
    emptied = without_words(PARTS["government"], {"tables": {"milestones": rows}})
    assert emptied["tables"]["milestones"] == [
        {"milestone": "", "progress": "done", "due": "2026-06-30"}
    ]
