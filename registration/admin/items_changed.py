"""What a save of the programme means to those who have chosen its items, said on the organiser's next page: nobody is
told by itself."""

from collections import Counter
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programme.models import Event, Session
from registration import choosing
from registration.choosing import Chosen
from registration.models import SessionChoice
from registration.services.choosing import offer_of


@dataclass(frozen=True)
class Stand:
    """The choices that do not hold as they were made, by their ids, and how many more have chosen an item than it has
    places, by its id."""

    troubled: dict[int, Chosen] = field(default_factory=dict)
    over: dict[int, int] = field(default_factory=dict)


def stand(event: Event) -> Stand:
    rows = SessionChoice.objects.filter(event=event).select_related("session")
    by_person: dict[int, list[SessionChoice]] = {}
    for row in rows:
        by_person.setdefault(row.registration_id, []).append(row)
    if not by_person:
        return Stand()
    troubled = {
        pk: now
        for choices in by_person.values()
        for pk, now in choosing.by_choice(choices).items()
        if now.trouble
    }
    offer = offer_of(event)
    over = {one.pk: offer.too_many(one) for one in offer.sessions if offer.too_many(one)}
    return Stand(troubled, over)


def tell(request: HttpRequest, event: Event, *, stood: Stand) -> None:
    stands = stand(event)
    concerned = Counter(now.title for pk, now in stands.troubled.items() if stood.troubled.get(pk) != now)
    said = []
    for title, people in concerned.items():
        words = ngettext(
            "%(people)d person has chosen “%(item)s”; no mail about it is sent by itself.",
            "%(people)d people have chosen “%(item)s”; no mail about it is sent by itself.",
            people,
        )
        said.append(words % {"people": people, "item": title})
    if said:
        _warn(request, event, said, anchor="#affected-heading", words=_("See who must choose again"))
    items = {one.pk: one for one in event.sessions.filter(pk__in=stands.over)}
    fewer = [_fewer(items[pk], more) for pk, more in stands.over.items() if more > stood.over.get(pk, 0)]
    if fewer:
        _warn(request, event, fewer, anchor="", words=_("See who has chosen what"))


def _fewer(item: Session, more: int) -> str:
    places = item.places or 0
    said = ngettext(
        "“%(item)s” has %(places)d place, but %(taken)d have chosen it. Nobody loses it by itself.",
        "“%(item)s” has %(places)d places, but %(taken)d have chosen it. Nobody loses it by itself.",
        places,
    )
    return said % {"item": item.title, "places": places, "taken": places + more}


def _warn(request: HttpRequest, event: Event, said: list[str], *, anchor: str, words: str) -> None:
    address = reverse("admin:programme_event_items", args=[event.pk])
    told = format_html_join(" ", "{}", ((one,) for one in said))
    messages.warning(request, format_html('{} <a href="{}{}">{}</a>', told, address, anchor, words))
