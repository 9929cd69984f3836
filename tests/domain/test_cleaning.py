"""What is kept of a file: nothing that acts in a PDF, no notes in a picture, whole packages."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from portal.domain import cleaning
from portal.domain.cleaning import Unclean, clean
from tests import papers


def action(kind, **texts):
    """An action of a kind, such as ``JavaScript``."""
    values = {name: pikepdf.String(text) for name, text in texts.items()}
    return pikepdf.Dictionary(S=pikepdf.Name("/" + kind), **values)


def script():
    return action("JavaScript", JS="app.alert(1)")


def link(made, **facts):
    """Put a note with an action on the page."""
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, **facts)
    note["/Rect"] = pikepdf.Array([0, 0, 9, 9])
    made.pages[0].obj["/Annots"] = pikepdf.Array([made.make_indirect(note)])


def embed(made):
    made.attachments["run.exe"] = b"MZ"


def nested(made):
    deep = pikepdf.Dictionary(Next=pikepdf.Array([script()]), S=pikepdf.Name.GoTo)
    link(made, A=deep)


def names(made):
    tree = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script()]))
    made.Root["/Names"] = pikepdf.Dictionary(JavaScript=tree)


def form(made):
    made.Root["/AcroForm"] = pikepdf.Dictionary(XFA=pikepdf.String("<xdp>"), Fields=[])


HOSTILE = {
    "opens a script": lambda made: made.Root.__setattr__("OpenAction", script()),
    "acts on a page": lambda made: made.pages[0].obj.__setattr__(
        "AA", pikepdf.Dictionary(O=script())
    ),
    "starts a program": lambda made: link(made, A=action("Launch", F="cmd.exe")),
    "sends a form": lambda made: link(made, A=action("SubmitForm", F="http://x")),
    "goes to a file": lambda made: link(made, A=action("GoToR", F="//host/share")),
    "a script as address": lambda made: link(made, A=action("URI", URI="javascript:alert(1)")),
    "a script behind a step": nested,
    "scripts by name": names,
    "an embedded file": embed,
    "a form in XML": form,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_acts_is_taken_out_of_a_pdf(name):
    sent = papers.pdf(change=HOSTILE[name])
    kept = clean("pdf", sent)
    with pikepdf.open(BytesIO(kept)) as pdf:
        assert len(pdf.pages) == 1
        told = b"".join(each.unparse(resolved=True) for each in pdf.objects)
    for trace in (b"JavaScript", b"Launch", b"SubmitForm", b"GoToR", b"javascript:", b"/AA"):
        assert trace not in told
    for trace in (b"OpenAction", b"EmbeddedFile", b"cmd.exe", b"app.alert", b"XFA"):
        assert trace not in kept


def test_links_to_the_web_and_to_pages_stay_and_equal_files_are_kept_equal():
    web = action("URI", URI="https://example.org/")
    sent = papers.pdf(change=lambda made: link(made, A=web))
    kept = clean("pdf", sent)
    assert b"https://example.org/" in kept
    assert clean("pdf", sent) == kept
    assert clean("pdf", kept) == kept


def test_a_file_hidden_behind_a_pdf_is_gone():
    assert b"PK\x05\x06" not in clean("pdf", papers.pdf() + b"%" + papers.docx()[-22:])


def refused(kind, content):
    with pytest.raises(Unclean) as told:
        clean(kind, content)
    return str(told.value)


def test_a_locked_pdf_is_refused():
    for lock in (pikepdf.Encryption(owner="o", user="u"), pikepdf.Encryption(owner="o")):
        assert refused("pdf", papers.pdf(encryption=lock)) == "pdf_encrypted"


@pytest.mark.parametrize("content", [b"%PDF-1.4\n%test\n", papers.pdf()[:-200], b"%PDF"])
def test_a_broken_pdf_is_refused(content):
    assert refused("pdf", content) == "file_broken"


def test_a_pdf_without_pages_is_refused():
    out = BytesIO()
    pikepdf.new().save(out)
    assert refused("pdf", out.getvalue()) == "file_broken"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_drawn_anew_without_notes(kind):
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    sent = papers.image(kind, exif=exif, comment=b"a secret place", icc_profile=b"secret")
    assert b"secret" in sent
    kept = clean(kind.lower(), sent + b"<script>alert(1)</script>")
    assert b"secret" not in kept
    assert b"script" not in kept
    with Image.open(BytesIO(kept)) as seen:
        assert seen.size == (40, 30)
        assert not seen.getexif()


def test_a_picture_taken_on_its_side_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(BytesIO(clean("jpeg", papers.image("JPEG", exif=exif)))) as seen:
        assert seen.size == (30, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_picture_keeps_its_look(mode):
    out = BytesIO()
    Image.new(mode, (3, 3)).save(out, "PNG")
    with Image.open(BytesIO(clean("png", out.getvalue()))) as seen:
        assert (seen.mode, seen.size) == (mode, (3, 3))


def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_is_drawn():
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    bomb = papers.image()[:8] + struct.pack(">I", 13) + chunk
    bomb += struct.pack(">I", zlib.crc32(chunk)) + papers.image()[33:]
    assert refused("png", bomb) == "file_bomb"


@pytest.mark.parametrize("content", [papers.image()[:40], papers.image("JPEG")[:200]])
def test_a_broken_picture_is_refused(content):
    kind = "png" if content.startswith(b"\x89") else "jpeg"
    assert refused(kind, content) == "file_broken"


def test_an_office_file_is_kept_as_it_was_sent():
    content = papers.docx(more={"word/printerSettings/printerSettings1.bin": b"x"})
    assert clean("docx", content) == content


RELATION = '<Relationship Type="http://x/{kind}" Target="http://x/" TargetMode="External"/>'


def related(kind):
    text = papers.RELATIONS.decode() + RELATION.format(kind=kind) + "</Relationships>"
    return papers.docx(more={"word/_rels/document.xml.rels": text.encode()})


def linked(name):
    made = zipfile.ZipInfo(name)
    made.external_attr = 0o120777 << 16
    return made


ACTIVE = {
    "macros": papers.docx(more={"word/vbaProject.bin": b"x"}),
    "macro sheets": papers.docx(more={"xl/macrosheets/sheet1.xml": b"<x/>"}),
    "an embedded program": papers.docx(more={"word/embeddings/oleObject1.bin": b"x"}),
    "ActiveX": papers.docx(more={"word/activeX/activeX1.xml": b"<x/>"}),
    "HTML drawn in": papers.docx(more={"word/afchunk.html": b"<script>"}),
    "a template from elsewhere": related("attachedTemplate"),
    "an object from elsewhere": related("oleObject"),
    "an entity": papers.docx(more={"word/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "an entity in UTF-16": papers.docx(
        more={"word/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")}
    ),
    "DDE": papers.docx(
        more={"word/a.xml": b"<w:instrText> DDEAUTO c:\\\\cmd.exe</w:instrText>"}
    ),
}


@pytest.mark.parametrize("name", ACTIVE)
def test_an_office_file_that_runs_or_draws_something_in_is_refused(name):
    assert refused("docx", ACTIVE[name]) == "office_active"


def test_a_link_to_the_web_in_an_office_file_is_no_harm():
    content = related("hyperlink")
    assert clean("docx", content) == content


BROKEN = {
    "climbs out": papers.docx(more={"../../etc/passwd": b"x"}),
    "an absolute path": papers.docx(more={"/etc/passwd": b"x"}),
    "a drive": papers.docx(more={"c:/windows/x": b"x"}),
    "a backslash": papers.docx(more={"..\\x": b"x"}),
    "a symbolic link": papers.docx(more={linked("word/link"): b"/etc/passwd"}),
    "twice the same name": papers.docx(more={"WORD/document.xml": b"<x/>"}),
    "no text": papers.package({"[Content_Types].xml": papers.TYPES}),
    "something before": b"#!/bin/sh\n" + papers.docx(),
    "something after": papers.docx() + b"<script>alert(1)</script>",
    "no package": b"PK\x03\x04 no package",
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_office_file_that_is_no_whole_package_is_refused(name):
    assert refused("docx", BROKEN[name]) == "file_broken"


def test_an_office_file_that_unpacks_to_too_much_is_refused():
    bomb = papers.docx(more={"word/a.xml": b" " * (cleaning.MOST_UNPACKED + 1)})
    assert len(bomb) < cleaning.MOST_UNPACKED // 100
    assert refused("docx", bomb) == "file_bomb"
    many = {f"word/{number}.xml": b"" for number in range(cleaning.MOST_MEMBERS + 1)}
    assert refused("docx", papers.docx(more=many)) == "file_bomb"


def test_a_package_that_lies_about_its_size_is_refused():
    honest = papers.docx(more={"word/a.xml": b" " * 5_000_000})
    at = honest.index(b"word/a.xml", honest.index(b"PK\x01\x02")) - 22
    lying = honest[:at] + struct.pack("<I", 10) + honest[at + 4 :]
    assert refused("docx", lying) in {"file_bomb", "file_broken"}
