"""The public pages. They need no login and write nothing; the clock is read here, once for each request."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template import loader
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from conference.clock import now as clock_now
from programme import personal, presenting
from programme.context import site
from programme.event_rows import event_at, organisers_of
from programme.feeds import event_calendar
from programme.models import Event, Organisation, Rescheduling
from programme.outline import rows_of

View = Callable[..., HttpResponse]


def revalidated(view: View) -> View:
    """A page that may be kept but must be asked for again each time: a change shows at the next request."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or response.has_header("Cache-Control"):
            return response
        etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
        response["ETag"] = etag
        patch_cache_control(response, no_cache=True)
        return get_conditional_response(request, etag=etag, response=response) or response

    return wrapped  # type: ignore[return-value]


# ------------------------------------------------------------------ one event


@require_safe
@revalidated
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """An announced event, or a draft for those who work with it. Only a draft asks who the user is."""
    found = event_for(request, slug)
    now = clock_now()
    page = presenting.event_page(
        found,
        now=now,
        organisers=organisers_of(found),
        # Whatever moved counts in its calendar sequence.
        reschedulings=Rescheduling.objects.filter(event=found) if found.sequence else [],
    )
    response = render(
        request,
        "programme/event.html",
        {"event": found, "page": page, "rows": rows_of(found), "lang": page.lang, "now": now},
    )
    if not found.is_announced:
        keep_private(response)
    return response


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The event as a calendar entry."""
    found = event_for(request, slug)
    response = HttpResponse(
        event_calendar(found, now=clock_now()).to_ical(), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    patch_cache_control(response, no_cache=True)
    if not found.is_announced:
        keep_private(response)
    return response


def event_for(request: HttpRequest, slug: str) -> Event:
    found = event_at(slug)
    if found is None:
        raise Http404
    if found.is_announced:
        return found
    user = request.user
    if not (user.is_staff and Event.objects.visible_to(user).filter(pk=found.pk).exists()):
        raise Http404
    return found


def keep_private(response: HttpResponse) -> None:
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"


# ------------------------------------------------------------------ about the site


@require_safe
def accessibility(request: HttpRequest) -> HttpResponseBase:
    """Leads to the accessibility statement, or says honestly that there is none yet."""
    if settings.ACCESSIBILITY_STATEMENT_URL:
        return redirect(settings.ACCESSIBILITY_STATEMENT_URL)
    return render(request, "programme/accessibility.html")


@require_safe
@revalidated
def privacy(request: HttpRequest) -> HttpResponse:
    controllers = Organisation.objects.filter(owned_events__in=Event.objects.announced()).distinct()
    return render(request, "programme/privacy.html", {"controllers": controllers})


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines read what is announced, never a personal page."""
    closed = ["/admin/", *(f"{language}/{part}/" for language in ("", "/en") for part in personal.PREFIXES)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """The page for a request that cannot be read, for example a form far too large. It reads nothing of it either."""
    return HttpResponse(loader.get_template("400.html").render(site(request)), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours. It asks neither the database nor the session."""
    return HttpResponse(loader.get_template("500.html").render(site(request)), status=500)
