"""What people choose of the two days' programme."""

from datetime import datetime, time

from programme.models import ChoiceGroup, Event, Session
from registration.models import Registration
from registration.services import choosing
from registration.services.acts import ATTENDEE

# The rooms that run side by side: on which day of the event, when, what they are called together, and how many may come
# to each; and whether they are distributed by wishes.
PARALLEL = (
    (0, time(13, 30), "Første dag efter frokost", (40, 8, 60), False),
    (1, time(10, 15), "Anden dag før frokost", (12, 8, 10), True),
)


def offer(event: Event) -> None:
    """Two choices of three rooms each, that may be left out: one of places that go to whoever comes first, and one of
    wishes."""
    days = sorted({row.day for row in event.sessions.all()})
    for day, starts_at, name, places, by_wishes in PARALLEL:
        group = ChoiceGroup.objects.create(event=event, name=name, required=False, by_wishes=by_wishes)
        rows = Session.objects.filter(event=event, day=days[day], starts_at=starts_at, parent=None)
        for row, number in zip(rows.in_order(), places, strict=True):
            row.needs_sign_up, row.choice, row.places = True, group, number
            row.save()


def choose(event: Event, *, now: datetime) -> None:
    """Two of three have chosen, each in turn something else, as long as there is room; and written wishes."""
    offer = choosing.offer_of(event)
    taken_first = [[one.pk for one in items] for group, items in offer.groups if not _is_by_wishes(group)]
    wished = [[one.pk for one in items] for _group, items in offer.gathering.values()]
    people = Registration.objects.filter(event=event, status=Registration.Status.CONFIRMED).exclude(name="")
    for number, place in enumerate(people.order_by("pk")):
        if number % 3 == 2:
            continue
        wanted = [sessions[number % len(sessions)] for sessions in taken_first]
        now_offered = choosing.offer_of(event)
        full = {one.pk for one in now_offered.sessions if now_offered.is_full(one)}
        left = [pk for pk in wanted if pk not in full]
        choosing.choose(
            registration_id=place.pk,
            sessions=left,
            wishes=[pk for sessions in wished for pk in _wishes(sessions, number)],
            now=place.confirmed_at or now,
            actor=ATTENDEE,
        )


def _is_by_wishes(group: ChoiceGroup | None) -> bool:
    return group is not None and group.by_wishes


def _wishes(sessions: list[int], number: int) -> list[int]:
    """Half of them want the first most of all, and a few want one thing only."""
    first = (0, 1, 0, 2)[number // 2 % 4]
    ranked = sessions[first:] + sessions[:first]
    return ranked[: 1 if number % 5 == 0 else 2 if number % 4 == 1 else 3]
