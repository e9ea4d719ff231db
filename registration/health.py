"""Whether the installation works, for whoever watches it: the database answers, and mails get away."""

from datetime import datetime, timedelta

from django.db import DatabaseError
from django.db.models import Q
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
        stuck = stuck_mails(now=clock_now())
    except DatabaseError:
        return _answer("The database does not answer.", status=503)
    if stuck:
        minutes = MAILS_WAIT_AT_MOST // timedelta(minutes=1)
        return _answer(f"Mails owed for more than {minutes} minutes: {stuck}.", status=503)
    return _answer("OK", status=200)


def stuck_mails(*, now: datetime) -> int:
    """Owed mails that nobody took in time, or that were tried and have been owed for too long."""
    limit = now - MAILS_WAIT_AT_MOST
    tried_in_vain = Q(attempts__gt=0, created_at__lte=limit)
    return OwedMail.objects.owed().filter(Q(due_at__lte=limit) | tried_in_vain).count()


def _answer(line: str, *, status: int) -> HttpResponse:
    return HttpResponse(f"{line}\n", status=status, content_type="text/plain; charset=utf-8")
