"""Facts -> template -> bytes. Equal documents give equal bytes, on any machine."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from portal.pdf import joining
from portal.pdf.fetcher import STATIC, StaticFetcher, is_safe_link
from portal.pdf.filters import filters
from portal.pdf.limits import bounded
from portal.pdf.press import shorten

PORTAL = Path(__file__).resolve().parents[1]
TEMPLATES = PORTAL / "templates"
TRANSLATIONS = PORTAL / "translations"
VARIANT = "pdf/a-3a"
_RIGHT_TO_LEFT = {"ar"}
_ADDRESSES = ("href", "{http://www.w3.org/1999/xlink}href")


@dataclass(frozen=True)
class Document:
    """One document to print: a template of `pdf/` and the primitives that fill it."""

    template: str
    language: str
    facts: Mapping[str, object]
    identifier: str
    draft: bool = False
    attached: Mapping[str, str] = field(default_factory=dict)
    """Files of text that the document carries, by name: data for programs."""


def render(document: Document, templates: Path = TEMPLATES) -> bytes:
    """Print a document as PDF/A-3a; raise TooLong, FetchRefused or a Jinja error."""
    return draw(compose(document, templates), fingerprint(document), _attachments(document))


def compose(document: Document, templates: Path = TEMPLATES) -> str:
    """Fill the template with the facts; every name of the template must be known."""
    facts = bounded(document.facts)
    page = {"draft": document.draft, "identifier": document.identifier}
    template = environment(document.language, templates).get_template(
        f"pdf/{document.template}",
    )
    return template.render(facts | page | {"language": document.language})


def draw(html: str, identifier: bytes, carried: Sequence[Attachment] = ()) -> bytes:
    """Lay out a page of HTML in the print design; the identifier is the file's own."""
    written = joining.laid_out(html, lay_out).write_pdf(
        pdf_variant=VARIANT,
        pdf_identifier=identifier,
        attachments=list(carried),
        finisher=_finish,
        dpi=150,
    )
    return bytes(written)


def lay_out(html: str) -> Any:  # noqa: ANN401 - the library's
    """Lay out a page of HTML as pages that are not written yet."""
    stylesheet, fonts, fetcher = _press()
    page = HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=fetcher)
    _strip_links(page)
    return page.render(
        stylesheets=[stylesheet], font_config=fonts, pdf_variant=VARIANT, dpi=150
    )


def _attachments(document: Document) -> list[Attachment]:
    """Return what a document carries, dated as the document is: equal facts, equal bytes."""
    at = datetime.fromisoformat(str(document.facts["at"])) if document.attached else None
    dated = {"created": at, "modified": at, "relationship": "Data"}
    return [
        Attachment(string=text, name=name, description=name, **dated)
        for name, text in document.attached.items()
    ]


def _finish(document: Any, pdf: Any) -> None:  # noqa: ANN401 - the library's
    """Fill pages with what is kept; name each carried file once, not twice."""
    joining.fill(document, pdf)
    named = pdf.catalog.get("AF", [])
    named[:] = dict.fromkeys(named)
    joining.spell(pdf)


def fingerprint(document: Document) -> bytes:
    """Identify a document by the SHA-256 of all that goes into it (32 bytes)."""
    about = (document.template, document.language, document.identifier, document.draft)
    carried = dict(document.attached)
    content = json.dumps([about, bounded(document.facts), carried], sort_keys=True)
    return hashlib.sha256(content.encode()).digest()


@lru_cache(maxsize=8)
def environment(language: str, templates: Path = TEMPLATES) -> Environment:
    """Make the templates of one language, once a process; they know nothing of Flask."""
    catalogue = _catalogue(language)
    made = Environment(
        loader=FileSystemLoader([templates, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(  # type: ignore[attr-defined]  # by the extension
        catalogue,
        newstyle=True,
    )
    made.filters.update(filters(language, catalogue))
    made.globals["direction"] = "rtl" if language in _RIGHT_TO_LEFT else "ltr"
    return made


def _catalogue(language: str) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [language], "messages")


@lru_cache(maxsize=1)
def _press() -> tuple[CSS, FontConfiguration, StaticFetcher]:
    shorten()
    fonts, fetcher = FontConfiguration(), StaticFetcher()
    stylesheet = CSS(filename=STATIC / "print.css", font_config=fonts, url_fetcher=fetcher)
    return stylesheet, fonts, fetcher


def _strip_links(page: HTML) -> None:
    links = (each for each in page.etree_element.iter() if _is_link(each.tag))
    for link in links:
        for name in _ADDRESSES:
            if not is_safe_link(link.get(name, "#")):
                del link.attrib[name]


def _is_link(tag: object) -> bool:
    return isinstance(tag, str) and tag.rpartition("}")[2] in {"a", "area"}
