"""The house library: services, standards, clauses and starting lists, read from data files."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).parent.parent / "library"


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return one file of the library, such as ``clauses``."""
    return tomllib.loads((LIBRARY / f"{name}.toml").read_text(encoding="utf-8"))


def entries(name: str, key: str) -> list[Mapping[str, Any]]:
    """Return the entries of a file: ``entries("services", "service")``."""
    return list(read(name)[key])


@cache
def by_code(name: str, key: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of a file by their code."""
    return {str(entry["code"]): entry for entry in entries(name, key)}


def text_of(entry: Mapping[str, Any], part: str, language: str) -> str:
    """Return one text of an entry in a language: ``text_of(standard, "text", "fr")``.

    An empty ``part`` reads the entry itself, for lists such as the services.
    """
    texts = entry[part] if part else entry
    return str(texts.get(language) or texts["en"])
