"""Two doors to one place: the person's own link, and the contact's link to everybody she signed up. The acts behind
them are the same; who acts, and the way home, differ."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from programme.models import Event
from registration import links, policy, sentences
from registration.cards import is_an_answer
from registration.forms.place import PlaceForm
from registration.models import Booking, OwedMail, Registration
from registration.services import acts
from registration.services.acts import Actor
from registration.views import told


@dataclass(frozen=True)
class Door:
    """Somebody's way to a place."""

    token: str
    registration: Registration
    by_contact: bool

    @property
    def event(self) -> Event:
        return self.registration.event

    @property
    def booking(self) -> Booking:
        return self.registration.booking

    @property
    def actor(self) -> Actor:
        return acts.CONTACT if self.by_contact else acts.ATTENDEE

    @property
    def home(self) -> str:
        return reverse("registration:booking" if self.by_contact else "registration:place", args=[self.token])

    def done_url(self, act: str, *, token: str = "") -> str:
        """The way home after an act; the contact's page is told of which place."""
        home = Door(token or self.token, self.registration, self.by_contact).home
        return f"{home}?ok={act}" + (f"&plads={self.registration.pk}" if self.by_contact else "")

    def present_token(self, registration: Registration) -> str:
        """The token that opens this door now, once the place or its booking has been written."""
        if self.by_contact:
            return links.booking_token(registration.booking)
        return links.place_token(registration)

    def url(self, act: str) -> str:
        """The address of an act on this place, through this door."""
        if self.by_contact:
            return reverse(f"registration:contact_{act}", args=[self.token, self.registration.pk])
        return reverse(f"registration:{act}", args=[self.token])


class Closed(Exception):
    """A link that was ours and is no longer good: it only tells what happened. A contact's link is still good where one
    of its places was handed over; then `place` is that place. `left` is the place handed over whose own link it was."""

    def __init__(
        self,
        event: Event,
        *,
        happened: str,
        at: datetime | None = None,
        place: Registration | None = None,
        left: Registration | None = None,
    ) -> None:
        super().__init__(happened)
        self.event, self.happened, self.at, self.place, self.left = event, happened, at, place, left


def _places() -> Any:
    return Registration.objects.select_related("booking__event__venue", "booking__event__owner")


def _with_event(registration: Registration) -> Registration:
    registration.event = registration.booking.event
    return registration


def own_place(token: str) -> Registration:
    """The place a personal link opens. Raises `Closed` for one that has ended, and 404 for anything we did not sign."""
    read = links.read_token(token, purpose="place")
    found = _places().filter(pk=read[0]).first() if read else None
    if found is None or read is None:
        raise Http404
    registration = _with_event(found)
    if registration.is_nameless:
        # Nobody has been sent a link to it.
        raise Http404
    if registration.became_the_whole is not None:
        raise Closed(registration.event, happened="renewed")
    if registration.status == Registration.Status.SUBSTITUTED:
        raise Closed(registration.event, happened="substituted", at=registration.ended_at, left=registration)
    if registration.link_key != read[1]:
        raise Closed(registration.event, happened="renewed")
    return registration


def own_booking(token: str) -> Booking:
    """The booking a contact's link opens. Raises `Closed` and 404 likewise."""
    read = links.read_token(token, purpose="booking")
    found = (
        Booking.objects.select_related("event__venue", "event__owner", "payer", "contact_request")
        .filter(pk=read[0])
        .first()
        if read
        else None
    )
    if found is None or read is None:
        raise Http404
    if found.link_key != read[1]:
        asked = getattr(found, "contact_request", None)
        if asked is not None and asked.old_link_key == read[1]:
            raise Closed(found.event, happened="taken_over", at=asked.ended_at)
        raise Closed(found.event, happened="renewed")
    return found


def place_of_booking(token: str, place: int) -> Registration:
    """One of the places a contact's link opens."""
    booking = own_booking(token)
    found = _places().filter(pk=place, booking=booking).first()
    if found is None:
        raise Http404
    registration = _with_event(found)
    if registration.status == Registration.Status.SUBSTITUTED:
        raise Closed(registration.event, happened="substituted", at=registration.ended_at, place=registration)
    return registration


