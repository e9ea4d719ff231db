"""Whether the installation works, for whoever watches it: the database answers, and mails get away."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conference.clock import now as clock_now
from registration.models import OwedMail

MAILS_WAIT_AT_MOST = timedelta(minutes=15)


@require_safe
@never_cache
def health(_request: HttpRequest) -> HttpResponse:
    """200 when all is well, else 503 with a line that says what is not."""
    try:
        stuck = OwedMail.objects.late(clock_now(), patience=MAILS_WAIT_AT_MOST).count()
    except DatabaseError:
        return _answer("The database does not answer.", status=503)
    if stuck:
        minutes = MAILS_WAIT_AT_MOST // timedelta(minutes=1)
        return _answer(f"Mails owed for more than {minutes} minutes: {stuck}.", status=503)
    return _answer("OK", status=200)


def _answer(line: str, *, status: int) -> HttpResponse:
    return HttpResponse(f"{line}\n", status=status, content_type="text/plain; charset=utf-8")
