"""Cleaning of files: what is kept of one that was sent, or why none of it can be kept.

It runs as a process of its own, under limits of time and memory, because it reads what
strangers sent: the kind as argument, the file on the standard input, the kept bytes on the
standard output. So it imports nothing of the portal.
"""

import re
import resource
import stat
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, TypeAlias

import pikepdf
from PIL import Image, ImageOps, JpegImagePlugin

Thing: TypeAlias = Any
"""An object of a PDF; pikepdf gives each as what it is."""

MOST_PIXELS = 50_000_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_MEMBERS = 3_000
MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 40
DEEPEST = 60
PIECE = 1024 * 1024
REFUSED = 3
"""The exit code that says: the standard output names the rule that was broken."""


class Unclean(Exception):
    """The file cannot be kept; its argument is the rule."""


def clean(kind: str, content: bytes) -> bytes:
    """Return what is kept of a file of a kind: pdf, docx, xlsx, jpeg or png."""
    return CLEANERS[kind](content)


# PDF: written anew from its pages, without what acts.

UNSAFE_KEYS = (
    *("/AA", "/OpenAction", "/JavaScript", "/JS", "/EmbeddedFiles", "/AF", "/EF"),
    *("/XFA", "/Collection", "/RichMediaContent", "/RichMediaSettings", "/PieceInfo"),
)
UNSAFE_ACTIONS = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR"),
        *("/GoToE", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"),
    }
)
UNSAFE_NOTES = frozenset(
    {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/PrinterMark"}
)
_WEB = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)


def _pdf(content: bytes) -> bytes:
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            return _written(pdf)
    except pikepdf.PasswordError as error:
        raise Unclean("pdf_encrypted") from error
    except (pikepdf.PikepdfError, ValueError, TypeError, RuntimeError) as error:
        raise Unclean("file_broken") from error


def _written(pdf: pikepdf.Pdf) -> bytes:
    if pdf.is_encrypted:
        raise Unclean("pdf_encrypted")
    if not len(pdf.pages):
        raise Unclean("file_broken")
    for page in pdf.pages:
        _drop_notes(page.obj)
    for thing in pdf.objects:
        _calm(thing, 0)
    out = BytesIO()
    pdf.save(out, deterministic_id=True, encryption=False)
    return out.getvalue()


def _drop_notes(page: Thing) -> None:
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    kept = [each for each in notes if _is_safe_note(each)]
    if len(kept) < len(notes):
        page["/Annots"] = pikepdf.Array(kept)


def _is_safe_note(note: Thing) -> bool:
    return (
        isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype")) not in UNSAFE_NOTES
    )


def _calm(thing: Thing, depth: int) -> None:
    """Take out of one object, and of what it holds directly, all that acts."""
    if depth > DEEPEST:
        raise Unclean("file_broken")
    if isinstance(thing, pikepdf.Array):
        for each in thing:
            _calm_inner(each, depth)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _strip(thing)
        for key in list(thing.keys()):
            _calm_inner(thing.get(key), depth)


def _calm_inner(thing: Thing, depth: int) -> None:
    """Look into a direct object; one that stands alone comes by itself."""
    if isinstance(thing, pikepdf.Object) and not thing.is_indirect:
        _calm(thing, depth + 1)


def _strip(thing: Thing) -> None:
    for key in UNSAFE_KEYS:
        if key in thing:
            del thing[key]
    if isinstance(thing, pikepdf.Dictionary) and _acts(thing):
        for key in list(thing.keys()):
            del thing[key]


def _acts(thing: Thing) -> bool:
    """Say whether a dictionary is an action that does more than go to a page or the web."""
    kind = str(thing.get("/S", ""))
    if kind == "/URI":
        return _WEB.match(str(thing.get("/URI", ""))) is None
    tagged = str(thing.get("/Type", "")) == "/StructElem" or "/P" in thing
    return kind in UNSAFE_ACTIONS and not tagged


# Images: drawn anew, without what was written beside the picture.


