"""What holds of all reminders, whatever has happened: for the random weeks."""

from collections import Counter
from datetime import date, datetime, time

from registration.models import OwedMail, Registration
from registration.reminders import KINDS, is_daytime
from registration.services import delivering
from registration.services.reminders import owe_reminders
from tests.registration.weeks.rule import COPENHAGEN


def remind(*, now: datetime) -> list[OwedMail]:
    """Runs the schedule's task; each new reminder is for people who come, by day, before the event begins, and the same
    is not owed again at once."""
    before = set(OwedMail.objects.filter(kind__in=KINDS).values_list("pk", flat=True))
    number = owe_reminders(now=now)
    rows = OwedMail.objects.filter(kind__in=KINDS).exclude(pk__in=before)
    new = list(rows.select_related("event", "booking", "registration__booking"))
    assert len(new) == number
    assert owe_reminders(now=now) == 0
    come = set(Registration.objects.filter(status="confirmed").values_list("pk", flat=True))
    first = first_days()
    for mail in new:
        assert mail.event.status == "published"
        assert all(now < comes_first(mail, first[pk]) for pk in people_of(mail))
        assert is_daytime(now, zone=mail.event.timezone)
        assert people_of(mail) <= come
        assert delivering.still_holds(mail, now=now)
    return new


def first_days() -> dict[int, str]:
    """Of everybody the first of her days; "" for whoever comes on all of them."""
    return {pk: days[:10] for pk, days in Registration.objects.values_list("pk", "days")}


def comes_first(mail: OwedMail, day: str) -> datetime:
    """When she comes: as it begins, or on the morning of the first of her own days."""
    if not day or day == mail.event.starts_on.isoformat():
        return mail.event.begins
    return datetime.combine(date.fromisoformat(day), time(9), COPENHAGEN)


def people_of(mail: OwedMail) -> set[int]:
    return {mail.registration_id} if mail.registration_id is not None else set(mail.facts["people"])


def everybody_is_reminded_once(*, now: datetime) -> None:
    """Of each occasion, and those who left since are not written to."""
    told: Counter[tuple[str, str, int]] = Counter()
    first = first_days()
    for mail in OwedMail.objects.filter(kind__in=KINDS).select_related(
        "event", "booking", "registration__booking"
    ):
        told.update((mail.kind, mail.facts["occasion"], place) for place in people_of(mail))
        left = not Registration.objects.filter(pk__in=people_of(mail), status="confirmed").exists()
        is_off = mail.event.status != "published"
        is_late = all(now >= comes_first(mail, first[pk]) for pk in people_of(mail))
        if (left and people_of(mail)) or is_off or (is_late and now >= mail.event.begins):
            assert not delivering.still_holds(mail, now=now)
    assert not [one for one, times in told.items() if times > 1]
