"""What people have chosen of the programme and have yet to choose, as their own pages and the contact's show it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from programme.models import ChoiceGroup, Event
from registration import choosing
from registration.choosing import Chosen, Offer
from registration.models import Registration, SessionChoice, SessionWish
from registration.services.choosing import offer_of
from registration.services.wishing import wished_now


@dataclass(frozen=True, kw_only=True)
class Wished:
    """What one person wishes for in a choice in which people wish now, the first wish foremost; and what she wished for
    that was called off, taken out of the programme or moved to another choice."""

    group: ChoiceGroup
    titles: list[str]
    lost: list[str]


@dataclass(frozen=True, kw_only=True)
class Unmet:
    """A choice of which somebody has nothing although she wished for something, or must choose something and all of it
    `is_full`. `none_met`: what she wished for is full or gone."""

    group: ChoiceGroup
    none_met: bool
    is_full: bool
    is_to_choose: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What one person has chosen, wishes for and has yet to choose, as long as there is something left, or to wish for
    (`to_wish`); `may`: whether she can choose now, and `may_choose` whether it is more than wishes."""

    chosen: list[Chosen]
    missing: list[ChoiceGroup]
    to_wish: list[ChoiceGroup]
    may: bool
    wished: list[Wished]
    may_choose: bool
    unmet: list[Unmet]

    @property
    def asks(self) -> bool:
        """Whether there is something she has yet to do."""
        return bool(self.missing or self.to_wish)

    @property
    def wishes(self) -> bool:
        """Whether people wish now in some choice of the event."""
        return bool(self.wished)

    @property
    def has_wished(self) -> bool:
        return any(one.titles for one in self.wished)

    @property
    def in_trouble(self) -> bool:
        return any(one.trouble for one in self.chosen)


def choice_of(registration: Registration, *, at: datetime) -> Choice | None:
    """For her own page: two queries, one more where people wish or have wished, none for an event that has nothing to
    choose."""
    return choices_of_all([registration], registration.event, at=at).get(registration.pk)


def choices_of_all(registrations: Iterable[Registration], event: Event, *, at: datetime) -> dict[int, Choice]:
    """By the id of each who has a place: two queries, one more where people wish or have wished, however
    many they are."""
    if not event.has_choices:
        return {}
    coming = [one for one in registrations if one.status == Registration.Status.CONFIRMED]
    offer = offer_of(event)
    rows: dict[int, list[SessionChoice]] = {one.pk: [] for one in coming}
    for row in SessionChoice.objects.filter(registration__in=coming).select_related("session"):
        rows[row.registration_id].append(row)
    wishes: dict[int, list[SessionWish]] = {one.pk: [] for one in coming}
    by_wishes = [group for group, _items in offer.groups if group is not None and group.by_wishes]
    if by_wishes:
        of_them = SessionWish.objects.filter(registration__in=coming, choice__in=by_wishes)
        for wish in of_them:
            wishes[wish.registration_id].append(wish)
    return {one.pk: _choice(one, rows[one.pk], wishes[one.pk], offer, event, at=at) for one in coming}


def _choice(
    registration: Registration,
    rows: list[SessionChoice],
    wishes: list[SessionWish],
    offer: Offer,
    event: Event,
    *,
    at: datetime,
) -> Choice:
    offer = offer.on_days_of(registration)
    held = [row.session_id for row in rows if row.session_id is not None]
    wished = wished_now(wishes, offer)
    known = offer.by_id()
    lacking = choosing.still_to_choose(offer, held, wished)
    unmet = _unmet(offer, held, wishes, lacking)
    full = [one.group for one in unmet if one.is_full]
    return Choice(
        chosen=choosing.chosen_now(rows),
        missing=[one for one in lacking if not one.gathers_wishes and one not in full],
        to_wish=[one for one in lacking if one.gathers_wishes],
        may=bool(offer.groups) and bool(choosing.may_choose(event, status=registration.status, now=at)),
        wished=[
            Wished(
                group=group,
                titles=[known[pk].title for pk in wished if known[pk].choice_id == group.pk],
                lost=[
                    one.title for one in wishes if one.choice_id == group.pk and one.session_id not in wished
                ],
            )
            for group, items in offer.gathering.values()
            if not any(one.pk in held for one in items)
        ],
        may_choose=len(offer.groups) > len(offer.gathering),
        unmet=unmet,
    )


def _unmet(
    offer: Offer, held: Collection[int], wishes: Sequence[SessionWish], lacking: Collection[ChoiceGroup]
) -> list[Unmet]:
    found = []
    for group, items in offer.groups:
        if group is None or group.gathers_wishes or any(one.pk in held for one in items):
            continue
        wanted = {one.session_id for one in wishes if one.choice_id == group.pk}
        is_full = all(offer.is_full(one) for one in items)
        if wanted or (is_full and group in lacking):
            found.append(
                Unmet(
                    group=group,
                    none_met=bool(wanted) and all(offer.is_full(one) for one in items if one.pk in wanted),
                    is_full=is_full,
                    is_to_choose=group in lacking,
                )
            )
    return found
