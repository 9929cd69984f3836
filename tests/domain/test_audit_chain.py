"""The canonical form, the chain and the tree of the audit log: RFC 6962, and by chance."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import audit_chain as chain
from portal.domain.audit_chain import Entry
from portal.domain.audit_walk import Linked, Walk

AT = datetime(2026, 3, 2, 12, 0, 0, 5, tzinfo=UTC)
ENTRY = Entry(1, AT, AT, None, "call.published", "call", UUID(int=7), {"b": 1, "a": "é"})
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")
LEAVES += ("606162636465666768696a6b6c6d6e6f",)
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
KNOWN = [chain.leaf(bytes.fromhex(each)) for each in LEAVES]
trees = st.lists(st.binary(max_size=8).map(chain.leaf), min_size=1, max_size=40)


def linked(entries):
    previous, rows = chain.START, []
    for entry in entries:
        own = chain.link(previous, chain.leaf(chain.canonical(chain.content(entry))))
        rows.append(Linked(entry, previous, own))
        previous = own
    return rows


def entries(count):
    moments = [AT + timedelta(seconds=place) for place in range(count)]
    return [replace(ENTRY, seq=n, time=at, at=at) for n, at in enumerate(moments, 1)]


def walked(rows):
    walk = Walk()
    faults = [walk.take(row) for row in rows]
    return next((fault.rule for fault in faults if fault is not None), None)


@pytest.mark.parametrize("size", range(1, 9))
def test_a_root_is_that_of_the_vectors_of_rfc_6962(size):
    assert chain.tree_root(KNOWN[:size]) == ROOTS[size - 1]


def test_the_root_of_no_leaf_is_the_hash_of_nothing():
    assert chain.tree_root([]) == hashlib.sha256(b"").hexdigest()


@given(trees)
def test_a_tree_that_grew_leaf_by_leaf_has_the_root_of_the_whole(leaves):
    frontier, parts = [], leaves
    for size, each in enumerate(leaves):
        frontier = chain.grown(frontier, size, each)
    assert len(frontier) == len(leaves).bit_count()
    while len(parts) > 1:
        pairs = [parts[place : place + 2] for place in range(0, len(parts), 2)]
        parts = [chain.node(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    assert chain.root_of(frontier) == parts[0]


def test_the_canonical_form_is_one_and_knows_no_order_of_keys():
    told = chain.canonical(chain.content(ENTRY))
    assert (
        told
        == (
            '{"actor":null,"at":"2026-03-02T12:00:00.000005Z","facts":{"a":"é","b":1},'
            '"kind":"call","name":"call.published","seq":1,'
            '"subject":"00000000-0000-0000-0000-000000000007"}'
        ).encode()
    )


@pytest.mark.parametrize("value", [1.5, {"a": [1, {"b": 0.1}]}, [[2.0]]])
def test_a_float_has_no_canonical_form(value):
    with pytest.raises(TypeError):
        chain.canonical(value)


def test_a_time_in_the_log_never_runs_back_and_says_so():
    assert chain.chain_time(AT, None) == AT
    later = AT + timedelta(hours=1)
    assert chain.chain_time(AT, later) == later
    assert "time" not in chain.content(ENTRY)
    told = chain.content(replace(ENTRY, time=later))
    assert (told["at"], told["time"]) == (chain.instant(AT), chain.instant(later))


@given(st.integers(1, 12))
def test_a_whole_chain_holds(count):
    assert walked(linked(entries(count))) is None


def changed(rows):
    entry = replace(rows[2].entry, facts={"a": "another"})
    return [*rows[:2], replace(rows[2], entry=entry), *rows[3:]]


def retimed(rows):
    back = rows[2].entry.at - timedelta(days=1)
    told = [row.entry for row in rows]
    told[2] = replace(told[2], at=back, time=back)
    return linked(told)


@pytest.mark.parametrize(
    ("tamper", "rule"),
    [
        (changed, "chain_changed"),
        (lambda rows: [*rows[:2], *rows[3:]], "chain_gap"),
        (lambda rows: [*rows[:2], rows[1], *rows[2:]], "chain_gap"),
        (lambda rows: [rows[1], rows[0], *rows[2:]], "chain_gap"),
        (lambda rows: [*rows[:2], replace(rows[2], previous="0" * 64)], "chain_parted"),
        (lambda rows: [*rows[:2], replace(rows[2], hash="0" * 64)], "chain_changed"),
        (retimed, "chain_time"),
    ],
    ids=["changed", "removed", "doubled", "reordered", "parted", "forged", "time runs back"],
)
def test_the_first_place_that_does_not_hold_is_named(tamper, rule):
    assert walked(tamper(linked(entries(5)))) == rule
