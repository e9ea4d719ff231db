"""Turns the demo's data into rows, each validated as a form would."""

import os
import secrets
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from django.db import models

from programme import dates
from programme.models import (
    Appearance,
    Event,
    Membership,
    Organisation,
    Organiser,
    Rescheduling,
    Session,
    Speaker,
    TargetGroup,
    User,
    Venue,
)
from registration.demo.shapes import Announcement, By, Change, Institution, Item, Place
from registration.services.moving import move

Row = TypeVar("Row", bound=models.Model)

ORGANISER_EMAIL = "dorte@example.org"
# No 0, 1, i, l or o: the password is read from a terminal and typed.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def kept(row: Row) -> Row:
    row.full_clean()
    row.save()
    return row


def organisation_of(institution: Institution) -> Organisation:
    found = Organisation.objects.filter(name=institution.name).first()
    return found or kept(
        Organisation(
            name=institution.name,
            short_name=institution.short_name,
            website=institution.website,
            email=institution.email,
        )
    )


def group_of(name: str) -> TargetGroup:
    return TargetGroup.objects.filter(name=name).first() or kept(TargetGroup(name=name))


def announce(announcement: Announcement, *, owner: Organisation) -> Event:
    """The event with place, organisers, programme and, where it was moved, its old day and address."""
    published = {"status": Event.Status.PUBLISHED}
    moved = announcement.moved_from
    event = kept(
        Event(
            owner=owner,
            sequence=1 if moved else 0,
            venue=venue_of(announcement.place, owner=owner),
            **published | announcement.fields,
        )
    )
    for order, (institution, role) in enumerate(announcement.organisers):
        kept(Organiser(event=event, organisation=organisation_of(institution), role=role, order=order))
    event.target_groups.set([group_of(name) for name in announcement.target_groups])
    for order, item in enumerate(announcement.programme):
        add_item(event, item, order=order, biographies=announcement.biographies)
    if moved:
        kept(
            Rescheduling(
                event=event,
                old_starts_on=moved.day,
                old_starts_at=event.starts_at,
                old_ends_on=moved.day,
                old_ends_at=event.ends_at,
                old_place=event.venue.full_place if event.venue else "",
                old_slug=moved.slug,
                at=moved.at,
            )
        )
    return event


def venue_of(place: Place, *, owner: Organisation) -> Venue:
    found = Venue.objects.filter(owner=owner, name=place.name, room_note=place.room_note).first()
    return found or kept(Venue(owner=owner, **vars(place)))


def first_shown(event: Event, *, now: datetime) -> datetime:
    """When an event of the demo was first announced as it is: when it was moved, or in the morning of the day on which
    its sign-up opens, or else ten weeks before it; never later than now."""
    moved = Rescheduling.objects.filter(event=event).order_by("at").last()
    if moved is not None:
        return moved.at
    day = event.registration_opens_on or event.starts_on - timedelta(weeks=10)
    return min(now, dates.instant(day, time(10), event.timezone))


def change(event: Event, change: Change, *, now: datetime) -> None:
    """Moves an announced event or calls it off, as an organiser's save does."""
    before = Event.objects.select_related("venue").get(pk=event.pk)
    for name, value in change.fields.items():
        setattr(event, name, value)
    kept(event)
    move(before=before, after=event, by=None, reason=change.reason, now=now)


def add_item(
    event: Event, item: Item, *, order: int, biographies: dict[str, str], parent: Session | None = None
) -> None:
    starts_at, ends_at = item.times
    session = kept(
        Session(
            event=event,
            parent=parent,
            day=event.starts_on + timedelta(days=item.day - 1),
            starts_at=starts_at,
            ends_at=ends_at,
            kind=item.kind,
            title=item.title,
            abstract=item.abstract,
            room=item.room,
            track=item.track,
            order=order,
        )
    )
    for place, by in enumerate(item.by):
        kept(
            Appearance(
                session=session,
                speaker=speaker_of(by, owner=event.owner, biography=biographies.get(by.name, "")),
                role=by.role,
                title=by.title,
                affiliation=by.affiliation,
                order=place,
            )
        )
    for place, talk in enumerate(item.talks):
        add_item(event, talk, order=place, biographies=biographies, parent=session)


def speaker_of(by: By, *, owner: Organisation, biography: str) -> Speaker:
    found = Speaker.objects.filter(owner=owner, name=by.name).first()
    return found or kept(Speaker(owner=owner, name=by.name, biography=biography))


def new_password() -> str:
    """Sixteen letters and digits in four groups."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def organisers_login(organisations: list[Organisation]) -> tuple[User, str]:
    """Dorte, who administers these organisations and nothing else, and the password made for her."""
    password = new_password()
    user = User(email=ORGANISER_EMAIL, name="Dorte Ørsted")
    user.set_password(password)
    kept(user)
    for organisation in organisations:
        kept(Membership(user=user, organisation=organisation, role=Membership.Role.ADMINISTRATOR))
    return user, password


def write_login(place: Path, *, email: str, password: str) -> None:
    """Two lines for the owner of this installation only; the file appears whole or not at all."""
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600), "w") as file:
        file.write(f"{email}\n{password}\n")
    draft.replace(place)
