"""Who and what the sample programme starts with: people, partners, centres, sanctions list."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from portal.config import ROOT

SAMPLE_PASSWORD = "sample-programme"  # noqa: S105 - printed by make run, for fictional people
SAMPLE = ROOT / "portal" / "sample"


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return one data file of the sample programme."""
    return tomllib.loads((SAMPLE / f"{name}.toml").read_text(encoding="utf-8"))


def people() -> list[Mapping[str, Any]]:
    """Return everybody of the sample programme, as the data file lists them."""
    return list(read("people")["person"])
