"""What people on the waiting list do from their own page and the contact's: answer an offer, take a free place, take
places as they come. Each is a POST; the page comes again with the reason where it is not possible."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from conference.clock import now
from programme.narrowing import whole_number
from registration import sentences, standing
from registration.models import Booking, Registration
from registration.policy import Reason
from registration.services import acts as service_acts
from registration.services import answering
from registration.services.acts import Refused
from registration.views.contact import booking_page
from registration.views.doors import Door, through_a_door, through_the_contacts_door
from registration.views.edge import acts, keeps_typed_text, personal
from registration.views.place import own_page

Status = Registration.Status


# ------------------------------------------------------------------ from the own page


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def answer(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """Yes or no to the place one person is offered; a group's offer is answered by the contact."""
    if request.method != "POST":
        return redirect(door.home)
    if not acts(request):
        return own_page(request, door, at=at)
    place, said = door.registration, request.POST.get("answer", "")
    if said not in {"yes", "no"}:
        return redirect(door.home)
    accepted = {place.pk} if said == "yes" else set()
    try:
        answering.answer(
            booking_id=place.booking_id, accepted=accepted, asked={place.pk}, now=at, actor=door.actor
        )
    except Refused as no:
        if not _was_so_already(place.booking, asked={place.pk}, accepted=accepted):
            why = sentences.explain(no.reason, door.event, now=at, registration=place)
            return own_page(request, door, at=at, notice=why, status=409)
    return redirect(door.done_url("offer_yes" if accepted else "offer_no"))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def take(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """The first yes to a free place, for the person herself."""
    if request.method != "POST":
        return redirect(door.home)
    if not acts(request):
        return own_page(request, door, at=at)
    place = door.registration
    try:
        answering.take(booking_id=place.booking_id, places={place.pk}, now=at, actor=door.actor)
    except Refused as no:
        if not _was_so_already(place.booking, asked={place.pk}, accepted={place.pk}):
            return own_page(
                request, door, at=at, notice=_why_not_taken(no, place, {place.pk}, at), status=409
            )
    return redirect(door.done_url("taken"))


# ------------------------------------------------------------------ from the contact's page


def from_the_contacts_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that is pressed on the contact's page: given the booking and the instant. A closed link only tells what
    happened, GET leads to the page, and an expired token shows it again."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @keeps_typed_text
    @personal
    @through_the_contacts_door(now)
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
        if request.method != "POST":
            return redirect(_home(token))
        if not acts(request):
            return booking_page(request, found, token, at=at)
        return view(request, token, found=found, at=at)

    return wrapped


def _chosen(request: HttpRequest, name: str) -> set[int]:
    return {number for one in request.POST.getlist(name) if (number := whole_number(one)) is not None}


@from_the_contacts_page
def booking_answer(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    """The contact's one answer for everybody who is offered a place: those ticked have theirs, the others leave."""
    asked, said = _chosen(request, "asked"), request.POST.get("answer", "")
    if said not in {"yes", "no"} or not asked:
        return redirect(_home(token))
    accepted = _chosen(request, "people") & asked if said == "yes" else set()
    if said == "yes" and not accepted:
        why = gettext("Tick at least one, or say no to all of them.")
        return booking_page(request, found, token, at=at, notice=why)
    try:
        answering.answer(
            booking_id=found.pk, accepted=accepted, asked=asked, now=at, actor=service_acts.CONTACT
        )
    except Refused as no:
        if not _was_so_already(found, asked=asked, accepted=accepted):
            late = found.registrations.filter(pk__in=asked).order_by("pk").first()
            why = sentences.explain(no.reason, found.event, now=at, registration=late)
            return booking_page(request, found, token, at=at, notice=why, status=409)
    return redirect(f"{_home(token)}?ok={'offers_yes' if accepted else 'offers_no'}")


@from_the_contacts_page
def booking_take(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    """The first yes to free places, for those who are ticked."""
    places = _chosen(request, "people")
    if not places:
        return booking_page(request, found, token, at=at, notice=gettext("Tick at least one."))
    try:
        answering.take(booking_id=found.pk, places=places, now=at, actor=service_acts.CONTACT)
    except Refused as no:
        if not _was_so_already(found, asked=places, accepted=places):
            first = found.registrations.order_by("pk").first()
            why = _why_not_taken(no, first, places, at) if first else ""
            return booking_page(request, found, token, at=at, notice=why, status=409)
    return redirect(f"{_home(token)}?ok=offers_yes")


@from_the_contacts_page
def booking_apart(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    """From now on the people of the booking take places as they come."""
    try:
        answering.wait_apart(booking_id=found.pk, now=at, actor=service_acts.CONTACT)
    except Refused as no:
        why = sentences.explain(no.reason, found.event, now=at)
        return booking_page(request, found, token, at=at, notice=why, status=409)
    return redirect(f"{_home(token)}?ok=apart")


# ------------------------------------------------------------------ small


def _home(token: str) -> str:
    return reverse("registration:booking", args=[token])


def _was_so_already(booking: Booking, *, asked: set[int], accepted: set[int]) -> bool:
    """Whether the same answer was given before: the button was pressed twice."""
    now_so = dict(booking.registrations.filter(pk__in=asked).values_list("pk", "status"))
    said = {pk: Status.CONFIRMED if pk in accepted else Status.CANCELLED for pk in asked}
    return bool(said) and now_so == said


def _why_not_taken(no: Refused, place: Registration, asked: set[int], at: datetime) -> str:
    if no.reason is Reason.FULL:
        return standing.taken_meanwhile(no.places_left, asked)
    return sentences.explain(no.reason, place.event, now=at, registration=place)
