"""Static files: compressed when the twin is as new as its file, else as they are."""

import os

import pytest
from werkzeug.test import Client

from portal import static_files

ANY = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def served(tmp_path, monkeypatch):
    """Serve a file with a compressed twin of another age, in seconds."""
    monkeypatch.setattr(static_files, "ROOT", tmp_path)
    plain, twin = tmp_path / "static/theme.css", tmp_path / "static/theme.css.gz"
    plain.parent.mkdir()

    def get(age):
        plain.write_text("a{color:red}")
        twin.write_text("compressed")
        os.utime(plain, (1_000, 1_000))
        os.utime(twin, (1_000 - age, 1_000 - age))
        with Client(static_files.StaticFiles(None)).get(
            "/static/theme.css", headers=ANY
        ) as answer:
            return answer.text, answer.headers.get("Content-Encoding")

    return get


@pytest.mark.parametrize("age", [0.5, 0, -60])
def test_a_twin_as_new_as_its_file_is_served_for_it(served, age):
    assert served(age) == ("compressed", "gzip")


def test_a_file_that_changed_after_it_was_compressed_is_served_as_it_is(served):
    assert served(60) == ("a{color:red}", None)
