"""What to do next where nobody has signed up for anything yet: from an empty installation to the first sign-up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from programme import dates
from programme.admin import rights
from programme.languages import reader_language
from programme.models import Event, Organisation, Session, Venue
from registration import policy
from registration.admin.event_people import event_url, page_url
from registration.models import Registration
from registration.services.places import places_left


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """`address` leads to where it is done, under the name `act`; empty where there is nothing to press yet."""

    title: str
    told: str
    done: bool
    act: str = ""
    address: str = ""
    is_next: bool = False


def steps(request: HttpRequest, *, at: datetime) -> list[FirstStep]:
    """The way to the first sign-up with what is done of it; none once somebody has signed up, nor for whoever only
    looks. As many queries whatever there is."""
    superuser = bool(request.user.is_superuser)
    if not rights.changes_something(request) or Registration.objects.visible_to(request.user).exists():
        return []
    visible = Event.objects.visible_to(request.user).select_related("owner")
    # The one that is furthest: announced before drafts, the newest first.
    event = visible.announced().order_by("-pk").first() or visible.order_by("-pk").first()
    found = list(_steps(request, event, superuser=superuser, at=at))
    following = next((place for place, step in enumerate(found) if not step.done), len(found))
    return [
        replace(
            step,
            is_next=place == following,
            address=step.address if place == following or step.done else "",
        )
        for place, step in enumerate(found)
    ]


def _steps(
    request: HttpRequest, event: Event | None, *, superuser: bool, at: datetime
) -> Iterator[FirstStep]:
    mine = Organisation.objects.visible_to(request.user).order_by("pk").first()
    yield FirstStep(
        title=_("The organisation"),
        told=_("Who announces the event, and whom people write to about their data."),
        done=mine is not None,
        act=_("See it") if mine else _("Write the organisation"),
        address=reverse("admin:programme_organisation_change", args=[mine.pk])
        if mine
        else reverse("admin:programme_organisation_add")
        if superuser
        else "",
    )
    venue = Venue.objects.visible_to(request.user).order_by("-pk").first()
    yield FirstStep(
        title=_("The venue"),
        told=_("Name, address, how to get there and access."),
        done=venue is not None,
        act=_("See it") if venue else _("Add a venue"),
        address=reverse("admin:programme_venue_change", args=[venue.pk])
        if venue
        else reverse("admin:programme_venue_add"),
    )
    yield FirstStep(
        title=_("The event"),
        told=_("Title, day and contact are enough to begin with. Nobody sees it before you show it."),
        done=event is not None,
        act=_("See it") if event else _("Add an event"),
        address=event_url(event) if event else reverse("admin:programme_event_add"),
    )
    yield FirstStep(
        title=_("The programme"),
        told=_("One row for each programme item, as in a document."),
        done=event is not None and Session.objects.filter(event=event).exists(),
        act=_("Write the programme"),
        address=page_url(event, "programme") if event else "",
    )
    announced = event is not None and event.is_announced
    yield FirstStep(
        title=_("Preview and show on the website"),
        told=_("Look at the page as others will see it. Under Status you then choose “published”."),
        done=announced,
        act=_("See the page") if announced else _("Preview"),
        address=event.get_absolute_url() if event else "",
    )
    yield _opening(event, at=at)


def _opening(event: Event | None, *, at: datetime) -> FirstStep:
    """The last step does itself, on its day."""
    title = _("Sign-up opens")
    if event is None or not event.is_announced:
        return FirstStep(
            title=title,
            told=_("By itself, on the day you choose, or as soon as the event is on the website."),
            done=False,
        )
    facts = policy.windows(event)
    is_open = bool(policy.may_sign_up(facts, now=at, places_left=places_left(event)))
    if is_open:
        told = _("It is open. Here you see how many you are as soon as somebody has signed up.")
    elif event.registration_opens_on and facts.opens is not None and at < facts.opens:
        day = dates.day_phrase(event.registration_opens_on, reader_language())
        told = _("It opens by itself on %(day)s.") % {"day": day}
    else:
        told = _("It is not open. Look at “Sign-up and deadlines” on the event's page.")
    return FirstStep(
        title=title, told=told, done=is_open, act=_("Sign-up and deadlines"), address=event_url(event)
    )
