"""Whom a page says that an act was mailed to: just those to whom its mails are owed."""

from datetime import datetime, timedelta

from django.db.models import Max, Q

from programme.presenting import in_a_row
from registration.models import OwedMail, Registration

Kind = OwedMail.Kind
# So long a page says that something has just been done.
JUST_NOW = timedelta(minutes=30)
KINDS = {
    "cancel": {Kind.PLACE_CANCELLED, Kind.SHARE_ENDED},
    "give_back": {Kind.PLACE_GIVEN_BACK, Kind.PLACE_CANCELLED},
    "share": {Kind.SHARE_WELCOME, Kind.PLACE_SHARED},
    "share_days": {Kind.SHARE_DAYS},
    "substitute": {
        Kind.SUBSTITUTE_WELCOME,
        Kind.SUBSTITUTE_GOODBYE,
        Kind.SUBSTITUTE_CONTACT,
        Kind.SHARE_HANDED,
    },
    "offer_no": {Kind.PLACE_CANCELLED},
    "offer_yes": {Kind.PLACE_GIVEN, Kind.PLACES_GIVEN},
    "taken": {Kind.PLACE_GIVEN, Kind.PLACES_GIVEN},
    "correct": {Kind.PLACE_CONFIRMED, Kind.PLACE_WAITS, Kind.PLACE_CORRECTED, Kind.BOOKING_CONFIRMED},
}


ENDINGS = {"cancel", "give_back", "offer_no", "substitute"}
BEGINNINGS = {"offer_yes", "taken"}
# What is done to a shared place is told to both who share it.
OF_BOTH = {"cancel", "give_back", "share", "share_days"}


def true_of(done: str, *, place: Registration | None, now: datetime) -> str:
    """What an address says has been done to a place, as long as it has just been done; "" for what is no longer news,
    or was never so. What leaves no mark on a place is believed."""
    if done in ENDINGS:
        ended = place.ended_at if place is not None else None
        return done if ended is not None and now - ended < JUST_NOW else ""
    if done in BEGINNINGS:
        return done if place is not None and place.status == Registration.Status.CONFIRMED else ""
    return done


def addresses(done: str, *, place: Registration, now: datetime) -> str:
    """The addresses to which the mails about the act on this place are owed, each once, in a row; "" for none. A
    hand-over is asked of the place that ended."""
    if done not in KINDS:
        return ""
    about = Q(registration=place)
    if done == "substitute":
        about |= Q(registration__substitute_for=place) | of_the_other(place)
    if done in OF_BOTH and (place.days or place.is_second):
        about |= Q(registration__shares_place_of=place)
        if place.is_second:
            about |= Q(registration=place.shares_place_of_id)
    if done in {"offer_yes", "taken"}:
        about |= Q(booking=place.booking_id, registration=None)
    if done == "correct":
        about |= Q(booking=place.booking_id, registration=None)
        # Those of the sign-up itself may be of the same instant, where a demo's clock stands still.
        about &= ~Q(key__endswith=":made")
    mails = OwedMail.objects.filter(about, kind__in=KINDS[done], created_at__gt=now - JUST_NOW)
    # Somebody may be put right several times; nobody leaves a place twice.
    last = mails.aggregate(last=Max("created_at"))["last"]
    rows = mails.filter(created_at=last).order_by("pk")
    return in_a_row(list(dict.fromkeys(rows.values_list("to_email", flat=True))))


def of_the_other(handed_over: Registration) -> Q:
    """Mails to the other of two who share a place, one half of which was handed over."""
    mine = Q(registration__shares_place_of__substitute_for=handed_over)
    if handed_over.is_second:
        mine = Q(registration__sharers__substitute_for=handed_over)
    return Q(kind=Kind.SHARE_HANDED) & mine


def is_told(kind: OwedMail.Kind, *, about: Q) -> bool:
    return OwedMail.objects.filter(about, kind=kind).exists()
