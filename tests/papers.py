"""Small real files of every kind that may be attached, and their hostile cousins."""

import json
import zipfile
from io import BytesIO

import pikepdf
from PIL import Image

from portal.domain.cleaning import clean

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/'
    b'package/2006/content-types"></Types>'
)
RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
)


def pdf(*, size=0, change=None, **saving):
    """A PDF of one page; ``size`` makes it so many bytes long, ``change`` puts things in.

    A plain one has nothing to clean: it is kept as it was sent.
    """
    made = pikepdf.new()
    made.add_blank_page()
    if change:
        change(made)
    out = BytesIO()
    made.save(out, deterministic_id="encryption" not in saving, **saving)
    content = out.getvalue()
    if size:
        return _padded(content, size)
    return content if change or saving else clean("pdf", content)


def _padded(content, size):
    """The same PDF with a comment after its first line, and its table of places put right."""
    at = content.index(b"\n", 10) + 1
    fill = b"%" + b"x" * (size - len(content) - 2) + b"\n"
    table = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    for _ in range(3):
        body = content[:at] + fill + content[at:]
        body = _moved(body, table + len(fill), len(fill))
        if len(body) == size:
            return body
        fill = fill[:1] + b"x" * (len(fill) - 2 + size - len(body)) + b"\n"
    message = f"no PDF of {size} bytes"
    raise AssertionError(message)


def _moved(body, table, by):
    head, rows = body[:table], body[table:].split(b"\n")
    moved = [
        b"%010d 00000 n " % (int(row[:10]) + by) if row.endswith(b" n ") else row
        for row in rows
    ]
    place = moved.index(b"startxref") + 1
    moved[place] = b"%d" % table
    return head + b"\n".join(moved)


def image(kind="PNG", size=(40, 30), **saving):
    """A picture; more words go to its writer."""
    out = BytesIO()
    Image.new("RGB", size, (0, 51, 160)).save(out, kind, **saving)
    return out.getvalue()


def docx(*, more=None, packing=zipfile.ZIP_DEFLATED):
    """A Word file; ``more`` adds members by their name."""
    members = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS + b"</Relationships>",
        "word/document.xml": b"<w:document xmlns:w='w'><w:t>A plan.</w:t></w:document>",
        **(more or {}),
    }
    return package(members, packing)


def package(members, packing=zipfile.ZIP_DEFLATED):
    """A ZIP of members; a name may be a ``ZipInfo``."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def told(document):
    """What a paper would print, in place of the paper: quick, and it can be searched."""
    said = json.dumps(document.facts, default=str)
    return b"%PDF-1.7 " + said.encode()
