"""Every text a person reads is marked, and French is complete."""

import ast
import re
from functools import cache
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from portal.config import ROOT
from portal.wording import TABLES, WORDS

TEMPLATES = sorted((ROOT / "portal" / "templates").rglob("*.*"))
SOURCES = sorted((ROOT / "portal").rglob("*.py"))
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_l": None, "N_": None}
METHODS = [("**.py", "python"), ("templates/**", "jinja2")]
SPOKEN = re.compile(
    r"""\b(?:alt|title|placeholder|aria-label|content)=(["'])(.*?)\1""", re.DOTALL
)
EDGES = " .,:;·()-\N{EN DASH}"
BARE_PERCENT = re.compile(r"%(?!\(\w+\)[sd])(?!%)(?<!%%)")
NAMES = {"English", "Français", "IOM", "UTC", "SHA-256", "PDF", "Implementing-partner portal"}


def visible_texts(template):
    """The texts of a template that stand outside expressions, tags and trans blocks.

    Addresses in mails and the block that names the style of a document are no texts.
    """
    text = template.read_text(encoding="utf-8")
    text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% block style %}.*?{% endblock %}", "", text)
    text = re.sub(r"{{ config.ADDRESS }}.*", "", text)
    text = re.sub(r"{{.*?}}|{%.*?%}", "", text, flags=re.DOTALL)
    spoken = [match[1] for match in SPOKEN.findall(text) if "width=device" not in match[1]]
    if template.suffix == ".html":
        text = re.sub(r"<!doctype.*?>|<[^>]*>", "\n", text, flags=re.DOTALL | re.IGNORECASE)
    return [*spoken, *text.split("\n")]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_in_a_template_is_marked(template):
    words = [text for text in visible_texts(template) if re.search(r"[^\W\d_]{2,}", text)]
    unmarked = [text.strip() for text in words if text.strip(EDGES) not in NAMES]
    assert [text for text in unmarked if not text.startswith(("image/", "width="))] == []


def calls_with_plain_words(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            speaks = name.endswith("Field") or name in {"flash", "line", "text"}
            if speaks and isinstance(node.args[0].value, str):
                yield node.args[0].value


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_label_and_message_in_the_code_is_marked(path):
    if "blueprints" in path.parts:
        assert list(calls_with_plain_words(path)) == []


@cache
def extracted():
    """Every text of the code and the templates, as it was found: file, line, text and so on."""
    return list(extract_from_dir(str(ROOT / "portal"), METHODS, keywords=KEYWORDS))


@cache
def used_texts():
    """Every text of the code and the templates."""
    found = Catalog()
    for _, line, message, comments, context in extracted():
        found.add(message, None, [("", line)], auto_comments=comments, context=context)
    return {message.id for message in found if message.id}


def flat(messages):
    """The texts of messages, singular and plural apart."""
    return [text for each in messages for text in ([each] if isinstance(each, str) else each)]


def test_no_text_that_is_filled_in_has_a_bare_percent_sign():
    of_templates = (each for each in extracted() if each[0].endswith((".html", ".txt")))
    shown = flat(message for _, _, message, _, _ in of_templates)
    rules = [words for key, words in WORDS.items() if key.startswith("rule.")]
    assert shown
    assert rules
    assert [text for text in [*shown, *rules] if BARE_PERCENT.search(text)] == []


@cache
def french():
    kept = ROOT / "portal" / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
    return read_po(BytesIO(kept.read_bytes()), locale="fr")


def test_french_has_every_text_and_nothing_else():
    kept = french()
    translated = {m.id for m in kept if m.id and m.string and not m.fuzzy}
    assert used_texts() - translated == set()
    assert {m.id for m in kept if m.id} - used_texts() == set()


def test_a_translation_keeps_the_figures_of_its_text():
    for message in french():
        if message.id and isinstance(message.id, str):
            wanted = set(re.findall(r"%\((\w+)\)[sd]", message.id))
            assert set(re.findall(r"%\((\w+)\)[sd]", message.string)) == wanted, message.id


def test_no_word_is_given_twice():
    keys = sorted(key for table in TABLES for key in table)
    assert keys == sorted(set(keys))
