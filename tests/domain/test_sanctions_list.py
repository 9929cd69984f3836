"""Reading the published list: what it says, and every file that is not one."""

import time

import pytest

from portal.config import ROOT
from portal.domain import sanctions_list
from portal.domain.errors import RuleBroken

SAMPLE = (ROOT / "portal" / "sample" / "sanctions.xml").read_bytes()
HEAD = '<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z"><INDIVIDUALS>'
TAIL = "</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"


def individual(reference="S-1", name="Yassin", **more):
    parts = "".join(f"<{tag}>{text}</{tag}>" for tag, text in more.items())
    return (
        f"<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>{name}</FIRST_NAME>"
        f"<REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER>{parts}</INDIVIDUAL>"
    )


def xml(*people):
    return (HEAD + "".join(people) + TAIL).encode()


def refused(content):
    with pytest.raises(RuleBroken) as broken:
        sanctions_list.read(content)
    return broken.value.rule


def test_the_sample_list_is_read_with_all_its_names():
    read = sanctions_list.read(SAMPLE)
    first = read.entries[0]
    assert read.generated == "2025-01-15T08:00:00.000Z"
    assert (first.reference, first.kind, first.listed_on) == (
        "SMP-0101",
        "person",
        "2014-03-11",
    )
    assert first.names == (
        "Yassin AL-WAHDI",
        "ياسين الوهدي",
        "Yassine El Ouahdi",
        "Abu Sufyan Wahdi",
    )
    assert first.details["born"] == ["APPROXIMATELY, 1957"]
    assert len(read.entries) == 8
    assert {each.kind for each in read.entries} == {"person", "entity"}


def test_a_weak_alias_is_left_out():
    names = {name for each in sanctions_list.read(SAMPLE).entries for name in each.names}
    assert "Krimo" not in names


def test_an_entry_without_a_reference_is_known_by_its_number():
    assert sanctions_list.read(xml(individual(reference=""))).entries[0].reference == "1"


def test_the_fingerprint_changes_with_what_the_entry_says():
    one, same, other = (
        sanctions_list.read(xml(individual(COMMENTS1=text))).entries[0].fingerprint
        for text in ("Old.", "Old.", "New.")
    )
    assert one == same != other


BOMB = b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">
<!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>
<CONSOLIDATED_LIST>&f;</CONSOLIDATED_LIST>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>"""


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "sanctions_broken"),
        (b"Reference;Name\n1;Yassin", "sanctions_broken"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "sanctions_broken"),
        (SAMPLE[:-200], "sanctions_broken"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "sanctions_broken"),
        (b"<html><body>Not found</body></html>", "sanctions_other_file"),
        (b"<CONSOLIDATED_LIST/>", "sanctions_empty"),
        (BOMB, "sanctions_dtd"),
        (OUTSIDE, "sanctions_dtd"),
        (xml(individual(), individual()), "sanctions_twice"),
        (xml(individual(name="")), "sanctions_nameless"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(content, rule):
    assert refused(content) == rule


def test_a_list_that_is_too_deep_is_refused_at_once():
    start = time.perf_counter()
    deep = b"<CONSOLIDATED_LIST>" + b"<a>" * 1_000_000
    assert refused(deep) == "sanctions_too_large"
    assert time.perf_counter() - start < 2


def test_a_list_with_too_many_entries_is_refused(monkeypatch):
    monkeypatch.setattr(sanctions_list, "MOST_ENTRIES", 2)
    people = [individual(reference=f"S-{n}") for n in range(5)]
    assert refused(xml(*people)) == "sanctions_too_large"
