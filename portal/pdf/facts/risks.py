"""Facts of the risk register of a contract or of a centre."""

from typing import Any
from uuid import UUID

from portal.domain.lifecycle_risks import RiskState
from portal.models import Centre, Contract
from portal.models.risks import Risk
from portal.pdf.facts.shared import base_facts
from portal.services import risks
from portal.services.contract_finding import by_slug
from portal.services.risks import Place

Facts = dict[str, Any]


def of_contract(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the register of a contract."""
    contract = by_slug(Contract.get_by_id(subject_id).slug)
    place = Place(contract.call.centre, contract)
    about = {"partner": contract.partner.name, "centre": place.centre.name}
    return {**_facts(place, contract.reference, language), **about}


def of_centre(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the register of a centre with all its contracts."""
    centre: Centre = Centre.get_by_id(subject_id)
    about = {"partner": "", "centre": centre.name}
    return {**_facts(Place(centre), centre.reference, language), **about}


def _facts(place: Place, reference: str, language: str) -> Facts:
    country = place.centre.country
    title = place.centre.name
    base = base_facts(reference, title, country=country, language=language, zone="UTC")
    found = risks.of(place)
    names = risks.categories(language)
    return {
        **base,
        "grid": [[list(cell) for cell in row] for row in risks.matrix(found)],
        "risks": [_risk(each, names) for each in found],
    }


def _risk(each: Risk, names: dict[str, str]) -> Facts:
    return {
        "reference": each.reference,
        "title": each.title,
        "text": each.text,
        "category": names.get(each.category, each.category),
        "partner": each.contract.partner.name if each.contract else "",
        "open": each.state is RiskState.OPEN,
        "likelihood": each.likelihood,
        "impact": each.impact,
        "score": each.rating.score,
        "band": risks.band_of(each),
        "treatment": each.treatment.value,
        "measures": each.measures,
        "owner": each.owner.name,
        "review_on": each.review_on.isoformat(),
        "reason": each.reason,
    }
