"""The sanctions list: taking it in, comparing partners, and what people decide."""

import pytest

from portal import jobs
from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import FlagState, MatchState
from portal.models import (
    Effect,
    Event,
    Flag,
    KeyPerson,
    SanctionsEntry,
    SanctionsImport,
    SanctionsMatch,
)
from portal.services import clock, flags, sanctions, sanctions_import
from portal.services.steps import fresh
from tests import counting
from tests import factories as make
from tests.domain.test_sanctions_list import BOMB, SAMPLE, individual, xml

REASON = (
    "Date of birth, place of birth and the photograph were compared and all of them differ."
)

pytestmark = pytest.mark.usefixtures("app")


def procurement():
    return make.actor(Role.PROCUREMENT_OFFICER)


def take(content=SAMPLE, by=None):
    return sanctions_import.take(content, "list.xml", by or procurement(), clock.now())


def suspect():
    """A partner with a key person who looks like somebody on the list, compared."""
    of = make.partner(key_people="Salma Bennis, Director\nYassine El Ouahdi, Treasurer")
    sanctions.rescan(clock.now())
    return of, sanctions.by_id(SanctionsMatch.get().id)


def clear(match):
    sanctions.judge(match, REASON, procurement(), clock.now(), same=False)


def rows():
    return SanctionsEntry.select().count(), SanctionsImport.select().count()


def test_the_sample_list_is_taken_in_and_tells_what_is_new():
    made = take()
    assert (made.added, made.changed, made.removed) == (8, 0, 0)
    assert rows() == (8, 1)
    assert Event.select().where(Event.name == "sanctions.imported").count() == 1


def test_the_same_list_again_is_refused_and_nothing_is_repeated():
    take()
    with pytest.raises(RuleBroken) as refused:
        take()
    assert refused.value.rule == "sanctions_known"
    assert rows() == (8, 1)


def test_an_older_list_is_refused():
    take(xml(individual()))
    older = xml(individual()).replace(b"2026-01-01", b"2020-01-01")
    with pytest.raises(RuleBroken) as refused:
        take(older)
    assert refused.value.rule == "sanctions_older"


def test_a_newer_list_tells_what_changed_and_what_is_gone():
    take(xml(individual("S-1"), individual("S-2"), individual("S-3")))
    made = take(xml(individual("S-1"), individual("S-2", COMMENTS1="New."), individual("S-4")))
    assert (made.added, made.changed, made.removed) == (1, 1, 1)
    assert sanctions_import.entries() == 3
    assert SanctionsEntry.get(SanctionsEntry.reference == "S-3").removed_at is not None


def test_an_entry_that_comes_back_is_on_the_list_again():
    take(xml(individual("S-1"), individual("S-2")))
    take(xml(individual("S-1")))
    take(xml(individual("S-1"), individual("S-2"), individual("S-5")))
    assert SanctionsEntry.get(SanctionsEntry.reference == "S-2").removed_at is None


@pytest.mark.parametrize("content", [b"", b"no xml", BOMB, SAMPLE[:-30]])
def test_a_list_that_cannot_be_read_changes_nothing(content):
    before = rows(), Event.select().count(), Effect.select().count()
    with pytest.raises(RuleBroken):
        take(content)
    assert (rows(), Event.select().count(), Effect.select().count()) == before


def test_a_list_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setenv("PORTAL_SANCTIONS_LIMIT", "100")
    with pytest.raises(RuleBroken) as refused:
        take()
    assert refused.value.rule == "file_too_large"


def test_only_procurement_takes_a_list_in():
    with pytest.raises(NotAllowed):
        take(by=make.actor(Role.PROGRAMME_OFFICER))


def test_after_a_list_was_taken_in_the_worker_compares_every_partner():
    make.partner(key_people="Yassine El Ouahdi")
    take()
    jobs.deliver_pending(lambda _document: b"")
    assert SanctionsMatch.get().name == "Yassine El Ouahdi"


def test_the_daily_comparison_fetches_only_where_an_address_is_set(monkeypatch):
    sanctions_import.ask_daily_comparison(clock.now())
    monkeypatch.setenv("PORTAL_SANCTIONS_URL", "https://example.org/list.xml")
    sanctions_import.ask_daily_comparison(clock.now())
    kinds = sorted(each.kind for each in Effect.select())
    assert kinds == ["sanctions_fetch", "sanctions_rescan", "sanctions_rescan"]


def test_a_fetched_list_is_taken_in_once_and_noted_as_checked(monkeypatch):
    monkeypatch.setenv("PORTAL_SANCTIONS_URL", "https://example.org/list.xml")
    monkeypatch.setattr(sanctions_import, "fetch", lambda _address, _most: SAMPLE)
    sanctions_import.fetch_and_take(clock.now())
    first = sanctions_import.latest()
    sanctions_import.fetch_and_take(clock.now())
    assert rows() == (8, 1)
    assert fresh(first).checked_at > first.checked_at
    assert first.source == "https://example.org/list.xml"


