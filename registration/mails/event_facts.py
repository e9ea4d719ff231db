"""What a mail tells of the event."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from programme import dates
from programme.languages import reader_language
from programme.models import Event
from registration import links, policy, sentences


def event_facts(event: Event, *, now: datetime) -> dict[str, Any]:
    language = reader_language()
    venue = event.venue
    return {
        "title": event.title,
        "when": dates.period_phrase(event.starts_on, event.starts_at, event.ends_on, event.ends_at, language),
        "where": venue.full_place if venue else "",
        "directions": venue.directions if venue else "",
        "access": venue.access_notes if venue else "",
        "organiser": event.owner.name,
        "paragraph": event.mail_paragraph,
        "phone": event.contact_phone,
        "contact_line": sentences.contact_line(event),
        "event_url": links.absolute(event.get_absolute_url()),
        "privacy_url": links.absolute(reverse("programme:privacy")),
        "may_sign_up": bool(policy.may_sign_up(policy.windows(event), now=now, places_left=None)),
    }
