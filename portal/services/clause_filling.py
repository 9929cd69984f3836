"""Figures in the words of a language, and texts of clauses with their places filled."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import get_currency_precision

from portal.domain.clauses import Parameter, ParameterKind, fill, listed, references_in
from portal.domain.contracts import months_between
from portal.domain.day_words import dated
from portal.domain.figure_words import figure
from portal.models import ClauseVersion, Contract
from portal.services import contract_annexes
from portal.services.clause_library import parameters_of
from portal.services.contract_annexes import Annex

_REGIONS = {"en": "en_GB", "fr": "fr_FR"}
_SAMPLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "partner": "Association Example",
        "office": "Morocco",
        "reference": "IOM/MAR/2026/001-C1",
        "call": "IOM/MAR/2026/001",
        "city": "Rabat",
    },
    "fr": {
        "partner": "Association Exemple",
        "office": "Maroc",
        "reference": "IOM/MAR/2026/001-C1",
        "call": "IOM/MAR/2026/001",
        "city": "Rabat",
    },
}
_NUMBERS = {"lot": 1, "beds": 24, "report_every": 3, "report_days": 30, "indirect_ceiling": 7}
_START, _END = date(2027, 2, 1), date(2028, 1, 31)
_CURRENCY = "MAD"
_SAMPLE_VALUES: Mapping[ParameterKind, str] = {
    ParameterKind.DATE: "2027-02-01",
    ParameterKind.MONEY: "25000",
    ParameterKind.DAYS: "30",
    ParameterKind.HOURS: "24",
    ParameterKind.NUMBER: "10",
    ParameterKind.LIST: "A\nB\nC",
    ParameterKind.TEXT: "A",
}


def region(language: str) -> str:
    """Return the locale in which a contract of a language writes its figures."""
    return _REGIONS.get(language, language)


def day(value: date, language: str) -> str:
    """Write a day as contracts do: 1 February 2027."""
    return format_date(value, dated("d MMMM y", value, language), locale=region(language))


def is_whole(amount: Decimal) -> bool:
    """Say whether an amount has no minor units."""
    return amount == amount.to_integral()


def money(amount: Decimal, currency: str, language: str) -> str:
    """Write an amount with its code where the language puts it, never broken over lines."""
    locale = Locale.parse(region(language))
    digits = 0 if is_whole(amount) else get_currency_precision(currency)
    text = figure(amount, digits, locale).replace(
        "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
    )
    code_first = locale.currency_formats["standard"].pattern.startswith("¤")
    parts = (currency, text) if code_first else (text, currency)
    return "\N{NO-BREAK SPACE}".join(parts)


_SHOWN: Mapping[ParameterKind, Callable[[str, str, str], str]] = {
    ParameterKind.DATE: lambda value, language, _: day(date.fromisoformat(value), language),
    ParameterKind.MONEY: lambda value, language, of: money(Decimal(value), of, language),
    ParameterKind.LIST: lambda value, language, _: format_list(
        listed(value), locale=region(language)
    ),
}


def shown(kind: ParameterKind, value: str, language: str, currency: str) -> str:
    """Write the value of a parameter in a language; a text or a number as it is."""
    write = _SHOWN.get(kind)
    return write(value, language, currency) if write and value else value


def figures(
    parameters: Iterable[Parameter], given: Mapping[str, str], language: str, currency: str
) -> dict[str, str]:
    """Return what stands for each parameter: the value given, else that of the library."""
    return {
        each.name: shown(each.kind, given.get(each.name) or each.value, language, currency)
        for each in parameters
    }


def facts(contract: Contract) -> dict[str, str]:
    """Return what a contract fills in by itself, in its language."""
    language = contract.language
    return {
        "partner": contract.own_terms.get("identity", {}).get("name") or contract.partner.name,
        "office": _country(contract.call.centre.country, language),
        "reference": contract.reference,
        "call": contract.call.reference,
        "lot": str(contract.lot.number),
        "city": contract.lot.city,
        "beds": str(contract.lot.places),
        "report_every": str(contract.report_every_months),
        "report_days": str(contract.report_days),
        "indirect_ceiling": str(contract.call.indirect_ceiling),
        "amount": money(contract.amount, contract.currency, language),
        **_dated(contract.starts_on, contract.ends_on, language),
        "annexes": _annexes(contract_annexes.of(contract), language),
    }


def _annexes(found: Sequence[Annex], language: str) -> str:
    named = [contract_annexes.named(each, language) for each in found]
    return format_list(named, locale=region(language))


def _dated(start: date, end: date, language: str) -> dict[str, str]:
    months = months_between(start, end)
    return {
        "start": day(start, language),
        "end": day(end, language),
        "months": str(months or ""),
    }


def _country(code: str, language: str) -> str:
    return str(Locale.parse(language).territories.get(code, code))


def preview(version: ClauseVersion, language: str) -> str:
    """Return the text of a version as a contract would read, with sample figures."""
    parameters = parameters_of(version)
    given = {each.name: _SAMPLE_VALUES[each.kind] for each in parameters if not each.value}
    known = figures(parameters, given, language, _CURRENCY)
    text = str(version.texts.get(language, ""))
    named = {code: code for code in references_in(text)}
    return fill(text, {**_sample_facts(language), **known, **named})


def _sample_facts(language: str) -> dict[str, str]:
    return {
        **_SAMPLES[language],
        **{name: str(value) for name, value in _NUMBERS.items()},
        "amount": money(Decimal(1_250_000), _CURRENCY, language),
        **_dated(_START, _END, language),
        "annexes": _annexes(contract_annexes.every(), language),
    }
