"""Two people who share a place at the two days, each on her own."""

from datetime import datetime

from programme.models import Event
from registration.demo.questions import answers_at_sign_up
from registration.models import Question, Registration
from registration.services import sharing
from registration.services.acts import ATTENDEE
from registration.services.people import Person

OTHER = Person(name="Solvej Åkjær Møller", job_title="Kulturkonsulent", email="solvej.aakjaer@example.org")


def let_places_be_shared(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(places_may_be_shared=True)
    event.refresh_from_db()


def share(event: Event, *, now: datetime) -> None:
    """The latest who has an address of her own, and no colleague whose name follows, lets another come on the second
    day."""
    rows = Registration.objects.filter(event=event, status=Registration.Status.CONFIRMED, invitation=None)
    nameless = rows.filter(name="").values("booking")
    place = rows.exclude(booking__in=nameless).exclude(email="").order_by("-confirmed_at", "-pk").first()
    if place is None:
        return
    person = Person(
        name=OTHER.name,
        job_title=OTHER.job_title,
        organisation=place.organisation,
        email=OTHER.email,
        answers=answers_at_sign_up(event, 1, asked=Question.Asked.SIGN_UP),
    )
    sharing.share(registration_id=place.pk, person=person, days=event.days[1:], now=now, actor=ATTENDEE)
