"""The photographs of speakers. An address names its content, so a browser never asks for it twice."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from programme.models import SpeakerPhoto

YEAR_IN_SECONDS = 31_536_000


@require_safe
def photo(request: HttpRequest, content_hash: str) -> HttpResponseBase:
    found = SpeakerPhoto.objects.filter(content_hash=content_hash)
    if not found.exists():
        raise Http404
    etag = quote_etag(content_hash)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        data = found.values_list("data", flat=True).first()
        response = HttpResponse(bytes(data or b""), content_type="image/jpeg")
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=YEAR_IN_SECONDS, immutable=True)
    return response
