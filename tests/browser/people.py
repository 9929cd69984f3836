"""The sample accounts by what their holders do."""

from portal.play.people import people

BY_KEY = {person["key"]: person["email"] for person in people()}
NAMES = {person["key"]: person["name"] for person in people()}
PERSONAS = {
    "visitor": "",
    "programme officer": BY_KEY["programme"],
    "procurement officer": BY_KEY["procurement_first"],
    "committee member": BY_KEY["member_chair"],
    "government representative": BY_KEY["authority"],
    "legal officer": BY_KEY["legal"],
    "finance officer": BY_KEY["finance"],
    "head of office": BY_KEY["head"],
    "auditor": BY_KEY["auditor"],
    "administrator": BY_KEY["administrator"],
    "partner's owner": BY_KEY["nour_owner"],
    "partner's signatory": BY_KEY["nour_signatory"],
}
