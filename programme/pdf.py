"""The printed programme: plain facts become an accessible A4 PDF (PDF/UA-1). WeasyPrint is known here only, and loaded
only when something is printed. No address is ever opened, whoever wrote it."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from programme import announcing, breaking, characters, colours, fonts, pricing, printed, ribbon
from programme.models import Appearance, Event, Organiser, Speaker

TEMPLATE = "programme/pdf.html"
TEMPLATES = [TEMPLATE, "programme/_pdf_item.html", "programme/_pdf_talk.html", "programme/_pdf_words.html"]
LIBRARIES = {
    "dates": "programme.templatetags.dates",
    "i18n": "django.templatetags.i18n",
    "markup": "programme.templatetags.markup",
}
STYLESHEET, SNUG_STYLESHEET = "css/print.css", "css/print-snug.css"
# The child process ends with this where WeasyPrint cannot be loaded.
NO_PANGO = 3


class Unavailable(RuntimeError):
    """WeasyPrint's system libraries are not installed."""


# From so many speakers on they are a crowd; the names of a crowd are printed so many together.
CROWD, NAMES_TOGETHER = 60, 30

# A shade of the event's in the stylesheet.
SHADE = re.compile(r"var\(--(\w+)\)")

# Only these become links; every other address stays as it is written.
UNLINKED = re.compile(r'<a href="(?!https:|mailto:|tel:)[^"]*"')


def render(
    facts: printed.Facts,
    *,
    dress: printed.Facts | None = None,
    changed_on: date,
    published_on: date | None = None,
    address: str,
) -> bytes:
    """The programme as a PDF in the event's language. `changed_on` is the day the programme last changed,
    `published_on` the day it was first published where it has changed since, `address` the event's page."""
    weasyprint = _weasyprint()
    html = page_of(
        facts, dress=dress or {}, changed_on=changed_on, published_on=published_on, address=address
    )
    fetcher = _fetcher()
    document = breaking.laid_out(
        weasyprint.HTML(string=html, base_url=address, url_fetcher=fetcher),
        lambda string: weasyprint.CSS(string=string, url_fetcher=fetcher),
        snug=_source(SNUG_STYLESHEET),
    )
    # One content has one file, to the last byte. It has no identifier, for the sake of which the whole would be put
    # together and compressed a second time.
    return document.write_pdf(pdf_variant="pdf/ua-1")


def page_of(
    facts: printed.Facts,
    *,
    dress: printed.Facts,
    changed_on: date,
    published_on: date | None,
    address: str,
) -> str:
    """The HTML that is printed."""
    words = printed.read(characters.legible(facts))
    event, language = words.event, words.event.language
    photos = dress.get("photos", {})
    people = [
        Portrayed(speaker, appearances, photos.get(str(speaker.pk), ""))
        for speaker, appearances in words.outline.speakers
    ]
    # Of a crowd only those are shown again of whom there is more to show than stands with their items.
    others = [one for one in people if len(people) > CROWD and not one.photo and not one.speaker.biography]
    with override(language):
        shown = {
            "event": event,
            "venue": words.venue,
            "organisers": words.organisers,
            "called_off": event.status == Event.Status.CANCELLED,
            "by_role": _by_role(words.organisers),
            "fee": _fee(event, language),
            "prices": pricing.announced(event, language) if len(event.price_list) > 1 else [],
            "where": event.sign_up_url if event.sign_up == Event.SignUp.ELSEWHERE else address,
            "outline": words.outline,
            "wished": dress.get("wished", []),
            "by_wishes": _by_wishes(dress, language),
            "people": _rows([one for one in people if one.photo or one.speaker.biography or not others], 2),
            "others": _rows([one.speaker.name for one in others], NAMES_TOGETHER),
            "moved_from": words.moved_from,
            "sign_up": announcing.sign_up_period(event, language, is_limited=dress.get("is_limited", False)),
            "rules": announcing.printed_place_rules(event, language),
            "stops": _stops(event, language),
            "stylesheet": _stylesheet(colours.palette(dress.get("colour", ""))),
            "changed_on": changed_on,
            "published_on": published_on,
            "address": address,
        }
        html = _templates().get_template(TEMPLATE).render(Context(shown))
    return UNLINKED.sub("<a", html)


