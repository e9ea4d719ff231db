"""Addresses people read aloud: lower-case ASCII, æ ø å as ae oe aa."""

from functools import cache
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

DANISH = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "ä": "ae", "ö": "oe", "ß": "ss"}
)


def event_slug(title: str) -> str:
    """The address proposed for a title."""
    return slugify(title.translate(DANISH))[:80].strip("-")


def validate_event_slug(slug: str) -> None:
    """Refuses an address that already means something else here."""
    reserved = {code for code, _name in settings.LANGUAGES} | {settings.STATIC_URL.strip("/")}
    if slug in reserved or any(_means_something_else(path) for path in (f"/{slug}", f"/{slug}/")):
        raise ValidationError(_("This address is used by the site itself. Choose another."), code="reserved")


def _means_something_else(path: str) -> bool:
    try:
        return resolve(path).view_name != "programme:event"
    except Resolver404:
        return False


@cache
def _zones() -> frozenset[str]:
    # Asked once for each process: the answer is read from hundreds of files.
    return frozenset(available_timezones())


def validate_zone(name: str) -> None:
    if name not in _zones():
        raise ValidationError(
            _("There is no such time zone; write for example Europe/Copenhagen."), code="zone"
        )
