"""That an event is changed or called off is told to those who have places or wait, when an organiser says so: each once
for each change, with the calendar entry as it is now."""

from datetime import datetime

from django.db import transaction

from programme.models import Event, Rescheduling
from registration import policy
from registration.models import HistoryEntry, OwedMail, Registration
from registration.reaching import Letter, elsewhere_in, letters_to, told_of
from registration.services.acts import Actor, locked_event, record, write
from registration.services.owing import owe, ring_when_committed


def kind_of(event: Event) -> OwedMail.Kind:
    """What there is to tell of an event that has been changed."""
    is_off = event.status == Event.Status.CANCELLED
    return OwedMail.Kind.EVENT_CALLED_OFF if is_off else OwedMail.Kind.EVENT_MOVED


def may_tell(event: Event, *, now: datetime) -> bool:
    """Whether people may be told now that the event is changed."""
    return policy.may_tell_of_a_change(
        policy.windows(event), is_changed=event.changed_at is not None, now=now
    )


def to_be_told(event: Event) -> list[Registration]:
    """Those in force who have not been told of the event as it is now, with their bookings: of those who signed up
    later nobody, since they have read of it as it is."""
    if event.changed_at is None:
        return []
    told: set[int] = set()
    owed = OwedMail.objects.filter(event=event, kind__in=OwedMail.OF_CHANGES).values_list(
        "registration_id", "facts"
    )
    for pk, facts in owed:
        if facts.get("sequence") == event.sequence:
            told |= {pk} if pk is not None else set(facts.get("people", ()))
    rows = Registration.objects.filter(event=event, created_at__lt=event.changed_at).current()
    found = [place for place in rows.select_related("booking").order_by("pk") if place.pk not in told]
    for place in found:
        place.event = place.booking.event = event
    return found


def before_the_change(event: Event) -> Rescheduling | None:
    """What people were told last of day and place, where one of them is another now."""
    told = HistoryEntry.objects.filter(event=event, verb=HistoryEntry.Verb.TOLD_OF_CHANGE)
    moves = Rescheduling.objects.filter(event=event)
    if (last := told.order_by("-at").values_list("at", flat=True).first()) is not None:
        moves = moves.filter(at__gt=last)
    return moves.order_by("at", "pk").first()


def tell(*, event_id: int, words: str, now: datetime, actor: Actor) -> int:
    """Owes everybody who has not been told of the event as it is now one mail, and each contact one about her people,
    with the organiser's own words in it where there are any; how many mails. Twice for one change owes nothing more."""
    with transaction.atomic():
        event = locked_event(event_id)
        if not may_tell(event, now=now):
            return 0
        before = before_the_change(event)
        facts = {"sequence": event.sequence, "words": words.strip()}
        if before is not None:
            facts["before"] = before.pk
        kind = kind_of(event)
        mails = [
            owe(
                kind,
                about=letter.about,
                to=letter.to,
                occasion=str(event.sequence),
                now=now,
                facts=facts | {"people": list(letter.people)} | _elsewhere(letter),
            )
            for letter in letters_to(to_be_told(event), contacts_hear=True)
        ]
        if mails:
            entry = record(
                HistoryEntry.Verb.TOLD_OF_CHANGE,
                actor=actor,
                now=now,
                event=event,
                fields=[f"count:{sum(len(mail.facts['people']) for mail in mails)}"],
            )
            write(history=[entry], mails=mails)
            ring_when_committed()
    return len(mails)


def _elsewhere(letter: Letter) -> dict[str, list[int]]:
    return {"elsewhere": list(letter.elsewhere)} if letter.elsewhere else {}


def is_still_true(mail: OwedMail, *, now: datetime) -> bool:
    """Whether such a mail still says what is so, to somebody it concerns."""
    event, booking = mail.event, mail.booking
    if booking is None or not event.is_announced or mail.kind != kind_of(event):
        return False
    if now >= policy.windows(event).ends:
        return False
    places = list(booking.registrations.all())
    for place in places:
        place.booking = booking
    return any(place.is_current for place in told_of(mail, places)) or (
        mail.to_email == booking.contact_email and bool(elsewhere_in(mail, places))
    )
