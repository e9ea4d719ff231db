from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

OTHER_LANGUAGE = {"da": ("en", "English"), "en": ("da", "Dansk")}


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses that stand on every page."""

    front: str
    past: str
    privacy: str
    accessibility: str


def site(request: HttpRequest) -> dict[str, object]:
    """What every page says of the installation, and the way to the same page in the other language."""
    language = get_language() or settings.LANGUAGE_CODE
    other, name = OTHER_LANGUAGE.get(language, OTHER_LANGUAGE["da"])
    return {
        "site_name": site_name(),
        "site_contact": settings.CONTACT_EMAIL,
        "demo": settings.DEMO,
        "language": language,
        "links": _links(language),
        "other_language": {"code": other, "name": name, "url": same_page_in(other, request)},
    }


def site_name() -> str:
    """The name the installation was given, or what it is."""
    return settings.SITE_NAME or _("Conference registration")


def same_page_in(language: str, request: HttpRequest) -> str:
    """The address of this page in a language: Danish at the root, the others under their code."""
    path = request.get_full_path()
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            # One slash, or what follows would be another host.
            path = "/" + path.removeprefix(f"/{code}").lstrip("/")
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


@lru_cache(maxsize=8)
def _links(language: str) -> Links:  # noqa: ARG001 (`reverse` answers in the active language, which this is)
    return Links(
        front=reverse("programme:front"),
        past=reverse("programme:past"),
        privacy=reverse("programme:privacy"),
        accessibility=reverse("programme:accessibility"),
    )
