"""What holds the house together: sizes, the import order, the policy at every door."""

import ast
from functools import cache
from pathlib import Path

import pytest

from portal.config import ROOT
from portal.diagrams import text
from portal.domain.actions import Action
from portal.domain.policy import POLICY
from portal.domain.workflows import EVERY
from portal.pdf.documents import KINDS
from portal.wording import WORDS

FURNITURE = {"actor", "now", "locale", "development", "clock_shift"}
SOURCES = sorted((ROOT / "portal").rglob("*.py"))


@cache
def parts_of(path):
    """Every part of a file of the portal, as Python reads it."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module", autouse=True)
def forgotten():
    """What was read of the files is large: nothing after this module needs it."""
    yield
    parts_of.cache_clear()


def functions(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in parts_of(path) if isinstance(node, kinds)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    long = [f.name for f in functions(path) if f.end_lineno - f.lineno + 1 > 30]
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_imported_inside_a_function(path):
    late = [
        function.name
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert not late


def test_a_view_translates_in_twelve_lines():
    pages = [path for path in SOURCES if "blueprints" in path.parts]
    views = [(path, each) for path in pages for each in functions(path)]
    paged = [
        (p, f) for p, f in views if any("page(" in ast.unparse(d) for d in f.decorator_list)
    ]
    assert paged
    sizes = {
        f"{path.relative_to(ROOT)} {view.name}": view.body[-1].end_lineno
        - view.body[0].end_lineno
        for path, view in paged
    }
    assert {name: size for name, size in sizes.items() if size > 12} == {}


def test_every_action_has_a_row_in_the_policy():
    assert set(POLICY) == set(Action)


def test_every_page_names_its_action(app):
    unnamed = {name for name, view in app.view_functions.items() if not hasattr(view, "action")}
    assert unnamed == {"static"}


def test_every_state_and_step_has_its_words():
    for states, steps in EVERY.values():
        assert {f"{states.__name__}.{state.value}" for state in states} <= set(WORDS)
        assert {f"step.{step.name}" for step in steps} <= set(WORDS)


def test_no_view_hides_what_the_frame_of_every_page_reads():
    hidden = [
        (path.name, node.lineno)
        for path in SOURCES
        if "blueprints" in path.parts
        for node in parts_of(path)
        if isinstance(node, ast.Call) and "render_template" in ast.unparse(node.func)
        for named in node.keywords
        if named.arg in FURNITURE
    ]
    assert hidden == []


def test_every_kind_of_document_has_its_words():
    assert {kind for kind in KINDS if f"document.{kind}" not in WORDS} == set()


def test_every_event_and_rule_that_the_code_names_has_its_words():
    missing = {
        key
        for path in SOURCES
        for node in parts_of(path)
        if isinstance(node, ast.Call)
        for key in named_words(node)
        if key not in WORDS
    }
    assert missing == set()


def named_words(node):
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    texts = [text for text in texts if isinstance(text, str)]
    if name == "record" and texts:
        return [f"event.{texts[0]}"]
    if name == "RuleBroken" and texts:
        return [f"rule.{texts[0]}"]
    return []


def test_the_state_diagrams_show_the_lifecycle_tables():
    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == text()


def test_nothing_of_this_machine_stands_in_the_repository():
    names = ("/" + "root/", "/" + "work/", "/" + "farm/")
    for path in [*SOURCES, *Path(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]:
        content = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in content], path
