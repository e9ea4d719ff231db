"""What the page of a person's place is called: what has become of the place, or where she stands with it."""

from django.utils.translation import gettext

from programme.models import Event
from registration.models import Registration

Status = Registration.Status


def own_page(place: Registration, *, is_offered: bool) -> str:
    """`is_offered`: an offer can still be answered."""
    if place.event.status == Event.Status.CANCELLED:
        return gettext("The event is called off")
    if place.is_in_line:
        return gettext("A place is offered to you") if is_offered else gettext("You are on the waiting list")
    if place.is_current:
        return gettext("Your place")
    if place.status == Status.EXPIRED:
        return gettext("The offer has lapsed")
    if not place.had_a_place:
        return gettext("No longer on the waiting list")
    if place.still_owed and not place.at_a_cost:
        return gettext("The place is given back")
    return gettext("The place is cancelled")
