from collections.abc import Callable

from django.conf import settings
from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.encoding import escape_uri_path

from programme.models import Event, Rescheduling

SAFE_METHODS = {"GET", "HEAD"}
# What browsers send from a page; the rest is answered before anybody misses the token of a form.
METHODS = ("GET", "HEAD", "OPTIONS", "POST")


class LanguageOfTheAddress(LocaleMiddleware):
    """The language is the address's: English under /en/, Danish elsewhere. Django itself would take /en-hel-dag/ for
    English, too, and find no such page."""

    def process_request(self, request: HttpRequest) -> None:
        first = request.path_info[1:].partition("/")[0]
        translation.activate(first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class MovedEvents:
    """Leads from an event's former address to its present one, with the rest of the path: a sign-up form, a PDF.

    Only a page that was not found asks. The answer is temporary (302) and not permanent (301), because an event may
    move back and browsers keep a permanent answer for ever; a posted form comes along with what was typed (307).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        address = moved_to(request.path_info)
        if address is None:
            return response
        if query := request.META.get("QUERY_STRING"):
            address = f"{address}?{query}"
        status = 302 if request.method in SAFE_METHODS else 307
        return HttpResponseRedirect(address, status=status)


def moved_to(path: str) -> str | None:
    """The present address for one whose event part is a former one; None where no announced event was moved."""
    parts = path.split("/")
    place = 2 if len(parts) > 2 and parts[1] in dict(settings.LANGUAGES) else 1
    slug = parts[place] if len(parts) > place else ""
    if not slug_re.match(slug):
        return None
    present = (
        Rescheduling.objects.filter(old_slug=slug, event__in=Event.objects.announced())
        .exclude(event__slug=slug)
        .values_list("event__slug", flat=True)
        .first()
    )
    if present is None:
        return None
    parts[place] = present
    return escape_uri_path("/".join(parts))


class RefusedMethods:
    """Says in a sentence that a page is not asked for in this way: PUT and its like anywhere, and what a view refuses
    without a word."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_known = request.method in METHODS
        response = self.get_response(request) if is_known else HttpResponseNotAllowed(METHODS)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
