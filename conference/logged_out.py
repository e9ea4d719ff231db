"""Whoever was logged out while she wrote logs in on the spot, and finds the form as she had filled it in."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_post_parameters

# The names of the login's own fields begin with this, so that they are nobody else's.
LOGIN = "again"


def is_form(request: HttpRequest) -> bool:
    """Whether the page that was posted shows what was typed again, and does nothing with it, when it is told to."""
    match = request.resolver_match
    return match is not None and getattr(match.func, "keeps_typed_text", False)


@sensitive_post_parameters()
def log_in_again(request: HttpRequest, login_form: type[AuthenticationForm] | None) -> HttpResponse | None:
    """None once she is logged in: the request is then one whose token has expired, so the form is shown with what was
    typed, and it is she who presses its button. Until then, the page with the login; what was typed travels in it."""
    carried = carried_fields(request)
    # What another site sends has no token: it logs nobody in.
    is_tried = f"{LOGIN}-username" in request.POST and not getattr(request, "token_expired", False)
    form = (login_form or AdminAuthenticationForm)(request, request.POST if is_tried else None, prefix=LOGIN)
    if is_tried and form.is_valid():
        login(request, form.get_user())
        request.POST = carried  # type: ignore[assignment]
        request.token_expired = True  # type: ignore[attr-defined]
        # Logging in gave a new token; the old one, which is in order, was looked at already.
        request.csrf_processing_done = True  # type: ignore[attr-defined]
        return None
    context: dict[str, Any] = {
        "form": form,
        "carried": list(carried.lists()),
        "has_files": bool(request.FILES),
    }
    response = render(request, "admin/logged_out_meanwhile.html", context, status=403)
    add_never_cache_headers(response)
    return response


def carried_fields(request: HttpRequest) -> QueryDict:
    """Everything that was posted but the token, passwords and the login itself."""
    carried = request.POST.copy()
    for name in list(carried):
        if name == "csrfmiddlewaretoken" or "password" in name or name.startswith(f"{LOGIN}-"):
            del carried[name]
    return carried
