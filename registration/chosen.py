"""What people have chosen of the programme and have yet to choose, as their own pages and the contact's show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from programme.models import ChoiceGroup, Event
from registration import choosing
from registration.choosing import Chosen, Offer
from registration.models import Registration, SessionChoice
from registration.services.choosing import offer_of


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What one person has chosen and has yet to choose; `may`: whether she can choose now."""

    chosen: list[Chosen]
    missing: list[ChoiceGroup]
    may: bool

    @property
    def in_trouble(self) -> bool:
        return any(one.trouble for one in self.chosen)


def choice_of(registration: Registration, *, at: datetime) -> Choice | None:
    """For her own page: three queries, none for an event that has nothing to choose."""
    return choices_of_all([registration], registration.event, at=at).get(registration.pk)


def choices_of_all(registrations: Iterable[Registration], event: Event, *, at: datetime) -> dict[int, Choice]:
    """By the id of each who has a place: three queries, however many they are."""
    if not event.has_choices:
        return {}
    coming = [one for one in registrations if one.status == Registration.Status.CONFIRMED]
    offer = offer_of(event)
    rows: dict[int, list[SessionChoice]] = {one.pk: [] for one in coming}
    for row in SessionChoice.objects.filter(registration__in=coming).select_related("session"):
        rows[row.registration_id].append(row)
    return {one.pk: _choice(one, rows[one.pk], offer, event, at=at) for one in coming}


def _choice(
    registration: Registration, rows: list[SessionChoice], offer: Offer, event: Event, *, at: datetime
) -> Choice:
    offer = offer.on_days_of(registration)
    held = [row.session_id for row in rows if row.session_id is not None]
    return Choice(
        chosen=choosing.chosen_now(rows),
        missing=choosing.still_to_choose(offer, held),
        may=bool(offer.groups) and bool(choosing.may_choose(event, status=registration.status, now=at)),
    )