def test_every_name_of_a_partner_is_compared():
    of = make.partner("Nour", acronym="NR", key_people="Salma Bennis, Director")
    body = next(iter(KeyPerson.body.enum))
    KeyPerson.create(partner=of, position=1, name="Omar Alaoui", function="Chair", body=body)
    assert sanctions.names_of(of) == ["Nour", "NR", "Salma Bennis", "Omar Alaoui"]


def test_a_match_is_stored_once_however_often_partners_are_compared():
    take()
    suspect()
    sanctions.rescan(clock.now())
    assert SanctionsMatch.select().count() == 1
    assert Event.select().where(Event.name == "match.found").count() == 1


def test_a_false_match_stays_cleared_until_the_entry_changes():
    take()
    of, match = suspect()
    clear(match)
    sanctions.rescan(clock.now())
    assert sanctions.undecided(of) == 0
    changed = SAMPLE.replace(b"Reported dead in 2019", b"Seen in 2026")
    take(changed.replace(b"2025-01-15", b"2026-01-15"))
    sanctions.rescan(clock.now())
    assert sanctions.undecided(of) == 1
    states = sorted(each.state for each in SanctionsMatch.select())
    assert states == [MatchState.DIFFERENT, MatchState.OPEN]


def test_a_verdict_needs_a_reason_of_ten_words():
    take()
    _of, match = suspect()
    with pytest.raises(RulesBroken):
        sanctions.judge(match, "Another man.", procurement(), clock.now(), same=False)
    assert fresh(match).state is MatchState.OPEN


def test_a_match_is_judged_once():
    take()
    _of, match = suspect()
    stale = sanctions.by_id(match.id)
    clear(match)
    with pytest.raises(WrongState):
        clear(stale)
    assert Event.select().where(Event.name == "match.judged").count() == 1


def test_a_true_match_needs_a_second_person_and_makes_a_red_flag():
    take()
    of, match = suspect()
    first, second = procurement(), make.actor(Role.LEGAL_OFFICER)
    sanctions.judge(match, REASON, first, clock.now(), same=True)
    with pytest.raises(NotAllowed):
        sanctions.confirm(match, REASON, first, clock.now(), same=True)
    assert not flags.is_stopped(of)
    sanctions.confirm(match, REASON, second, clock.now(), same=True)
    flag = Flag.get()
    assert (flag.state, flag.author_id) == (FlagState.RED, first.person_id)
    assert flags.is_stopped(of)
    for judge in (first, second):
        with pytest.raises(NotAllowed):
            flags.lift(flag, "It was a mistake.", judge, clock.now())


def test_a_second_click_on_confirm_makes_no_second_flag():
    take()
    _of, match = suspect()
    sanctions.judge(match, REASON, procurement(), clock.now(), same=True)
    second = make.actor(Role.HEAD_OF_OFFICE)
    sanctions.confirm(match, REASON, second, clock.now(), same=True)
    with pytest.raises(WrongState):
        sanctions.confirm(match, REASON, second, clock.now(), same=True)
    assert Flag.select().count() == 1


def test_the_second_person_can_send_a_match_back():
    take()
    of, match = suspect()
    sanctions.judge(match, REASON, procurement(), clock.now(), same=True)
    sanctions.confirm(match, REASON, procurement(), clock.now(), same=False)
    assert fresh(match).state is MatchState.OPEN
    assert not flags.is_stopped(of)


def test_a_decision_can_be_taken_back_with_a_reason():
    take()
    of, match = suspect()
    clear(match)
    sanctions.reopen(match, REASON, procurement(), clock.now())
    assert sanctions.undecided(of) == 1


def test_a_match_that_is_no_longer_found_is_let_go_and_found_again():
    take()
    of, match = suspect()
    people = of.key_people
    of.key_people = "Salma Bennis"
    of.save()
    sanctions.rescan(clock.now())
    assert fresh(match).state is MatchState.LAPSED
    of.key_people = people
    of.save()
    sanctions.rescan(clock.now())
    assert fresh(match).state is MatchState.OPEN


def test_the_threshold_is_a_setting(monkeypatch):
    take()
    of = make.partner(key_people="Yassine El Ouahdy")
    assert sanctions.undecided(of) == 1
    monkeypatch.setenv("PORTAL_SANCTIONS_LIKENESS", "99")
    assert sanctions.undecided(of) == 0


def test_comparing_takes_the_same_number_of_queries_for_many_partners():
    take()
    for _number in range(3):
        make.partner()
    few = compared()
    for _number in range(20):
        make.partner()
    assert compared() == few


def compared():
    with counting.queries() as sent:
        sanctions.rescan(clock.now())
    return len(sent)
