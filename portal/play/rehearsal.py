"""A rehearsed opening: a trial call with many proposals, sealed, opened, compared and timed."""

import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from portal.domain import seal_keys
from portal.domain.actions import Role
from portal.domain.policy import Actor
from portal.models import (
    Attachment,
    Envelope,
    Grant,
    Partner,
    PartnerDeclaration,
    Person,
    PersonKey,
    Proposal,
)
from portal.play import calls, keys
from portal.play import proposals as writing
from portal.play.people import SAMPLE_PASSPHRASE, read
from portal.play.stage import Stage, set_up
from portal.services import (
    accounts,
    files,
    opening_record,
    proposal_snapshot,
    proposals,
)

MEGABYTE = 1024 * 1024
CHEAP = seal_keys.Cost(1, 8)
"""Keys of a rehearsal protect nothing; only the sealing and opening itself is measured."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How many proposals are rehearsed, and how many megabytes each of their files has."""

    proposals: int
    megabytes: int

    @property
    def bytes_needed(self) -> int:
        """What the disk must hold: clear files, envelopes and opened files."""
        return 3 * self.proposals * (self.megabytes + 1) * MEGABYTE


@dataclass(frozen=True)
class Result:
    """What came of a rehearsal: counts, seconds, and the most memory in megabytes."""

    received: int
    opened: int
    damaged: int
    differing: int
    sealing: float
    opening: float
    memory: int


def rehearse(size: Size, tell: Tell) -> Result:
    """Play a trial call in the empty portal at hand, up to its opening by two holders."""
    seal_keys.use(CHEAP)
    stage = set_up(_first_day())
    keys.give_all(stage.cast, stage.now)
    tell("A trial call is drafted, its key is made and tried, and it is published.")
    calls.publish(stage)
    sealing, hashes = _submit_all(stage, size, tell)
    started = time.perf_counter()
    keys.open_all(stage, stage.played_call(), _after_the_deadline(stage))
    opening = time.perf_counter() - started
    run = opening_record.of_opening(stage.played_call().slug)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    counts = (run.total, run.done - len(run.damaged), len(run.damaged), _differing(hashes))
    return Result(*counts, sealing, opening, memory)


def _first_day() -> date:
    return datetime.now(UTC).date() - timedelta(days=60)


def _after_the_deadline(stage: Stage) -> datetime:
    deadline = stage.played_call().deadline
    if deadline is None:
        message = "the trial call has no deadline"
        raise RuntimeError(message)
    return stage.move(deadline + timedelta(minutes=5))


def _submit_all(stage: Stage, size: Size, tell: Tell) -> tuple[float, set[str]]:
    entry = read("proposals")["proposal"][0]
    model = writing.write(stage, entry, stage.on(6, 9))
    taken = proposal_snapshot.take(model)
    spent, hashes = 0.0, set()
    for number in range(1, size.proposals + 1):
        draft, by = _drafted(stage, model, taken, number)
        hashes.add(_attach(draft, by, size.megabytes * MEGABYTE, stage.now))
        started = time.perf_counter()
        proposals.submit(proposals.by_id(draft.id), by, stage.now)
        spent += time.perf_counter() - started
        if number % 10 == 0 or number == size.proposals:
            tell(f"{number} of {size.proposals} proposals are sealed.")
    return spent, hashes


def _drafted(
    stage: Stage, model: Proposal, taken: proposal_snapshot.Manifest, number: int
) -> tuple[Proposal, Actor]:
    """Return a complete draft of a partner of its own that says what the model says."""
    partner = Partner.create(name=f"Rehearsal {number}", created_at=stage.now)
    for declared in PartnerDeclaration.select().where(
        PartnerDeclaration.partner == model.partner
    ):
        PartnerDeclaration.create(**{**declared.__data__, "id": uuid4(), "partner": partner})
    draft = Proposal.create(
        call=model.call_id, lot=model.lot_id, partner=partner, created_at=stage.now
    )
    proposal_snapshot.restore(draft, {**taken, "rows": {}})
    for table in proposal_snapshot.CONTENT_TABLES:
        for row in proposal_snapshot.read(table, taken):
            table.create(**{**row.__data__, "id": uuid4(), "proposal": draft})
    return draft, _signatory(partner, number, stage.now)


def _signatory(partner: Partner, number: int, at: datetime) -> Actor:
    person = Person.create(
        email=f"rehearsal{number}@example.org",
        name=f"Signatory {number}",
        password_hash="",
        partner=partner,
        confirmed_at=at,
        created_at=at,
    )
    Grant.create(person=person, role=Role.PARTNER_SIGNATORY)
    pair = seal_keys.new_pair()
    PersonKey.create(
        person=person,
        public=seal_keys.text(pair.public),
        locked=seal_keys.lock(pair.private, SAMPLE_PASSPHRASE, CHEAP),
        made_at=at,
    )
    return accounts.actor_of(person)


def _attach(draft: Proposal, by: Actor, size: int, at: datetime) -> str:
    content = os.urandom(max(size, 1))
    sha256 = files.digest(content)
    Attachment.create(
        proposal=draft,
        title="Rehearsal",
        filename="rehearsal.pdf",
        media_type="application/pdf",
        size=len(content),
        sha256=sha256,
        path=files.put("attachments", content),
        added_at=at,
        added_by=by.person_id,
    )
    return sha256


def _differing(hashes: set[str]) -> int:
    """Return how many files are not, to the byte, what was submitted."""
    opened = Attachment.select().join(Proposal).join(Envelope)
    back = {
        each.sha256
        for each in opened.where(Attachment.sha256.in_(list(hashes)))
        if files.digest(files.read(each.path)) == each.sha256
    }
    return len(hashes - back)
