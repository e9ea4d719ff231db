"""The printed programme: plain facts become an accessible A4 PDF (PDF/UA-1). WeasyPrint is known here only, and loaded
only when something is printed. No address is ever opened, whoever wrote it."""

import hashlib
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_source_sans_3
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils.translation import override

from programme import announcing, printed

TEMPLATE = "programme/pdf.html"
STYLESHEET = "css/print.css"
FONTS = {"upright": "SourceSans3[wght].ttf", "italic": "SourceSans3-Italic[wght].ttf"}
# Word pastes bullets from symbol fonts of its own.
WORD_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf02d", "•")


# The child process ends with this where WeasyPrint cannot be loaded.
NO_PANGO = 3


class Unavailable(RuntimeError):
    """WeasyPrint's system libraries are not installed."""


def render(facts: printed.Facts, *, changed_on: date, address: str) -> bytes:
    """The programme as a PDF in the event's language. `changed_on` is the day the programme last changed, `address` the
    event's page."""
    weasyprint = _weasyprint()
    words = printed.read(legible(facts))
    language = words.event.language
    with override(language):
        html = get_template(TEMPLATE).render(
            {
                "event": words.event,
                "venue": words.venue,
                "organisers": words.organisers,
                "outline": words.outline,
                "moved_from": words.moved_from,
                "deadlines": announcing.deadlines(words.event, language),
                "changed_on": changed_on,
                "address": address,
            }
        )
    document = weasyprint.HTML(string=html, base_url=address, url_fetcher=_fetcher())
    return document.write_pdf(
        pdf_variant="pdf/ua-1",
        # One content has one file, to the last byte.
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
    )


@cache
def layout() -> str:
    """Changes when the printed page would look different with the same content."""
    template = get_template(TEMPLATE).template.source  # type: ignore[attr-defined]
    return hashlib.sha256((template + _stylesheet().read_text(encoding="utf-8")).encode()).hexdigest()


def missing_characters(facts: printed.Facts) -> list[str]:
    """The characters that the printed programme must do without, as in "😀 (grinning face)"."""
    missing: dict[str, None] = {}

    def look(text: str) -> str:
        missing.update(dict.fromkeys(one for one in _composed(text) if _printable(one) in {"", "?"}))
        return text

    _each_text(facts, look)
    return [
        f"{one} ({unicodedata.name(one, f'U+{ord(one):04X}').lower()})"
        for one in missing
        if one != "?" and unicodedata.category(one)[0] in "LNPS"
    ]


def legible(facts: printed.Facts) -> printed.Facts:
    """The same facts in characters that the font has: an accessible PDF must not hold any other."""
    return _each_text(facts, lambda text: "".join(map(_printable, _composed(text))))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@cache
def _printable(character: str) -> str:
    """The character itself, or what is printed instead: its plain form, "?" for a letter, nothing for a picture."""
    if character in "\n\r\t" or ord(character) in _characters():
        return character
    if character in WORD_BULLETS:
        return WORD_BULLETS[character]
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(ord(one) in _characters() for one in plain):
        return plain
    if unicodedata.category(character) in {"Zl", "Zp", "Cc"}:
        return " "
    return "?" if unicodedata.category(character)[0] in "LN" else ""


@cache
def _characters() -> frozenset[int]:
    """What both faces of the font can print."""
    from fontTools.ttLib import TTFont

    known = []
    for name in FONTS:
        with TTFont(_font(name), lazy=True) as font:
            known.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*known))


def _each_text(facts: Any, change: Callable[[str], str]) -> Any:
    match facts:
        case str():
            return change(facts)
        case dict():
            return {name: _each_text(value, change) for name, value in facts.items()}
        case list():
            return [_each_text(value, change) for value in facts]
        case _:
            return facts


def _font(name: str) -> Path:
    return fontpkg_source_sans_3.ROOT / "files" / FONTS[name]


def _stylesheet() -> Path:
    return Path(str(finders.find(STYLESHEET)))


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise Unavailable(str(error)) from error
    return weasyprint


def _fetcher() -> Any:
    """Serves the stylesheet and the fonts under names of their own; every other address is refused unopened."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            kind, _, name = url.partition(":")
            if kind == "static" and name == STYLESHEET:
                return URLFetcherResponse(url, _stylesheet().read_bytes(), {"Content-Type": "text/css"})
            if kind == "static" and name in FONTS:
                return URLFetcherResponse(url, _font(name).read_bytes(), {"Content-Type": "font/ttf"})
            raise ValueError(f"Nothing is fetched from {url}")

    return OwnFilesOnly(allowed_protocols={"data"})
