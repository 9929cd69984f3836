"""Days as a language writes them."""

from datetime import date

from babel.dates import format_date

from portal.domain.day_words import dated, undated


def written(day, language):
    value = date(2027, 2, day)
    return format_date(value, dated("EEE d MMMM y", value, language), locale=language)


def test_french_counts_the_first_day_and_no_other():
    assert written(1, "fr") == "lun. 1er février 2027"
    assert written(11, "fr") == "jeu. 11 février 2027"
    assert written(1, "en") == "Mon 1 February 2027"


def test_a_text_from_before_still_equals_the_same_text_of_today():
    assert undated("du 1er février au 31 mars") == "du 1 février au 31 mars"
