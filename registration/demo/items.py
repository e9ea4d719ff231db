"""What people choose of the two days' programme."""

from datetime import datetime, time

from programme.models import ChoiceGroup, Event, Session
from programme.publishing import programme_changed
from registration.models import Registration
from registration.services import choosing
from registration.services.acts import ATTENDEE

# The rooms that run side by side: on which day of the event, when, what they are called together, and how many may come
# to each.
PARALLEL = (
    (0, time(13, 30), "Første dag efter frokost", (40, 8, 60)),
    (1, time(10, 15), "Anden dag før frokost", (30, 30, None)),
)


def offer(event: Event, *, now: datetime) -> None:
    """Two choices of three rooms each, that may be left out."""
    days = sorted({row.day for row in event.sessions.all()})
    for day, starts_at, name, places in PARALLEL:
        group = ChoiceGroup.objects.create(event=event, name=name, required=False)
        rows = Session.objects.filter(event=event, day=days[day], starts_at=starts_at, parent=None)
        for row, number in zip(rows.in_order(), places, strict=True):
            row.needs_sign_up, row.choice, row.places = True, group, number
            row.save()
    programme_changed(event, now=now)
    event.refresh_from_db()


def choose(event: Event, *, now: datetime) -> None:
    """Two of three have chosen, each in turn something else, as long as there is room."""
    groups = [[one.pk for one in sessions] for _group, sessions in choosing.offer_of(event).groups]
    people = Registration.objects.filter(event=event, status=Registration.Status.CONFIRMED).exclude(name="")
    for number, place in enumerate(people.order_by("pk")):
        if number % 3 == 2:
            continue
        wanted = [sessions[number % len(sessions)] for sessions in groups]
        now_offered = choosing.offer_of(event)
        full = {one.pk for one in now_offered.sessions if now_offered.is_full(one)}
        left = [pk for pk in wanted if pk not in full]
        choosing.choose(
            registration_id=place.pk, sessions=left, now=place.confirmed_at or now, actor=ATTENDEE
        )
