"""The look of the Word documents: the house's styles over python-docx's blank document."""

from typing import NamedTuple

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Noto Sans"
PLACEHOLDER = "Placeholder Text"
_GREY = "4B5462"


class _Look(NamedTuple):
    """A paragraph style: sizes and spaces are in points."""

    name: str
    size: float
    after: float
    colour: str = "12161D"
    bold: bool = False
    before: float = 0


_LOOKS = (
    _Look("Normal", 10.5, 6),
    _Look("Title", 18, 6, "0033A0", bold=True),
    _Look("Heading 1", 14, 6, "0033A0", bold=True, before=12),
    _Look("Heading 2", 11.5, 4, bold=True, before=12),
    _Look("Quiet", 9.5, 4, _GREY),
    _Look("Cell", 10, 2),
    _Look("Table Head", 10, 2, bold=True),
    _Look("Answer", 10.5, 2),
    _Look("Cell End", 1, 0),
)
_USELESS = frozenset(
    {
        RELATIONSHIP_TYPE.THUMBNAIL,
        "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    }
)
_KEPT = frozenset(
    {
        *(look.name for look in _LOOKS),
        "Default Paragraph Font",
        "Normal Table",
        "Table Grid",
        "No List",
    }
)


def dress(document: Document, language: str, *, leftward: bool) -> None:
    """Give a blank document the house's styles, a language and its direction."""
    _strip(document)
    for look in _LOOKS:
        _style(document, look)
    _hints(document)
    _speak(document, language)
    if leftward:
        _turn(document)


def _strip(document: Document) -> None:
    for style in list(document.styles):
        if style.name not in _KEPT:
            style.delete()
    package = document.part.package
    for links in filter(None, (package and package.rels, document.part.rels)):
        _forget(links)


def _forget(links: Relationships) -> None:
    for key in [key for key, link in links.items() if link.reltype in _USELESS]:
        del links[key]


def _style(document: Document, look: _Look) -> None:
    known = look.name in document.styles
    style = document.styles[look.name] if known else _added(document, look.name)
    for old in style.element.xpath("w:link | w:rPr/w:rFonts | w:rPr/w:szCs | w:pPr/w:pBdr"):
        old.getparent().remove(old)
    style.font.size, style.font.bold = Pt(look.size), look.bold
    style.font.cs_bold = look.bold
    style.font.color.rgb = RGBColor.from_string(look.colour)
    size = style.element.rPr.sz
    size.addnext(OxmlElement("w:szCs", {qn("w:val"): size.get(qn("w:val"))}))
    _space(style, look)


def _added(document: Document, name: str) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    return style


def _space(style: ParagraphStyle, look: _Look) -> None:
    space = style.paragraph_format
    space.space_before, space.space_after = Pt(look.before), Pt(look.after)
    space.line_spacing = 1.0


def _hints(document: Document) -> None:
    hint = document.styles.add_style(PLACEHOLDER, WD_STYLE_TYPE.CHARACTER, builtin=True)
    hint.font.color.rgb = RGBColor.from_string(_GREY)


def _speak(document: Document, language: str) -> None:
    font = document.styles["Normal"].font
    font.name = FONT
    fonts = font.element.rPr.rFonts
    fonts.set(qn("w:cs"), FONT)
    for spoken in document.styles.element.xpath("w:docDefaults//w:lang"):
        spoken.set(qn("w:val"), language)
        spoken.set(qn("w:bidi"), language)


def _turn(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.rtl = True
    normal.element.get_or_add_pPr().insert(0, OxmlElement("w:bidi"))
