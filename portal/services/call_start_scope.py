"""What the sections on scope of a new draft start with: defaults of the house library."""

from collections.abc import Mapping
from typing import Any

from portal.domain.call_terms import PassingRule
from portal.domain.eligibility import kind_of
from portal.models import (
    BudgetCategory,
    Call,
    EligibilityQuestion,
    RequiredDocument,
    StaffPost,
)
from portal.services import call_parts, library
from portal.services.library import text_of

Entry = Mapping[str, Any]


def fill_scope(call: Call) -> None:
    """Give a new draft the services, posts, questions, files and categories of the house."""
    start = library.read("call_start")
    told = call.language
    call_parts.put_rows(call, StaffPost, [_post(each, told) for each in start["post"]])
    asked = [_question(each, told) for each in start["eligibility"]]
    call_parts.put_rows(call, EligibilityQuestion, asked)
    files = [_document(each, told) for each in start["document"]]
    call_parts.put_rows(call, RequiredDocument, files)
    call_parts.put_rows(call, BudgetCategory, categories(told))


def columns(language: str) -> dict[str, object]:
    """Return the columns of ``Call`` that the house fills for a new draft in a language."""
    start = library.read("call_start")
    return {
        "languages": [language],
        "services": list(start["services"]),
        "standards": _standards(start),
        "hours": text_of(start, "hours", language),
        "day_and_night": True,
        "data_categories": list(start["data_categories"]),
        "special_categories": list(start["special_categories"]),
        "children_data": True,
        "proposal_parts": list(library.read("proposal_parts")["asked"]),
        "retention_months": int(library.read("data_protection")["retention_months"]),
    }


def _standards(start: Entry) -> list[str]:
    wanted, left_out = {"centre", *start["services"]}, set(start["left_out_standards"])
    listed = library.entries("standards", "standard")
    codes = [str(each["code"]) for each in listed if each["service"] in wanted]
    return [code for code in codes if code not in left_out]


def _post(each: Entry, language: str) -> dict[str, object]:
    texts = {name: text_of(each, name, language) for name in ("function", "note")}
    return {**texts, "people": int(each["people"]), "shifts": list(each["shifts"])}


def _question(each: Entry, language: str) -> dict[str, object]:
    passing = PassingRule(each["passing"])
    return {
        "text": text_of(each, "text", language),
        "kind": kind_of(passing),
        "passing": passing,
        "figure": each.get("figure"),
        "evidence": bool(each["evidence"]),
    }


def _document(each: Entry, language: str) -> dict[str, object]:
    texts = {name: text_of(each, name, language) for name in ("title", "note")}
    return {**texts, "mandatory": bool(each["mandatory"])}


def categories(language: str) -> list[dict[str, object]]:
    """Return the budget categories of the house, as rows of a call in a language."""
    listed = library.entries("budget", "category")
    return [{"code": str(each["code"]), "name": text_of(each, "", language)} for each in listed]
