"""The programme as a PDF: the one that is stored, or made on the spot when it is missing."""

import logging
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from conference import clock
from programme import publishing
from programme.models import Event
from programme.views import event_for, keep_private

TRY_AGAIN_SECONDS = 30

logger = logging.getLogger(__name__)


@require_safe
def pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    event = event_for(request, slug)
    now = clock.now()
    if event.programme_changed_at is None:
        publishing.programme_changed(event, now=now)
    response = get_conditional_response(request, etag=_etag(event))
    if response is None:
        try:
            made = publishing.stored(event) or publishing.make(
                event, now=now, limit=publishing.VISITOR_SECONDS
            )
        except publishing.NotMade as error:
            logger.warning("No programme PDF for event %d: %s", event.pk, error)
            return _not_made(event, request, can_be_made=not isinstance(error, publishing.NoPango))
        response = HttpResponse(bytes(made.data), content_type="application/pdf")
        response["Content-Disposition"] = _disposition(event)
    response["ETag"] = _etag(event)
    patch_cache_control(response, no_cache=True)
    if not event.is_announced:
        keep_private(response)
    return response


def _etag(event: Event) -> str:
    return quote_etag(publishing.key(event))


def _disposition(event: Event) -> str:
    """Shown in the browser; saved under a name people read, or its ASCII form where the browser is old."""
    with override(event.language):
        name = f"{_('Programme')} – {event.title} – {event.starts_on.isoformat()}.pdf".replace("/", "-")
    return f"inline; filename=\"{event.slug}-program.pdf\"; filename*=UTF-8''{quote(name, safe='')}"


def _not_made(event: Event, request: HttpRequest, *, can_be_made: bool) -> HttpResponse:
    response = render(
        request, "programme/pdf_not_made.html", {"event": event, "can_be_made": can_be_made}, status=503
    )
    response["Retry-After"] = str(TRY_AGAIN_SECONDS)
    patch_cache_control(response, no_store=True)
    return response
