"""How a language writes days where its tables of patterns say too little."""

from datetime import date


def dated(pattern: str, value: date, language: str) -> str:
    """Return the pattern of a day as a language writes that day: French says "1er mai"."""
    first = language == "fr" and value.day == 1
    return pattern.replace("d ", "d'er' ", 1) if first else pattern


def undated(text: str) -> str:
    """Return a text with first days as they were written before ``dated`` told them."""
    return text.replace("1er ", "1 ")
