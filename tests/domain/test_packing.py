"""Names inside a package: safe on every machine, and each one once."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.packing import distinct, safe_name, sums


@given(st.text())
def test_a_name_leads_nowhere_else(text):
    name = safe_name(text)
    assert name
    assert not set("/\\\0:") & set(name)
    assert name not in {".", ".."}
    assert len(name) <= 121


@given(st.lists(st.sampled_from(["a.pdf", "A.pdf", "b", "c.d.txt"])))
def test_names_that_come_again_get_a_number(names):
    made = distinct(names)
    assert len({each.casefold() for each in made}) == len(names)


def test_the_list_is_what_sha256sum_reads():
    assert sums({"b": "2" * 64, "a": "1" * 64}) == f"{'1' * 64}  a\n{'2' * 64}  b\n"
