"""The partner's own indicators, the handover and the undertakings, changed by an amendment."""

from datetime import timedelta

import pytest

from portal.domain.amendments import AmendmentKind
from portal.domain.errors import NotFound, RulesBroken
from portal.domain.proposal_parts import PartKey
from portal.services import amendment_tables, amendment_view, consolidated, contract_promises
from portal.services.amendment_checks import wanted
from portal.services.amendment_plan import plan
from tests.amended import BEFORE_END, House, quick_passwords
from tests.promised import LASTING, LOCKED, OWN, REFERENCES, further, promise, typed

K = AmendmentKind
pytestmark = pytest.mark.usefixtures("app")
FIRST, ITS_NOTE = "question_1", "question_1_note"


@pytest.fixture
def house(app, monkeypatch):
    quick_passwords(monkeypatch)
    return promise(House(), *further())


def change(one, key, content):
    part = amendment_tables.part(one, plan(one), key)
    return amendment_tables.changes(one, part, content)


def kept(house, key):
    return contract_promises.part(contract_promises.of(house.now()), key)


def annexed(content):
    return {
        part["key"]: (part, annex["name"])
        for annex in contract_promises.shown(dict(content))
        for part in annex["parts"]
    }


def test_each_kind_offers_the_parts_that_it_may_change(house):
    scope = amendment_tables.offered(house.start(K.SCOPE))
    assert scope == [
        PartKey.STAFFING,
        PartKey.WORK_PLAN,
        PartKey.INDICATORS,
        PartKey.HANDOVER,
        PartKey.SAFEGUARDING,
        PartKey.DATA_PROTECTION,
    ]
    other = promise(House(), *further())
    one = other.start(K.STANDARDS)
    assert amendment_tables.offered(one) == [PartKey.SAFEGUARDING, PartKey.DATA_PROTECTION]
    with pytest.raises(NotFound):
        amendment_tables.part(one, plan(one), PartKey.HANDOVER)


def test_own_indicators_and_the_handover_change_on_the_day_it_comes_into_force(house):
    one = house.start(K.SCOPE)
    rows = [OWN | {"target": 35}, OWN | {"name": "Guardians named", "baseline": 0}]
    handed = typed(**{FIRST: "The delegation takes the centre over.", ITS_NOTE: ""})
    house.save(one, **change(one, PartKey.INDICATORS, typed(rows)))
    house.save(one, **change(house.find(one), PartKey.HANDOVER, handed))
    assert kept(house, PartKey.INDICATORS)["rows"] == [OWN]
    house.in_force(one)
    told = [(row["name"], row["target"]) for row in kept(house, PartKey.INDICATORS)["rows"]]
    assert told == [("Young people in school", 35), ("Guardians named", 20)]
    (question,) = kept(house, PartKey.HANDOVER)["questions"]
    assert question["text"] == LASTING
    assert question["given"] == "The delegation takes the centre over."
    day = BEFORE_END.date()
    then = consolidated.on(house.now(), day)
    marks = {part["key"]: part["amendments"] for each in then.annexes for part in each["parts"]}
    assert [key for key, numbers in marks.items() if numbers == [1]] == [
        "indicators",
        "handover",
    ]
    before = annexed(consolidated.on(house.now(), day - timedelta(days=1)).content)
    assert [row["target"] for row in before["indicators"][0]["rows"]] == [20]
    assert before["handover"][0]["questions"][0]["given"] == "The city takes the centre over."


def test_a_changed_undertaking_tells_its_reply_and_its_words(house):
    one = house.start(K.STANDARDS)
    said = typed(**{FIRST: "yes", ITS_NOTE: "For staff and for guards."})
    house.save(one, **change(one, PartKey.SAFEGUARDING, said))
    one = house.find(one)
    (part,) = amendment_view.of(one).difference.answers
    (told,) = part.changes
    assert (part.key, told.text) == ("safeguarding", REFERENCES)
    assert told.replies == ("partly", "yes")
    assert ("added", "and") in [(mark, text.strip()) for mark, text in told.pieces]
    house.in_force(one)
    assert kept(house, PartKey.SAFEGUARDING)["questions"][0]["given"] == "yes"


def test_undertakings_on_data_protection_need_the_agreement_of_its_officer(house):
    one = house.start(K.STANDARDS)
    fewer = typed(**{FIRST: "partly", ITS_NOTE: "Nine people have it."})
    house.save(one, **change(one, PartKey.DATA_PROTECTION, fewer))
    one = house.find(one)
    assert wanted(one, plan(one)) == ("legal", "data_protection", "head")
    house.send(one)
    house.agree(one, "legal")
    assert set(house.waiting(one)) == {"data_protection"}
    house.agree(one, "data_protection")
    assert set(house.waiting(one)) == {"head"}
    assert kept(house, PartKey.DATA_PROTECTION)["questions"][0]["text"] == LOCKED


def test_what_is_incomplete_is_refused_and_nothing_of_it_is_kept(house):
    one = house.start(K.SCOPE)
    cases = (
        (PartKey.INDICATORS, typed([OWN | {"target": None}]), "indicators_row_open"),
        (PartKey.INDICATORS, typed(), "part_indicators_missing"),
        (PartKey.HANDOVER, typed(**{FIRST: " "}), "part_handover_missing"),
        (PartKey.SAFEGUARDING, typed(**{FIRST: "yes", ITS_NOTE: ""}), "safeguarding_open"),
    )
    for key, content, rule in cases:
        with pytest.raises(RulesBroken) as refused:
            change(one, key, content)
        assert [each.rule for each in refused.value.broken] == [rule]
    assert house.find(one).changes == {}


def test_the_answers_of_the_contract_take_the_change_away(house):
    one = house.start(K.SCOPE)
    other = typed(**{FIRST: "Another body takes it over.", ITS_NOTE: ""})
    house.save(one, **change(one, PartKey.HANDOVER, other))
    same = typed(**{FIRST: "The city takes the centre over.", ITS_NOTE: ""})
    house.save(one, **change(house.find(one), PartKey.HANDOVER, same))
    assert house.find(one).changes == {}
