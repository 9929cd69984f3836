"""The map of promises names only what exists: pages, commands, services and tests."""

import ast
import re
from functools import cache
from importlib import import_module

import pytest

from portal.config import ROOT

FEATURES = ROOT / "docs" / "features.md"
THREATS = ROOT / "docs" / "threats.md"
HEADINGS = (
    "Foundations",
    "Calls and partners",
    "Proposals",
    "Committee",
    "Contracts",
    "Monitoring",
)


def rows():
    heading = ""
    for line in FEATURES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        is_row = line.startswith("|") and len(cells) == 5 and set(cells[0]) - set("-: ")
        if is_row and cells[0] != "part":
            yield heading, *cells


def named(cell):
    return re.findall(r"`([^`]+)`", cell)


@cache
def functions_of(file):
    """The names of the functions of a file of tests."""
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_area_has_its_table():
    assert {heading for heading, *_ in rows()} >= set(HEADINGS)


def test_every_state_is_done_or_open():
    assert {state for *_, state in rows()} <= {"done", "open"}


def test_every_page_exists(app):
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    commands = set(app.cli.commands)
    for _, part, page, *_ in rows():
        for name in named(page):
            if name.startswith("make "):
                assert name.removeprefix("make ") in targets, part
            elif name.startswith("flask "):
                assert name.split()[1] in commands, part
            else:
                assert name in rules, (part, name)


def test_every_service_exists():
    for _, part, _, service, _, _ in rows():
        for name in named(service):
            module, _, attribute = name.rpartition(".")
            assert hasattr(import_module(f"portal.{module}"), attribute), (part, name)


def test_every_test_exists_and_what_is_done_has_one():
    for _, part, page, _, test, state in rows():
        for name in named(test):
            file, _, function = name.partition("::")
            assert not function or function in functions_of(file), (part, name)
            assert (ROOT / "tests" / file).exists(), (part, name)
        if state == "done":
            assert named(page), part
            assert named(test), part


def test_every_threat_has_a_test_that_exists():
    lines = THREATS.read_text(encoding="utf-8").splitlines()
    threats = [each.split("|")[1:-1] for each in lines if each.startswith("| ")][1:]
    for threat, _control, tests in threats:
        assert named(tests), threat
        for file, _, function in (name.partition("::") for name in named(tests)):
            assert function in functions_of(file), (threat, function)
    assert len(threats) > 20


@pytest.mark.parametrize("heading", HEADINGS)
def test_an_area_promises_something(heading):
    assert any(row[0] == heading for row in rows())
