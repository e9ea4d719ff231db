"""Who has no item of a choice since its items were distributed by wishes, and what each had wished for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from programme.models import ChoiceGroup, Event, Session
from registration import item_sentences, sharing
from registration.models import Registration, SessionChoice, SessionWish


@dataclass(frozen=True, kw_only=True)
class EmptyHanded:
    """Somebody who has nothing of one or more of the distributed choices; a line for each of these."""

    person: Registration
    url: str
    wished: list[str] = field(default_factory=list)


def is_distributed(group: ChoiceGroup | None) -> bool:
    return group is not None and group.distributed_at is not None


def empty_handed(people: QuerySet[Registration], event: Event) -> QuerySet[Registration]:
    """Those of the people who have a place and nothing of a choice that was distributed."""
    lacking = Q(pk__in=[])
    for group in _distributed(event):
        lacking |= _lacks(group)
    return people.filter(lacking, status=Registration.Status.CONFIRMED, event=event)


def listed(event: Event) -> list[EmptyHanded]:
    """All of them in the order of their names, each with her wishes: two queries and two more for each choice that
    was distributed, however many people there are."""
    found: dict[int, EmptyHanded] = {}
    for group, people in _by_choice(event):
        wishes = _wishes(group)
        for person in people:
            url = reverse("admin:registration_registration_change", args=[person.pk])
            one = found.setdefault(person.pk, EmptyHanded(person=person, url=url))
            line = item_sentences.wish_line(wishes[person.pk]) or _("wrote no wish")
            one.wished.append(f"{group.name}: {line}")
    return sorted(found.values(), key=lambda one: (one.person.name_sort, one.person.pk))


def _by_choice(event: Event) -> Iterable[tuple[ChoiceGroup, QuerySet[Registration]]]:
    coming = Registration.objects.filter(event=event, status=Registration.Status.CONFIRMED)
    return [(group, coming.filter(_lacks(group)).select_related("booking")) for group in _distributed(event)]


def _wishes(group: ChoiceGroup) -> dict[int, list[str]]:
    titles: dict[int, list[str]] = defaultdict(list)
    rows = SessionWish.objects.filter(choice=group).order_by("rank")
    for person, title in rows.values_list("registration", "title"):
        titles[person].append(title)
    return titles


def _distributed(event: Event) -> list[ChoiceGroup]:
    """The choices that were distributed and of which something can still be had."""
    if not event.has_choices:
        return []
    groups = event.choices.filter(distributed_at__isnull=False, sessions__status=Session.Status.PLANNED)
    return list(groups.distinct().prefetch_related("sessions"))


def _lacks(group: ChoiceGroup) -> Q:
    """Who wrote a wish in it, or was to write one when it was distributed, and has no item of it that takes place."""
    planned = [one for one in group.sessions.all() if not one.is_cancelled]
    has_one = SessionChoice.objects.filter(session__in=planned).values("registration")
    expected = Q(pk__in=SessionWish.objects.filter(choice=group).values("registration"))
    if group.required:
        expected |= Q(confirmed_at__lte=group.distributed_at) & ~Q(name="")
    # Whoever shares her place can have what is on her own days.
    return expected & sharing.coming_on({one.day for one in planned}) & ~Q(pk__in=has_one)
