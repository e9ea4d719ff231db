"""Where a visitor of the demo sets its clock. Only in a demo."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from conference.clock import now
from programme.queue import ring
from registration.demo import clock
from registration.demo.moments import Moment, instant_of, main_edition
from registration.demo_mailbox import only_in_a_demo
from registration.services.owing import ring_when_committed


# Without a token: it would give every public page a cookie, and another content each time it is asked for.
@csrf_exempt
@only_in_a_demo
@require_POST
def set_clock(request: HttpRequest) -> HttpResponse:
    """Back to the page the visitor came from, as it is at the chosen moment."""
    if not sent_from_here(request):
        raise PermissionDenied
    try:
        moment = Moment(request.POST.get("moment", ""))
    except ValueError:
        raise Http404 from None
    at = instant_of(moment, main_edition())
    if at is None and moment is not Moment.TODAY:
        raise Http404
    clock.set_to(moment, at=at)
    clock.catch_up(now=now())
    # What is due at the chosen moment comes at once, and not with the schedule's next round.
    ring("registration.tasks.remind")
    ring_when_committed()
    return HttpResponseRedirect(way_back(request))


def sent_from_here(request: HttpRequest) -> bool:
    """Every browser says from which site a form was sent; what is no browser says nothing and is nobody's deputy."""
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def way_back(request: HttpRequest) -> str:
    """The page the form stood on, an address of this site and not this view's own; else the front page."""
    path = request.POST.get("next", "")
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours and path != request.path else reverse("programme:front")
