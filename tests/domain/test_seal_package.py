"""The package in an envelope: manifest and files come back whole, and no lie of it passes."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain import sealed_package
from portal.domain.envelopes import canonical
from portal.domain.errors import RuleBroken

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FILE, LAST = b"a budget" * 1000, b"a statute"


def sha(content):
    return hashlib.sha256(content).hexdigest()


def entry(content):
    return {"sha256": sha(content), "size": len(content)}


def packed(manifest, *files):
    length, parts = sealed_package.pack(
        manifest, ((sha(each), len(each), [each]) for each in files)
    )
    whole = b"".join(parts)
    assert len(whole) == length
    return whole


def unpacked(whole, step=100):
    pieces = (whole[place : place + step] for place in range(0, len(whole), step))
    manifest, files = sealed_package.unpack(pieces)
    return manifest, [(name, b"".join(chunks)) for name, chunks in files]


def written(head, *files):
    """A package as somebody writes it who does not keep to the rules."""
    head = head if isinstance(head, bytes) else canonical(head)
    return len(head).to_bytes(8) + head + b"".join(files)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.text().filter(lambda key: key != "files"), PLAIN, max_size=4),
    st.lists(st.binary(max_size=500), max_size=4),
    st.integers(1, 700),
)
def test_a_package_comes_back(manifest, files, step):
    told, found = unpacked(packed(manifest, *files), step)
    assert {name: told[name] for name in manifest} == manifest
    assert told["files"] == [entry(each) for each in files]
    assert found == [(sha(each), each) for each in files]


def test_a_file_that_is_skipped_is_checked_all_the_same():
    whole = packed({}, FILE, LAST)
    _, files = sealed_package.unpack(iter([whole]))
    assert [name for name, _ in files] == [sha(FILE), sha(LAST)]
    damaged = whole.replace(b"a budget", b"a Budget", 1)
    _, files = sealed_package.unpack(iter([damaged]))
    with pytest.raises(RuleBroken, match="envelope_damaged"):
        list(files)


def test_files_are_read_one_after_the_other():
    read = []

    def pieces(content):
        read.append(content)
        yield content

    _, parts = sealed_package.pack(
        {}, [(sha(each), len(each), pieces(each)) for each in (FILE, LAST)]
    )
    next(parts)
    assert read == []
    next(parts)
    assert read == [FILE]


@pytest.mark.parametrize(
    ("sha256", "size"), [(sha(LAST), len(FILE)), (sha(FILE), len(FILE) - 1)]
)
def test_a_file_that_is_not_what_was_said_of_it_is_not_packed(sha256, size):
    _, parts = sealed_package.pack({}, [(sha256, size, [FILE])])
    with pytest.raises(RuleBroken, match="sealing_torn"):
        list(parts)


WHOLE = packed({"tables": {}}, FILE, LAST)
LIES = {
    "empty": b"",
    "only half a length": b"\0\0\0",
    "length of the manifest too long": (10**6).to_bytes(8) + WHOLE[8:],
    "length of the manifest beyond all bounds": (2**63).to_bytes(8) + WHOLE[8:],
    "length of the manifest too short": (5).to_bytes(8) + WHOLE[8:],
    "length of the manifest nought": bytes(8) + WHOLE[8:],
    "manifest is no JSON": written(b"tables"),
    "manifest is no UTF-8": written(b'{"files":[],"a":"\xff"}'),
    "manifest is half a character": written(b'{"a":"\\ud800","files":[]}'),
    "manifest nested without end": written(b"[" * 100_000),
    "manifest is a list": written([]),
    "manifest with spaces": written(b'{"files": []}'),
    "manifest with a name twice": written(b'{"files":[],"files":[]}'),
    "no list of files": written({}),
    "list of files is none": written({"files": {}}),
    "a file is a name": written({"files": ["statute.pdf"]}),
    "a file without a size": written({"files": [{"sha256": sha(FILE)}]}, FILE),
    "a file with something more": written({"files": [{**entry(FILE), "name": "x"}]}, FILE),
    "a file's size in words": written({"files": [{**entry(FILE), "size": "8000"}]}, FILE),
    "a file's size is yes": written({"files": [{**entry(b"x"), "size": True}]}, b"x"),
    "a file's size is half": written({"files": [{**entry(b"x"), "size": 1.0}]}, b"x"),
    "a file's size below nought": written({"files": [{**entry(b""), "size": -1}]}),
    "a file's sum too short": written({"files": [{**entry(FILE), "sha256": "ab"}]}, FILE),
    "a file's sum is another": written({"files": [{**entry(FILE), "sha256": sha(LAST)}]}, FILE),
    "a file's sum in capitals": written(
        {"files": [{**entry(FILE), "sha256": sha(FILE).upper()}]}, FILE
    ),
    "a file's size too small": written({"files": [{**entry(FILE), "size": 7999}]}, FILE),
    "a file's size too large": written({"files": [{**entry(FILE), "size": 8001}]}, FILE),
    "a file changed": WHOLE.replace(b"budget", b"Budget", 1),
    "two files swapped": written({"files": [entry(FILE), entry(LAST)]}, LAST, FILE),
    "the last file missing": written({"files": [entry(FILE), entry(LAST)]}, FILE),
    "the last file cut": WHOLE[:-1],
    "a file that is not listed": written({"files": [entry(FILE)]}, FILE, LAST),
    "a byte after the end": WHOLE + b"\0",
    "bytes where no file is": written({"files": []}, b"x"),
}


@pytest.mark.parametrize("step", [3, 100, 10**6])
@pytest.mark.parametrize("kind", LIES)
def test_a_package_that_lies_is_refused(kind, step):
    with pytest.raises(RuleBroken, match="envelope_damaged"):
        unpacked(LIES[kind], step)


def test_the_same_package_without_a_lie_is_read():
    manifest, files = unpacked(WHOLE)
    assert manifest["tables"] == {}
    assert files == [(sha(FILE), FILE), (sha(LAST), LAST)]
    assert unpacked(written({"files": []})) == ({"files": []}, [])
