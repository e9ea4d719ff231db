"""Which events a visitor asks for, as it stands in the address of a list: words, an organiser, a place, a target group.
The same address narrows the list, the calendar and the links between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from programme.folding import name_sort, search_terms, tidy
from programme.models import Organisation, Organiser, TargetGroup, Venue
from programme.models.event import EventQuerySet

LONGEST_QUERY, LONGEST_PLACE = 200, 302
# What the parts are called in an address.
QUERY, ORGANISER, PLACE, GROUP = "q", "arrangoer", "sted", "maalgruppe"


@dataclass(frozen=True, slots=True)
class Asked:
    """`place` is a town, or a house as in "Nordkraft, Aalborg"; `organiser` and `group` are ids."""

    query: str = ""
    organiser: int | None = None
    place: str = ""
    group: int | None = None

    @property
    def narrows(self) -> bool:
        return bool(search_terms(self.query) or self.organiser or self.place or self.group)

    @property
    def beside_words(self) -> bool:
        """Whether anything was chosen beside words."""
        return bool(self.organiser or self.place or self.group)

    def of(self, events: EventQuerySet) -> EventQuerySet:
        """Those of the events that were asked for, in the same order."""
        if self.organiser is not None:
            part = Organiser.objects.filter(organisation=self.organiser).values("event")
            events = events.filter(Q(owner=self.organiser) | Q(pk__in=part))
        if self.place:
            events = events.filter(venue__in=Venue.objects.filter(self._is_there()))
        if self.group is not None:
            events = events.filter(target_groups=self.group)
        return events.matching(self.query)

    def _is_there(self) -> Q:
        name, _comma, city = self.place.rpartition(", ")
        return Q(city=self.place) | Q(name=name, city=city) | Q(name=self.place, city="")

    def address(self, path: str, **more: object) -> str:
        """An address that asks for the same, with `more` after it; what is empty is left out."""
        parts = {
            QUERY: self.query, ORGANISER: self.organiser, PLACE: self.place, GROUP: self.group, **more
        }  # fmt: skip
        said = urlencode({name: value for name, value in parts.items() if value})
        return f"{path}?{said}" if said else path


def read(typed: Mapping[str, str]) -> Asked:
    """What an address asks for. What cannot be read asks for nothing."""
    return Asked(
        query=tidy(typed.get(QUERY, ""))[:LONGEST_QUERY],
        organiser=whole_number(typed.get(ORGANISER, "")),
        place=tidy(typed.get(PLACE, ""))[:LONGEST_PLACE],
        group=whole_number(typed.get(GROUP, "")),
    )


def whole_number(text: str) -> int | None:
    """The number, from 1 to nine digits."""
    return int(text) or None if text.isascii() and text.isdecimal() and len(text) < 10 else None


# ------------------------------------------------------------------ what there is to choose among


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Town:
    """The houses of a town; `label` stands over them where there are several."""

    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Choices:
    """What is in use among some events, and what was chosen all the same; empty where there is no choice."""

    organisers: list[Choice]
    towns: list[Town]
    groups: list[Choice]


def choices(events: EventQuerySet, asked: Asked) -> Choices:
    """Three queries, however many events there are."""
    scope = events.order_by().values("pk")
    part = Organiser.objects.filter(event__in=scope).values("organisation")
    owners = events.order_by().values("owner")
    organisers = Organisation.objects.filter(Q(pk__in=part) | Q(pk__in=owners) | Q(pk=asked.organiser))
    used = Venue.objects.filter(pk__in=events.order_by().values("venue"))
    groups = TargetGroup.objects.filter(Q(events__in=scope) | Q(pk=asked.group)).distinct()
    return Choices(
        organisers=_choices(organisers.values_list("pk", "name"), asked.organiser),
        towns=_towns(used.order_by().values_list("name", "city").distinct(), asked.place),
        groups=_choices(groups.values_list("pk", "name"), asked.group),
    )


def _choices(rows: Iterable[tuple[int, str]], chosen: int | None) -> list[Choice]:
    found = [Choice(str(pk), name, pk == chosen) for pk, name in sorted(rows, key=_by_name)]
    return found if len(found) > 1 or chosen else []


def _by_name(row: tuple[Any, str]) -> str:
    return name_sort(row[1])


def _towns(houses: Iterable[tuple[str, str]], chosen: str) -> list[Town]:
    """Towns in Danish order. One with several houses is offered whole and house by house."""
    in_order = sorted(((city or name, name, city) for name, city in houses), key=_by_town)
    found = [_town(town, list(rows), chosen) for town, rows in groupby(in_order, key=lambda row: row[0])]
    if chosen and not any(choice.is_chosen for town in found for choice in town.choices):
        found.append(Town("", [Choice(chosen, chosen, True)]))
    return found if len(found) > 1 or chosen or any(len(town.choices) > 1 for town in found) else []


def _by_town(row: tuple[str, str, str]) -> tuple[str, str, str]:
    return name_sort(row[0]), row[0], name_sort(row[1])


def _town(town: str, houses: list[tuple[str, str, str]], chosen: str) -> Town:
    if len(houses) == 1:
        is_chosen = chosen in {town, _house(*houses[0][1:])}
        return Town("", [Choice(chosen if is_chosen else town, town, is_chosen)])
    whole = Choice(town, _("All of %(town)s") % {"town": town}, town == chosen)
    found = [(name, _house(name, city)) for _town, name, city in houses]
    return Town(town, [whole, *(Choice(house, name, house == chosen) for name, house in found)])


def _house(name: str, city: str) -> str:
    return f"{name}, {city}" if city else name
