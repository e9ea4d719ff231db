"""What a person tells of herself on her own page: needs, with her consent, and what she wants to hear."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from programme.folding import tidy
from registration import policy
from registration.models import HistoryEntry, PersonalNeeds, Registration
from registration.services.acts import Actor, ask, locked_place, record, write
from registration.services.retention import delete_expired

# Health data is kept so many days after the event's last day (see the privacy page).
DAYS_KEPT = 14


class ConsentMissing(Exception):
    """Health data is stored only with the consent that belongs to it."""


def last_day_kept(ends_on: date) -> date:
    return ends_on + timedelta(days=DAYS_KEPT)


def save_needs(
    *,
    registration_id: int,
    dietary_needs: str | None,
    access_needs: str | None,
    consent: str,
    newsletter_consent: bool | None,
    list_consent: bool | None = None,
    now: datetime,
    actor: Actor,
) -> Registration:
    """Stores the needs with the sentence consented to, or deletes them where both are empty. What is None was not asked
    and stays as it was. To take back needs or a consent is always possible. Raises `Refused`, and `ConsentMissing` for
    needs without a consent."""
    was_asked = dietary_needs is not None or access_needs is not None
    dietary_needs, access_needs = tidy(dietary_needs or ""), tidy(access_needs or "")
    stated = bool(dietary_needs or access_needs)
    if stated and not consent:
        raise ConsentMissing
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        says_yes = (newsletter_consent and not registration.newsletter_consent) or (
            list_consent and not registration.list_consent
        )
        if stated or says_yes:
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
        elif was_asked:
            PersonalNeeds.objects.filter(registration=registration).delete()
        if newsletter_consent is not None:
            registration.newsletter_consent = newsletter_consent
        if list_consent is not None:
            registration.list_consent = list_consent
        registration.save(update_fields=["newsletter_consent", "list_consent"])
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


def take_back(
    *,
    registration_id: int,
    needs: bool = False,
    news: bool = False,
    listed: bool = False,
    now: datetime,
    actor: Actor,
) -> Registration:
    """Deletes the needs, ends the wish for news, or the one to be on the list of attendees. Always possible, also once
    the event has begun or the place has ended: a consent is taken back as easily as it was given."""
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        if needs:
            PersonalNeeds.objects.filter(registration=registration).delete()
        if news:
            registration.newsletter_consent = False
        if listed:
            registration.list_consent = False
        registration.save(update_fields=["newsletter_consent", "list_consent"])
        taken = {"needs": needs, "newsletter_consent": news, "list_consent": listed}
        entry = record(
            HistoryEntry.Verb.NEEDS_SAVED,
            actor=actor,
            now=now,
            event=event,
            booking=registration.booking,
            registration=registration,
            fields=[name for name, is_taken in taken.items() if is_taken],
        )
        write(history=[entry], mails=[])
    return registration


def may_read(needs: PersonalNeeds, *, place: Registration) -> bool:
    """Whether the holder of the personal link may read what was stated: only where the link is sent to herself, and was
    since she stated it. The contact never sees it: neither where she gets the link for somebody without an address, nor
    where she, or whoever held that link, turned it elsewhere."""
    if not place.is_reached_herself:
        return False
    corrections = HistoryEntry.objects.filter(
        registration=place, verb=HistoryEntry.Verb.CORRECTED, at__gt=needs.consented_at
    )
    return not any(
        "email" in fields and (actor == HistoryEntry.Actor.CONTACT or not _had_an_address(personal))
        for actor, fields, personal in corrections.values_list("actor", "fields", "personal")
    )


def _had_an_address(personal: dict[str, Any]) -> bool:
    """Whether a correction was made of an address of her own; not known once it is forgotten."""
    return bool(personal.get("before", {}).get("email"))


def delete_expired_needs(*, today: date, now: datetime) -> int:
    """Deletes the needs whose last day is before today."""
    return delete_expired(
        PersonalNeeds.objects.all(),
        event="registration__event",
        days=DAYS_KEPT,
        verb=HistoryEntry.Verb.NEEDS_DELETED,
        today=today,
        now=now,
    )
