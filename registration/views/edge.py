"""What the pages of this app have in common at the edge: which event, whose page, and text that survives."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers, patch_cache_control

from programme.event_rows import event_at
from programme.typed_text import EXPIRED, typed_text

View = Callable[..., HttpResponse]


def of_event(view: View) -> View:
    """Gives the view the announced event at its address. An address from before a move is led on by
    `programme.middleware`, as all pages that were not found."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        event = event_at(slug)
        if event is None or not event.is_announced:
            raise Http404
        return view(request, event=event, **kwargs)

    return wrapped


def personal(view: View) -> View:
    """A page about somebody: never cached, never indexed."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def being_typed(view: View) -> View:
    """A form that is being filled in: for this browser alone and asked for anew each time, never indexed. It is not
    *no-store*, or the browser's back button would lead to an error instead of the page with what was typed."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True, max_age=0)
        response.is_being_typed = True  # type: ignore[attr-defined]
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def keeps_typed_text(view: View) -> View:
    """Marks a view that shows what was typed again when the page had been open for too long."""
    view.keeps_typed_text = True  # type: ignore[attr-defined]
    return view


def acts(request: HttpRequest) -> bool:
    """Whether the request may change anything: a POST that carried its token."""
    return request.method == "POST" and not expired(request)


def expired(request: HttpRequest) -> bool:
    return getattr(request, "token_expired", False)


def expired_notice(request: HttpRequest) -> str:
    """Said above a form that is shown again because its page had been open for too long; "" otherwise."""
    if not expired(request):
        return ""
    return str(EXPIRED)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A token that expired costs nobody her text: the form comes again with a new one, and nothing is done yet."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        match = None
    if match is not None and getattr(match.func, "keeps_typed_text", False):
        request.token_expired = True  # type: ignore[attr-defined]
        # The organisers' views look at the token a second time; they would only come here again.
        request.csrf_processing_done = True  # type: ignore[attr-defined]
        return match.func(request, *match.args, **match.kwargs)
    return render(request, "registration/expired.html", {"typed": typed_text(request)}, status=403)
