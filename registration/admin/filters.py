"""What the lists about people can be narrowed to."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from conference import clock
from programme import dates
from programme.languages import reader_language
from programme.models import Event
from programme.narrowing import whole_number
from registration import sharing
from registration.models import HistoryEntry, OwedMail, Registration
from registration.words import status_words

MOST_EVENTS = 15
# In the address: all the user's events are offered.
ALL_EVENTS = "alle"
RECENT = timedelta(days=60)
TOO_LONG = "for-laenge"


def near_events(request: HttpRequest) -> list[Event]:
    """The user's nearest coming and recent events, or all of them where that is asked for, and the one the address
    names; read once for a request."""
    known: list[Event] | None = getattr(request, "_near_events", None)
    if known is None:
        visible = Event.objects.visible_to(request.user)
        since = dates.day_in(clock.now(), settings.TIME_ZONE) - RECENT
        asked = request.GET.get(EventFilter.parameter_name, "")
        if asked == ALL_EVENTS:
            known = list(visible.order_by("-starts_on", "-pk"))
        else:
            known = list(visible.filter(ends_on__gte=since).order_by("starts_on", "pk")[:MOST_EVENTS])
        chosen = whole_number(asked)
        if chosen is not None and chosen not in {event.pk for event in known}:
            known += visible.filter(pk=chosen)
        request._near_events = known  # type: ignore[attr-defined]
    return known


def event_of_list(request: HttpRequest) -> Event | None:
    """The event whose list it is; None for a list of several."""
    asked = request.GET.get(EventFilter.parameter_name, "")
    return next((event for event in near_events(request) if str(event.pk) == asked), None)


class EventFilter(admin.SimpleListFilter):
    """One of the user's events: the nearest coming and recent ones, and the one chosen already; and a way to them
    all."""

    title = _("event")
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        offered = [(str(event.pk), str(event)) for event in near_events(request)]
        return [*offered, (ALL_EVENTS, _("All my events …"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:  # noqa: ARG002
        event = whole_number(self.value() or "")
        return None if event is None else queryset.filter(event_id=event)


def chosen_event(filters: Iterable[Any]) -> str:
    """The event a list is narrowed to; "" where it shows several."""
    ours = next((one for one in filters if isinstance(one, EventFilter)), None)
    named = ours.lookup_choices if ours is not None else []
    chosen = ours.value() if ours is not None else None
    return next((str(label) for value, label in named if value == chosen != ALL_EVENTS), "")


# Two ways in which a place that was left is still owed.
GIVEN_BACK, AT_A_COST = "givet-tilbage", "afmeldt-mod-betaling"


class StatusFilter(admin.SimpleListFilter):
    """Those who have a place, unless somebody asks for others: the number of the list is then how many we are. A search
    looks among everybody, since it is about one person; but of a day among those who come, as nobody else comes on it.
    """

    title = _("status")
    parameter_name = "status"

    def __init__(self, request: HttpRequest, params: dict[str, Any], *args: Any) -> None:
        of_a_day = bool(request.GET.get(DayFilter.parameter_name))
        self.everybody_unless_said = bool(request.GET.get("q", "").strip()) and not of_a_day
        super().__init__(request, params, *args)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        Status = Registration.Status
        words = [
            (Status.WAITING, status_words(Status.WAITING)),
            (Status.OFFERED, status_words(Status.OFFERED)),
            (Status.EXPIRED, status_words(Status.EXPIRED)),
            (Status.CANCELLED, status_words(Status.CANCELLED)),
            (GIVEN_BACK, status_words(Status.CANCELLED, still_owed=True)),
            (AT_A_COST, status_words(Status.CANCELLED, still_owed=True, at_a_cost=True)),
            (Status.SUBSTITUTED, status_words(Status.SUBSTITUTED)),
        ]
        return [
            ("nu", _("Have a place")),
            *((value, capfirst(label)) for value, label in words),
            ("alle", _("Everybody")),
        ]

    def value(self) -> str:
        return super().value() or ("alle" if self.everybody_unless_said else "nu")

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:  # noqa: ARG002
        value = self.value()
        if value == "alle":
            return None
        if value in {GIVEN_BACK, AT_A_COST}:
            return queryset.filter(still_owed=True, at_a_cost=value == AT_A_COST)
        if value in Registration.Status.values:
            return queryset.filter(status=value, still_owed=False)
        return queryset.filter(Registration.COMES)

    def choices(self, changelist: Any) -> Iterator[Any]:
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }


class PriceFilter(admin.SimpleListFilter):
    """Those of one price class, where the list is that of an event with several."""

    title = _("price class")
    parameter_name = "priskategori"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        event = event_of_list(request)
        if event is None or not event.has_prices:
            return []
        rows = Registration.objects.filter(event=event).exclude(promised_class="").order_by("promised_class")
        return [(name, name) for name in rows.values_list("promised_class", flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:  # noqa: ARG002
        return queryset.filter(promised_class=self.value()) if self.value() else None


class MailFilter(admin.SimpleListFilter):
    """How it went with a mail; those that have waited too long have a choice of their own."""

    title = _("state")
    parameter_name = "tilstand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        words = [(value, capfirst(label)) for value, label in OwedMail.Status.choices]
        return [*words, (TOO_LONG, _("Has waited too long"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:  # noqa: ARG002
        value = self.value()
        if value == TOO_LONG:
            return queryset.late(clock.now())  # type: ignore[attr-defined]
        return queryset.filter(status=value) if value in OwedMail.Status.values else None


class SubstituteFilter(admin.SimpleListFilter):
    """Those who come instead of another, and those who were signed up themselves."""

    title = _("substitutes")
    parameter_name = "stedfortraeder"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        return [("ja", _("Come instead of another")), ("nej", _("Signed up themselves"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:  # noqa: ARG002
        if self.value() in {"ja", "nej"}:
            return queryset.filter(substitute_for__isnull=self.value() == "nej")
        return None


class DayFilter(admin.SimpleListFilter):
    """Those who come on one day of an event at which a place may be shared: the list for the desk."""

    title = _("day")
    parameter_name = "dag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        event = event_of_list(request)
        if event is None or not event.places_may_be_shared:
            return []
        language = reader_language()
        return [(day.isoformat(), capfirst(dates.day_phrase(day, language))) for day in event.days]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:  # noqa: ARG002
        if self.value() not in {value for value, _words in self.lookup_choices}:
            return None
        return queryset.filter(sharing.coming_on([date.fromisoformat(str(self.value()))]))


class BentFilter(admin.SimpleListFilter):
    """Entries in which an organiser set a rule aside."""

    title = _("rule set aside")
    parameter_name = "regel"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        return [("ja", _("A rule was set aside"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[HistoryEntry]) -> QuerySet | None:  # noqa: ARG002
        return queryset.filter(~Q(bent="")) if self.value() == "ja" else None