def _by_wishes(dress: printed.Facts, language: str) -> str:
    until = dress.get("wishes_until")
    return announcing.wishes_line(date.fromisoformat(until), language) if until else ""


def _fee(event: Event, language: str) -> str:
    """What a place costs, in the active language; "" where nothing is written of it and people sign up elsewhere."""
    fee = pricing.fee_line(event, language)
    if fee:
        return _("%(fee)s per person") % {"fee": fee}
    return _("Free of charge") if event.sign_up == Event.SignUp.HERE else ""


@dataclass(frozen=True, slots=True)
class Portrayed:
    """A speaker in the printed list; `photo` is a JPEG in base64, or empty."""

    speaker: Speaker
    appearances: list[Appearance]
    photo: str

    @property
    def described(self) -> str:
        return "; ".join(dict.fromkeys(one.described for one in self.appearances if one.described))


@dataclass(frozen=True, slots=True)
class Stop:
    """A station of the printed line and the stretch after it: what holds there, said where it begins to."""

    label: str
    day: str
    is_the_day: bool
    holds: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """The organisations of one role, as "Støttet af" and their names."""

    label: str
    names: str


def _by_role(organisers: list[Organiser]) -> list[Part]:
    labels = {
        Organiser.Role.ORGANISER: _("Organised by"),
        Organiser.Role.CO_ORGANISER: _("In cooperation with"),
        Organiser.Role.SUPPORTER: _("Supported by"),
    }
    return [
        Part(label, " · ".join(names))
        for role, label in labels.items()
        if (names := [one.organisation.name for one in organisers if one.role == role])
    ]


def _rows(things: list[Any], length: int) -> list[list[Any]]:
    return [things[place : place + length] for place in range(0, len(things), length)]


def _stops(event: Event, language: str) -> list[Stop]:
    """The line of deadlines, from the first station or from what holds before it; empty where there is none to draw."""
    if not ribbon.is_shown(event) or event.status == Event.Status.CANCELLED:
        return []
    stations = ribbon.stations(event, language=language, terms=event.terms, is_free=event.is_free)
    places: list[ribbon.Station | None] = [*stations]
    if stations[0].kind is not ribbon.Kind.OPENS:
        places.insert(0, None)
    found: list[Stop] = []
    said = ""
    for here, ahead in zip_longest(places, places[1:]):
        holds = ahead.before if ahead else ""
        words = ahead.words if ahead else ""
        found.append(
            Stop(
                label=here.label if here else "",
                day=here.day if here else "",
                is_the_day=ahead is None,
                holds=holds,
                words="" if words == said else words,
            )
        )
        said = words
    return found


@cache
def _templates() -> Engine:
    """Knows the tags of the printed page alone. Those of every application, which Django would look for and load, take
    a tenth of the time of a programme of two pages."""
    return Engine(dirs=[str(settings.BASE_DIR / "templates")], libraries=LIBRARIES)


@cache
def layout() -> str:
    """Changes when the printed page would look different with the same content."""
    sources = [_templates().get_template(name).source for name in TEMPLATES]
    sources += [_source(STYLESHEET), _source(SNUG_STYLESHEET)]
    return hashlib.sha256("".join(sources).encode()).hexdigest()


def _stylesheet(palette: colours.Palette) -> SafeString:
    """With the event's shades in the places of the variables: the printer would look them up for every element."""
    return mark_safe(SHADE.sub(lambda found: getattr(palette, found[1]), _source(STYLESHEET)))  # noqa: S308 (our own file)


def _source(stylesheet: str) -> str:
    return Path(str(finders.find(stylesheet))).read_text(encoding="utf-8")


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise Unavailable(str(error)) from error
    return weasyprint


def _fetcher() -> Any:
    """Serves the fonts under names of their own; every other address is refused unopened."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            kind, _, name = url.partition(":")
            if kind == "static" and name in {**fonts.FACES, **fonts.WHOLE}:
                return URLFetcherResponse(url, fonts.file(name), {"Content-Type": "font/ttf"})
            raise ValueError(f"Nothing is fetched from {url}")

    return OwnFilesOnly(allowed_protocols={"data"})
