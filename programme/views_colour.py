"""The event's own colour on its page. No page has a style of its own here, so the colour comes as a stylesheet whose
address names it, and a browser never asks for it twice."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from programme import colours
from programme.views_photo import YEAR_IN_SECONDS


@require_safe
def colour(request: HttpRequest, digits: str) -> HttpResponse:  # noqa: ARG001
    known = colours.read(digits)
    if known != f"#{digits}" or not colours.carries_white(known):
        raise Http404
    # On the screen only, and plain: the page's pattern would make the ground lighter than the colour was checked for.
    rule = f"@media screen {{ .band.band-event {{ --on-deep-quiet: #fff; background: {known}; }} }}\n"
    response = HttpResponse(rule, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=YEAR_IN_SECONDS, immutable=True)
    return response