def _image(content: bytes, name: str) -> bytes:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(BytesIO(content), formats=[name]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unclean("file_bomb")
            return _drawn(image, name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unclean("file_bomb") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unclean("file_broken") from error


def _drawn(image: Image.Image, name: str) -> bytes:
    upright = ImageOps.exif_transpose(image)
    upright.load()
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    if upright.mode == "P" and (colours := upright.getpalette("RGB")):
        bare.putpalette(colours)
    out = BytesIO()
    bare.save(out, name, **_as_before(image))
    return out.getvalue()


def _as_before(image: Image.Image) -> dict[str, Any]:
    """Return what keeps the look: the quality of a JPEG, the clear colour of a PNG."""
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        sampling = JpegImagePlugin.get_sampling(image)
        return {"qtables": image.quantization, "subsampling": sampling}
    clear = image.info.get("transparency")
    return {} if clear is None else {"transparency": clear}


def _jpeg(content: bytes) -> bytes:
    return _image(content, "JPEG")


def _png(content: bytes) -> bytes:
    return _image(content, "PNG")


# Office files: kept as they are, or not at all.

_UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError)
"""What reading a damaged or hostile package raises; a ``RuntimeError`` for one that is locked
or packed in a way that nobody knows. This process knows of no other module of the portal."""
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_ACTIVE = re.compile(
    r"vbaproject|vbadata|/macrosheets/|/activex/|/embeddings/|/ctrlprops/"
    r"|\.(bin|exe|dll|js|vbs|ole|html?|svg)$"
)
_PRINTER = re.compile(r"/printersettings/[^/]*\.bin$")
_DRAWS_IN = re.compile(
    rb"(attachedTemplate|oleObject|frame|subDocument|aFChunk|control|package)['\"]",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*['\"]External", re.IGNORECASE)
_RELATION = re.compile(rb"<[^<>]*Relationship\b[^<>]*>", re.IGNORECASE)
_STRANGE = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<(\w+:)?ddeLink|instrText[^<>]*>\s*DDE(AUTO)?\b", re.IGNORECASE
)
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_ENCODED = re.compile(rb"encoding\s*=\s*['\"](?!utf-?8|utf-?16|us-ascii)", re.IGNORECASE)
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}


def _docx(content: bytes) -> bytes:
    return _office(content, _PARTS["docx"])


def _xlsx(content: bytes) -> bytes:
    return _office(content, _PARTS["xlsx"])


def _office(content: bytes, part: str) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _require_whole(content, package)
            _require_members(package, part)
            _require_still(package)
    except _UNREADABLE as error:
        raise Unclean("file_broken") from error
    return content


def _require_whole(content: bytes, package: zipfile.ZipFile) -> None:
    """Refuse bytes before or after the package: another file may hide there."""
    begins = min((each.header_offset for each in package.infolist()), default=1)
    ends = content.rfind(b"PK\x05\x06")
    if begins or package.comment or ends + 22 != len(content):
        raise Unclean("file_broken")


def _require_members(package: zipfile.ZipFile, part: str) -> None:
    members = package.infolist()
    names = [each.filename for each in members]
    if len(names) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_UNPACKED:
        raise Unclean("file_bomb")
    if part not in names or len({name.lower() for name in names}) < len(names):
        raise Unclean("file_broken")
    if any(_slips(each) for each in members):
        raise Unclean("file_broken")
    if any(_is_active(name.lower()) for name in names):
        raise Unclean("office_active")


def _slips(member: zipfile.ZipInfo) -> bool:
    """Say whether a member leads out of the package, is a link, or is locked."""
    name = member.orig_filename
    steps = PurePosixPath(name).parts
    outside = name.startswith("/") or ".." in steps or "\\" in name or ":" in name
    return outside or stat.S_ISLNK(member.external_attr >> 16) or bool(member.flag_bits & 1)


def _is_active(name: str) -> bool:
    return _ACTIVE.search("/" + name) is not None and _PRINTER.search("/" + name) is None


def _require_still(package: zipfile.ZipFile) -> None:
    """Unpack every member within bounds, and refuse what would run or draw something in."""
    left = MOST_UNPACKED
    for member in package.infolist():
        taken = []
        for piece in _pieces(package, member):
            left -= len(piece)
            if left < 0:
                raise Unclean("file_bomb")
            taken.append(piece)
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            _require_quiet(b"".join(taken), types="content_types" in member.filename.lower())


def _pieces(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(member) as opened:
        while piece := opened.read(PIECE):
            yield piece


def _require_quiet(text: bytes, *, types: bool) -> None:
    wide = _WIDE.get(text[:2])
    plain = text.decode(wide).encode() if wide else text
    if _STRANGE.search(plain) or _ENCODED.search(plain[:200]):
        raise Unclean("office_active")
    if types and _MACROS.search(plain):
        raise Unclean("office_active")
    for relation in _RELATION.findall(plain):
        if _OUTSIDE.search(relation) and _DRAWS_IN.search(relation):
            raise Unclean("office_active")


CLEANERS: Mapping[str, Callable[[bytes], bytes]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "jpeg": _jpeg,
    "png": _png,
}


def main() -> int:
    """Clean the standard input, bounded; name the rule on the output when it is refused."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        kept = clean(sys.argv[1], sys.stdin.buffer.read())
    except Unclean as refused:
        sys.stdout.write(str(refused))
        return REFUSED
    except (MemoryError, RecursionError):
        sys.stdout.write("file_bomb")
        return REFUSED
    sys.stdout.buffer.write(kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