def closed_page(request: HttpRequest, closed: Closed, *, now: datetime) -> HttpResponse:
    """What happened to the link. To whoever has just handed a place over, or taken it over, that it is done."""
    done = request.GET.get("ok", "")
    you_are_told = told.is_told(OwedMail.Kind.SUBSTITUTE_GOODBYE, about=Q(registration=closed.left))
    if done in {"new_person", "substitute"} and closed.at is not None and now - closed.at < told.JUST_NOW:
        context = {
            "event": closed.event,
            "now": now,
            "done": done,
            "you_are_told": you_are_told,
            "contact_is_told": told.is_told(
                OwedMail.Kind.SUBSTITUTE_CONTACT, about=Q(registration__substitute_for=closed.left)
            ),
            "other_is_told": closed.left is not None
            and bool(closed.left.days)
            and told.is_told(OwedMail.Kind.SHARE_HANDED, about=told.of_the_other(closed.left)),
            "contact_line": sentences.contact_line(closed.event),
        }
        return render(request, "registration/handed_over.html", context)
    context = {
        "event": closed.event,
        "contact_line": sentences.contact_line(closed.event),
        "happened": closed.happened,
        "at": closed.at,
        "you_are_told": you_are_told,
        "now": now,
        "may_find": policy.may_find_links(policy.windows(closed.event), now=now),
    }
    return render(request, "registration/closed.html", context, status=410)


def handed_over_before(request: HttpRequest, closed: Closed, *, token: str, now: datetime) -> HttpResponse:
    """To a contact who acts on a place that somebody has taken over meanwhile: who has it now, what she had typed, and
    the way back to her page, whose link is good."""
    assert closed.place is not None  # noqa: S101
    holder = closed.place.became_the_whole or closed.place
    while (after := Registration.objects.filter(substitute_for=holder).first()) is not None:
        holder = after
    holder.event, holder.booking = closed.event, closed.place.booking
    until = policy.substitutes_end(holder.terms, closed.event)
    may = policy.may_substitute(policy.windows(closed.event), status=holder.status, until=until, now=now)
    door = Door(token, holder, by_contact=True)
    typed = typed_facts(request)
    context = {
        "event": closed.event,
        "now": now,
        "at": closed.at,
        "old": closed.place,
        "holder": holder,
        "typed": typed,
        "carried": {name: request.POST.get(name, "") for name in PlaceForm.base_fields}
        | {name: str(value) for name, value in request.POST.items() if is_an_answer(name)},
        "substitute_url": door.url("substitute") if typed and may and _hands_over(request) else "",
        "home": door.home,
        "contact_line": sentences.contact_line(closed.event),
    }
    return render(request, "registration/handed_over_before.html", context, status=409)


def _hands_over(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name == "contact_substitute"


def typed_facts(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed of a person into a form that cannot be taken now, each fact under its name."""
    return [
        (str(field.label), value)
        for name, field in PlaceForm.base_fields.items()
        if (value := request.POST.get(name, "").strip())
    ]


def through_a_door(
    clock: Callable[[], datetime],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Gives a view its `door`, or answers for it that the link is closed. The clock is read here, once."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, token: str, place: int | None = None) -> HttpResponse:
            at = clock()
            try:
                registration = own_place(token) if place is None else place_of_booking(token, place)
            except Closed as closed:
                if closed.place is not None:
                    return handed_over_before(request, closed, token=token, now=at)
                return closed_page(request, closed, now=at)
            return view(request, door=Door(token, registration, by_contact=place is not None), at=at)

        return wrapped

    return decorate


def through_the_contacts_door(
    clock: Callable[[], datetime],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Gives a view the booking that was `found`, or answers for it that the link is closed. The clock is read here,
    once."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, token: str) -> HttpResponse:
            at = clock()
            try:
                found = own_booking(token)
            except Closed as closed:
                return closed_page(request, closed, now=at)
            return view(request, token, found=found, at=at)

        return wrapped

    return decorate
