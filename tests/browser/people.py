"""The sample accounts by what their holders do."""

from portal.play.people import people

BY_KEY = {person["key"]: person["email"] for person in people()}
NAMES = {person["key"]: person["name"] for person in people()}
