"""What a person tells of herself on her own page: needs, with her consent, and what she wants to hear."""

from datetime import date, datetime, timedelta

from django.db import transaction

from programme.folding import tidy
from registration import policy
from registration.models import HistoryEntry, PersonalNeeds, Registration
from registration.services.acts import SYSTEM, Actor, ask, locked_place, record, write

# Health data is kept so many days after the event's last day (see the privacy page).
DAYS_KEPT = 14


class ConsentMissing(Exception):
    """Health data is stored only with the consent that belongs to it."""


def last_day_kept(ends_on: date) -> date:
    return ends_on + timedelta(days=DAYS_KEPT)


def save_needs(
    *,
    registration_id: int,
    dietary_needs: str,
    access_needs: str,
    consent: str,
    newsletter_consent: bool,
    now: datetime,
    actor: Actor,
) -> Registration:
    """Stores the needs with the sentence consented to, or deletes them where both are empty. To take back needs or a
    consent is always possible. Raises `Refused`, and `ConsentMissing` for needs without a consent."""
    dietary_needs, access_needs = tidy(dietary_needs), tidy(access_needs)
    stated = bool(dietary_needs or access_needs)
    if stated and not consent:
        raise ConsentMissing
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        if stated or (newsletter_consent and not registration.newsletter_consent):
            ask(
                policy.may_state_needs(policy.windows(event), status=registration.status, now=now),
                actor=actor,
            )
        if stated:
            PersonalNeeds.objects.update_or_create(
                registration=registration,
                defaults={
                    "dietary_needs": dietary_needs,
                    "access_needs": access_needs,
                    "consent": consent,
                    "consented_at": now,
                },
            )
        else:
            PersonalNeeds.objects.filter(registration=registration).delete()
        registration.newsletter_consent = newsletter_consent
        registration.save(update_fields=["newsletter_consent"])
        entry = record(
            HistoryEntry.Verb.NEEDS_SAVED,
            actor=actor,
            now=now,
            event=event,
            booking=registration.booking,
            registration=registration,
            # Whether it was food, access or news is nobody's to read.
            fields=[],
        )
        write(history=[entry], mails=[])
    return registration


def may_read(needs: PersonalNeeds) -> bool:
    """Whether the holder of the personal link may read what was stated. Not when the contact has since changed where
    the link is sent: she never sees it, and may now be the one who holds it."""
    moved = HistoryEntry.objects.filter(
        registration=needs.registration_id,
        verb=HistoryEntry.Verb.CORRECTED,
        actor=HistoryEntry.Actor.CONTACT,
        at__gt=needs.consented_at,
    )
    return not any("email" in fields for fields in moved.values_list("fields", flat=True))


def delete_expired_needs(*, today: date, now: datetime) -> int:
    """Deletes the needs whose last day is before today, and notes for each event how many. The day is counted from
    the event's present last day, so that a moved event keeps them as long as it must."""
    deleted = 0
    rows = PersonalNeeds.objects.select_related("registration__event").filter(
        registration__event__ends_on__lt=today - timedelta(days=DAYS_KEPT)
    )
    by_event: dict[int, list[PersonalNeeds]] = {}
    for row in rows:
        by_event.setdefault(row.registration.event_id, []).append(row)
    for found in by_event.values():
        with transaction.atomic():
            count, _kinds = PersonalNeeds.objects.filter(pk__in=[row.pk for row in found]).delete()
            entry = record(
                HistoryEntry.Verb.NEEDS_DELETED,
                actor=SYSTEM,
                now=now,
                event=found[0].registration.event,
                fields=[f"count:{count}"],
            )
            write(history=[entry], mails=[])
        deleted += count
    return deleted
