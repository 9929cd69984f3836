"""Rules of the policy that ask for one certain person, or for another one than before."""

from portal.domain.actor import Thing, Who


def not_the_asker(actor: Who, asked: Thing) -> bool:
    """Ask for a second person: who asked for an account or a deviation may not grant it."""
    return bool(actor.person_id != asked.asked_by_id)


def not_the_author(actor: Who, written: Thing) -> bool:
    """Ask for a second person: who wrote a call or a clause may not approve it."""
    return bool(actor.person_id != written.author_id)


def not_its_writer(actor: Who, amendment: Thing) -> bool:
    """Ask for a second person: who began an amendment or changed it last may not approve."""
    return actor.person_id not in amendment.writers


def second_person(actor: Who, call: Thing) -> bool:
    """Ask for another person than the one who started the opening."""
    return call.opening_started_by is not None and actor.person_id != call.opening_started_by


def was_present(actor: Who, run: Thing) -> bool:
    """Allow those who gave their shares for an opening."""
    return actor.person_id is not None and actor.person_id in run.present


def not_the_drafter(actor: Who, clarification: Thing) -> bool:
    """Ask for a second reader: who drafted an answer may not release it."""
    return bool(actor.person_id != clarification.drafter_id)


def not_who_made_it_red(actor: Who, flag: Thing) -> bool:
    """Ask for another person than the one who raised the flag or made it red."""
    return actor.person_id not in {flag.author_id, flag.decided_by_id}


def not_the_first_judge(actor: Who, match: Thing) -> bool:
    """Ask for another person than the one who judged the possible match first."""
    return match.judged_by_id is not None and actor.person_id != match.judged_by_id


def own_comment(actor: Who, comment: Thing) -> bool:
    """Allow the person who wrote the comment."""
    return actor.person_id is not None and actor.person_id == comment.author_id


def own_scorecard(actor: Who, scorecard: Thing) -> bool:
    """Allow the member whose scorecard it is."""
    return actor.person_id is not None and actor.person_id == scorecard.person_id
