"""As everybody, at every stage, every page and export: what nobody may find is not there.

Words that stand nowhere else are put into answers, reasons and notes; then every address that
can be filled with records of the call is opened by each kind of person, and what comes back,
also unpacked from a workbook or as what a paper prints, is searched for them.
"""

import re
import zipfile
from io import BytesIO
from itertools import product

import pytest
from flask import url_for

from portal.domain.actions import Role, SeatKind
from portal.models import Answer, Person, Proposal, Seat
from portal.services import accounts, desk_notes, opening, revealing, scoring
from tests import factories as make
from tests import papers, refusals, scoring_lots

pytestmark = [pytest.mark.sqlite_only, pytest.mark.usefixtures("app")]
CANARY = re.compile(r"(?:answer|reason|note)canary[a-z0-9]+")
OFFICE = (
    Role.PROCUREMENT_OFFICER,
    Role.PROGRAMME_OFFICER,
    Role.HEAD_OF_OFFICE,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
ELSEWHERE = ("develop", "static", "system", "centres", "diligence", "audit.verify")
SEARCHED = "?q=answercanary"
MANY = 60


def word(kind, number):
    """A word that stands nowhere else."""
    return f"{kind}canary{number:02d}x"


class World:
    """A call on its way through the committee, and what each person finds of it."""

    def __init__(self, app):
        self.app = app
        app.extensions["jobs"].renderer = papers.told
        self.call = scoring_lots.closed(seats=4)
        for number, proposal in enumerate(self.proposals):
            said = f"We run {word('answer', number)} day and night."
            Answer.update(text=said).where(Answer.proposal == proposal).execute()
        self.observer = make.person(Role.AUTHORITY_REPRESENTATIVE)
        Seat.create(call=self.call, person=self.observer, kind=SeatKind.OBSERVER)
        self.office = [make.person(role) for role in OFFICE]
        self.partner = make.team(self.proposals[0].partner)[0]
        self.cards, self.there = {}, []

    @property
    def proposals(self):
        mine = Proposal.select().where(Proposal.call == self.call)
        return sorted(mine, key=lambda each: each.lot.number)

    @property
    def members(self):
        voting = (Seat.call == self.call) & (Seat.kind == SeatKind.VOTING)
        query = Person.select().join(Seat, on=Seat.person).where(voting)
        return list(query.order_by(Seat.chair.desc(), Person.name))

    def open(self):
        self.call = scoring_lots.opened(self.call)
        self.there = []

    def score(self):
        """Every member writes a reason on every criterion, and a note; nothing is locked."""
        self.call = scoring_lots.begun(self.call)
        self.there = []
        for number, card in enumerate(scoring.counted(self.call)):
            self.cards[card.id] = number
            who = accounts.actor_of(card.seat.person)
            said = f"{word('reason', number)} " * 12
            marks = {each.id: scoring.Mark(3, said) for each in scoring.criteria(self.call)}
            scoring.save(card, 1, marks, who, make.moment())
            desk_notes.save(card, word("note", number), 0, who, make.moment())

    def lock(self, number, seats=()):
        for card in scoring_lots.cards(self.call, number):
            if not scoring.is_locked(card) and (not seats or card.seat.person in seats):
                marks, who = scoring.marks(card), accounts.actor_of(card.seat.person)
                scoring.lock(card, card.version, marks, who, make.moment())
        self.there = []

    def reveal(self, number):
        lot = scoring_lots.lot(self.call, number)
        revealing.reveal(lot, make.chair_of(self.call), make.moment())
        self.there = []
        self.call = opening.call_by_slug(self.call.slug)

    def words_of(self, kind, number=0, person=None):
        """The words in the cards of a lot, or of a person."""
        chosen = [
            card
            for card in scoring.counted(self.call)
            if (not number or card.proposal.lot.number == number)
            and (person is None or card.seat.person == person)
        ]
        return {word(kind, self.cards[card.id]) for card in chosen}

    def addresses(self):
        """Every address to look at that takes only records of this call, or none."""
        known = {
            "slug": [self.call.slug],
            "lot_id": [scoring_lots.lot(self.call, number).id for number in (1, 2)],
            "proposal_id": [each.id for each in self.proposals],
            "scorecard_id": [card.id for card in scoring.counted(self.call)],
            "position": [1],
        }
        for rule in self.app.url_map.iter_rules():
            apart = rule.endpoint.startswith(ELSEWHERE) or "GET" not in rule.methods
            if not apart and set(rule.arguments) <= set(known):
                for parts, address in filled(rule, known):
                    if refusals.is_there(self.app, rule, parts):
                        yield address

    def finds(self, person):
        """Every word that somebody finds: a person, or None for a visitor."""
        client = self.app.test_client()
        if person is not None:
            make.sign_in(client, person)
        found = set()
        if not self.there:
            with self.app.test_request_context():
                self.there = list(self.addresses())
        assert len(self.there) > MANY
        for address in self.there:
            answer = client.get(address)
            assert answer.status_code < 500, address
            found |= set(CANARY.findall(unpacked(answer.data)))
        return found


def filled(rule, known):
    """The addresses of a rule with every record that it names, and what they name."""
    names = sorted(rule.arguments)
    for values in product(*(known[name] for name in names)):
        parts = dict(zip(names, values, strict=True))
        searched = SEARCHED if rule.endpoint.endswith("search") else ""
        yield parts, url_for(rule.endpoint, **parts) + searched


def unpacked(content):
    """A body as text; a workbook with everything that is packed in it."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(BytesIO(content)) as package:
        read = (package.read(name) for name in package.namelist())
        return " ".join(each.decode("utf-8", "replace") for each in read)


def of(kind, found):
    """The words of a kind among those found."""
    return {each for each in found if each.startswith(kind)}


@pytest.fixture
def world(app, monkeypatch):
    refusals.written_once(monkeypatch)
    return World(app)


def test_before_the_opening_nobody_but_the_partner_finds_a_word_of_a_proposal(world):
    chair, *_others = world.members
    for person in (None, chair, world.observer, world.office[0], world.office[-1]):
        assert world.finds(person) == set(), person and person.name
    assert world.finds(world.partner) == {word("answer", 0)}


def test_after_the_opening_who_has_not_declared_finds_no_word_of_a_proposal(world):
    world.open()
    for person in (None, world.members[0], world.observer):
        assert world.finds(person) == set(), person and person.name
    assert world.finds(world.office[0]) == {word("answer", 0), word("answer", 1)}


def test_before_the_reveal_everybody_finds_the_own_reasons_and_no_others(world):
    world.open()
    world.score()
    chair, *others = world.members
    everybody = (None, chair, others[0], world.observer, world.partner, *world.office)

    def look(people):
        for person in people:
            found = world.finds(person)
            for kind in ("reason", "note"):
                own = world.words_of(kind, person=person) if person else set()
                assert of(kind, found) == own, (kind, person and person.name)

    look((chair,))
    world.lock(1, [chair])
    look((chair, others[0]))
    world.lock(1)
    world.lock(2)
    world.app.extensions["jobs"].deliver.call_local()
    look(everybody)


def test_after_the_reveal_of_a_lot_the_other_lot_stays_hidden(world):
    world.open()
    world.score()
    world.lock(1)
    world.reveal(1)
    world.app.extensions["jobs"].deliver.call_local()
    shown = world.words_of("reason", 1)
    chair, *others = world.members
    assert of("reason", world.finds(world.office[0])) == shown
    for person in (chair, others[-1]):
        found = world.finds(person)
        assert of("reason", found) == shown | world.words_of("reason", person=person)
        assert of("note", found) == world.words_of("note", person=person)
    for person in (world.partner, world.office[-1]):
        assert of("reason", world.finds(person)) == set()
        assert of("note", world.finds(person)) == set()


def test_after_a_conflict_declared_later_not_even_the_own_words_are_found(world):
    world.open()
    world.score()
    world.lock(1)
    late = world.members[-1]
    make.conflicted(world.call, late)
    assert world.finds(late) == set()
    for person in (world.members[0], world.office[0]):
        own = world.words_of("reason", person=person)
        assert of("reason", world.finds(person)) == own
    world.reveal(1)
    assert world.finds(late) == set()


def test_a_conflict_with_one_partner_hides_its_lot_and_no_other(world):
    world.open()
    world.score()
    late = world.members[-1]
    make.declare(world.call, late, world.proposals[0].partner)
    found = world.finds(late)
    assert of("answer", found) == {word("answer", 1)}
    assert of("reason", found) == world.words_of("reason", 2, late)
    assert of("note", found) == world.words_of("note", 2, late)
