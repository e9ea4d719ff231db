"""*Historik*: who did what, when, and which rule was set aside. Personal values stand on an entry's own page only; but
which programme items somebody got or gave on without choosing them, her lines say too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme import dates
from programme.templatetags.dates import unparted
from registration.admin.base import PeopleAdmin, page
from registration.admin.filters import BentFilter, EventFilter
from registration.models import Booking, HistoryEntry, Registration
from registration.words import done_by, fields_words, rule_words, what_was_done

MOST_LINES = 100


@dataclass(frozen=True)
class Line:
    """An entry as a list shows it."""

    at: datetime
    zone: str
    what: str
    who: str
    fields: str
    items: str
    rule: str
    reason: str
    place: Registration | None


def line(entry: HistoryEntry) -> Line:
    about_mail = entry.verb == HistoryEntry.Verb.MAIL_AGAIN
    return Line(
        at=entry.at,
        zone=entry.event.timezone,
        what=what_was_done(entry),
        who=done_by(entry),
        fields="" if about_mail else fields_words(entry.fields),
        items="; ".join(f"{words}: {titles}" if words else titles for words, titles in _titles(entry)),
        rule=rule_words(entry.bent),
        reason=entry.reason,
        place=entry.registration,
    )


def lines_about(*, registration: Registration | None = None, booking: Booking | None = None) -> list[Line]:
    """What happened to a place, or to a booking and all its places, the newest first."""
    about: Q = Q(registration=registration) if registration is not None else Q(booking=booking)
    if registration is not None and registration.status == Registration.Status.SUBSTITUTED:
        # The hand-over is written with the new person's place and ends this one too.
        about |= Q(registration__substitute_for=registration, verb=HistoryEntry.Verb.SUBSTITUTED)
    entries: Iterable[HistoryEntry] = HistoryEntry.objects.filter(about).select_related(
        "user", "event", "registration__booking"
    )[:MOST_LINES]
    return [line(entry) for entry in entries]


@admin.register(HistoryEntry)
class HistoryAdmin(PeopleAdmin):
    list_display = ["when", "verb", "about", "at_event", "who", "rule"]
    list_display_links = ["when"]
    list_filter = [EventFilter, BentFilter, "verb"]
    ordering = ["-at", "-pk"]
    empty_list = gettext_lazy("Nothing has happened yet. Here stands who did what to a place, and when.")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("user", "registration", "booking")

    @admin.display(description=gettext_lazy("when"), ordering="at")
    def when(self, entry: HistoryEntry) -> str:
        return unparted(dates.short_instant_phrase(entry.at, entry.event.timezone, "da"))

    @admin.display(description=gettext_lazy("by"))
    def who(self, entry: HistoryEntry) -> str:
        return done_by(entry)

    @admin.display(description=gettext_lazy("about"))
    def about(self, entry: HistoryEntry) -> str:
        """The person as she is called now, or the booking and its contact."""
        if entry.registration is not None:
            if entry.booking is not None:
                entry.registration.booking = entry.booking
            return entry.registration.called
        if entry.booking is not None:
            return f"{entry.booking.number}, {entry.booking.contact_name}"
        return ""

    @admin.display(description=gettext_lazy("rule set aside, and why"))
    def rule(self, entry: HistoryEntry) -> str:
        return ": ".join(filter(None, (rule_words(entry.bent), entry.reason)))

    def row_page(self, request: HttpRequest, entry: HistoryEntry) -> HttpResponse:
        return page(
            request,
            "history_entry",
            site=self.admin_site,
            title=capfirst(what_was_done(entry)),
            way=[self.list_step()],
            entry=entry,
            line=line(entry),
            before=values_before(entry),
            passed=[
                *whose_place(entry),
                *((words or _("Programme items"), titles) for words, titles in _titles(entry)),
            ],
        )


def _titles(entry: HistoryEntry) -> list[tuple[str, str]]:
    if entry.verb == HistoryEntry.Verb.GOT_WISH and entry.personal.get("items"):
        return [("", ", ".join(entry.personal["items"]))]
    return what_passed(entry)


def whose_place(entry: HistoryEntry) -> list[tuple[str, str]]:
    """With whose place a turn on the waiting list ended."""
    of = entry.personal.get("of", "") if entry.verb == HistoryEntry.Verb.LEFT_LIST else ""
    return [(_("The other place was that of"), of)] if of else []


def what_passed(entry: HistoryEntry) -> list[tuple[str, str]]:
    """Of what was chosen of the programme and followed the day: to whom or from whom, and what did not go over."""
    if entry.verb != HistoryEntry.Verb.ITEMS_PASSED:
        return []
    told, titles = entry.personal, {name: entry.personal.get(name, []) for name in ("over", "freed")}
    over = _("Went over to %(name)s") if "to" in told else _("Came from %(name)s")
    lines = [
        (over % {"name": told.get("to") or told.get("from", "")}, titles["over"]),
        (_("No longer chosen"), titles["freed"]),
    ]
    return [(words, ", ".join(found)) for words, found in lines if found]


def values_before(entry: HistoryEntry) -> list[tuple[str, str]]:
    """The facts as they were before a correction, by the names they have on a form."""
    # Sorted, because PostgreSQL keeps the keys of such a column in an order of its own.
    before = sorted(entry.personal.get("before", {}).items())
    model = Registration if entry.registration_id else Booking
    prefix = "" if entry.registration_id else "contact_"
    names = {field.name: getattr(field, "verbose_name", "") for field in model._meta.get_fields()}
    return [(capfirst(str(names.get(f"{prefix}{name}", name))), str(value)) for name, value in before]
