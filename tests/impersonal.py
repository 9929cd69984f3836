"""No event holds a name, an address or a text of people: looked at after every test."""

import re

from portal.models import Event, KeyPerson, Partner, Person

CODE = re.compile(r"[A-Za-z0-9._:/+\-]{0,90}")
"""What a fact may be: a code, a reference, a hash, a moment. No space, no @, no accent."""


def violations(facts):
    """The facts that could be a name, an address or a text."""
    return [name for name, value in facts.items() if not is_code(value)]


SHORT = 6
"""Names up to this length, such as acronyms, may stand in a code by chance."""


def is_code(value):
    if isinstance(value, dict):
        return all(is_code(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return all(is_code(each) for each in value)
    return value is None or isinstance(value, int) or bool(CODE.fullmatch(str(value)))


def require_impersonal():
    """Refuse any event whose facts hold what people wrote or are called."""
    names = {each.name for table in (Person, Partner, KeyPerson) for each in table.select()}
    names |= {each.email for each in Person.select(Person.email)}
    said = {name.lower() for name in names if len(name) > SHORT}
    for event in Event.select(Event.name, Event.facts):
        assert violations(event.facts) == [], (event.name, event.facts)
        told = str(event.facts).lower()
        assert not [name for name in said if name in told], (event.name, event.facts)
