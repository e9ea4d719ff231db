"""What is coming, what has been, and the coming events as a calendar to subscribe to. Nobody logs in for them, and they
write nothing."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from conference.clock import now as clock_now
from programme import dates, feeds, lists, narrowing
from programme.context import site_name
from programme.models import Event
from programme.models.event import EventQuerySet
from programme.narrowing import Asked
from programme.views import revalidated

YEAR = "aar"
# How a calendar program is told apart from a page: the same address with another beginning.
WEBCAL = "webcal"
# When a calendar was made is not part of what it says.
_MADE_AT = re.compile(rb"\r\nDTSTAMP:[^\r]*")


@require_safe
@revalidated
def front(request: HttpRequest) -> HttpResponse:
    now = clock_now()
    coming = Event.objects.announced().coming(today(now))
    asked = narrowing.read(request.GET)
    path = reverse("programme:front")
    page = lists.page_of(
        asked.of(coming), asked=asked, number=page_number(request), path=path, since=today(now)
    )
    context = {
        "page": page,
        "choices": narrowing.choices(coming, asked),
        "asked": asked,
        "path": path,
        "elsewhere": asked.address(reverse("programme:past")),
        "subscription": subscription(asked),
        "now": now,
    }
    return render(request, "programme/front.html", context)


@require_safe
@revalidated
def past(request: HttpRequest) -> HttpResponse:
    """The events of one year; without a year in the address, of the latest that has any, or of all years when something
    was asked for."""
    now = clock_now()
    asked = narrowing.read(request.GET)
    over = Event.objects.announced().past(today(now))
    found = asked.of(over)
    years = [day.year for day in found.dates("starts_on", "year", order="DESC")]
    typed = request.GET.get(YEAR, "")
    if typed and typed not in map(str, years) and not (asked.narrows and _is_a_year(typed)):
        raise Http404
    year = int(typed) if typed else None if asked.narrows else next(iter(years), None)
    rows = found.filter(starts_on__year=year) if year is not None else found
    path = reverse("programme:past")
    context = {
        "page": lists.page_of(rows, asked=asked, number=page_number(request), path=path, kept={YEAR: typed}),
        "choices": narrowing.choices(over, asked),
        "asked": asked,
        "path": path,
        "elsewhere": asked.address(reverse("programme:front")),
        "years": year_links(years, year, asked=asked, path=path),
        "year": year,
        "now": now,
    }
    return render(request, "programme/past.html", context)


def today(now: datetime) -> date:
    return dates.day_in(now, settings.TIME_ZONE)


def page_number(request: HttpRequest) -> int:
    return narrowing.whole_number(request.GET.get(lists.PAGE, "")) or 1


@dataclass(frozen=True, slots=True)
class YearLink:
    year: int | None
    url: str
    is_here: bool


def year_links(years: list[int], here: int | None, *, asked: Asked, path: str) -> list[YearLink]:
    """The years that have something, and all of them together where something was asked for; none for a single year."""
    offered: list[int | None] = [None, *years] if asked.narrows else [*years]
    links = [YearLink(year, asked.address(path, **{YEAR: year}), year == here) for year in offered]
    return links if len(years) > 1 else []


def _is_a_year(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) == 4


# ------------------------------------------------------------------ the calendar


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where the calendar is: for a click, and to be copied."""

    link: str
    address: str


def subscription(asked: Asked) -> Subscription:
    address = feeds.absolute(asked.address(reverse("programme:coming_calendar")))
    return Subscription(link=re.sub(r"^https?", WEBCAL, address), address=address)


@require_safe
def coming_calendar(request: HttpRequest) -> HttpResponseBase:
    """All that is coming, or what is asked for, as one calendar. Called-off events stay in it and say so."""
    now = clock_now()
    coming: EventQuerySet = Event.objects.announced().coming(today(now))
    events = narrowing.read(request.GET).of(coming).select_related("venue", "owner")
    content = feeds.events_calendar(events, now=now, name=site_name()).to_ical()
    etag = f'"{hashlib.blake2b(_MADE_AT.sub(b"", content), digest_size=12).hexdigest()}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    patch_cache_control(response, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response
