"""*Skrivebordet*, the start page: how many we are at each coming event, who is new, what comes next and what somebody
has to look at. As many queries for one event as for hundreds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.clock import now
from programme import checklist, dates, publishing, ribbon
from programme.admin import rights
from programme.languages import reader_language
from programme.models import Event, Organisation, ProgrammePdf
from programme.ribbon import Kind
from registration import deciding, policy
from registration.admin import first_steps
from registration.admin.base import Step
from registration.admin.decide import counted
from registration.admin.event_people import event_url, page_url, people_url
from registration.admin.rights import may_handle
from registration.admin.wishes import waiting_to_be_distributed
from registration.event_states import event_state
from registration.models import OwedMail
from registration.services.line import has_what_is_free
from registration.services.places import by_event, left_of
from registration.templatetags.registration import StateInWords, state_words

MOST_COMING = 7
MOST_DRAFTS = 3
MOST_MAILS = 10
# In the list of one event's attendees the last column says since when: the newest first.
NEWEST_FIRST = "-4"


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Persons: who have a place, how many of them have it since yesterday, within a week and by an invitation, and who
    wait for one."""

    taken: int = 0
    since_yesterday: int = 0
    this_week: int = 0
    waiting: int = 0
    invited: int = 0


@dataclass(frozen=True, kw_only=True)
class Card:
    """A coming event that is announced."""

    event: Event
    url: str
    when: str
    day: dates.DayBlock
    state: StateInWords
    numbers: Numbers
    people_url: str
    newest_url: str
    ahead: str
    # The count against the smallest number, where somebody is to decide whether it takes place, and where that is done.
    decision: str
    decide_url: str
    # Until when people wish for programme items, where they are to be distributed, and where that is done.
    wishes: str
    wishes_url: str
    lacks_pdf: bool
    acts: Sequence[Step]

    @property
    def has_people(self) -> bool:
        """Whether it has any, or anybody can sign up here."""
        return self.event.sign_up == Event.SignUp.HERE or self.numbers != Numbers()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A coming event that nobody sees yet, and what it still lacks."""

    event: Event
    url: str
    when: str
    missing: Sequence[str]
    acts: Sequence[Step]
    may_publish: bool


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """The mails of one event that could not be sent, or have waited too long."""

    title: str
    failed: int
    failed_url: str
    late: int
    late_url: str


def context(request: HttpRequest) -> dict[str, Any]:
    """What the start page shows of the user's own events."""
    at = now()
    today = dates.day_in(at, settings.TIME_ZONE)
    common = {"today": dates.day_phrase(today, reader_language())}
    if not rights.works_here(request):
        return {"desk": common | {"contact": settings.CONTACT_EMAIL}}
    visible = Event.objects.visible_to(request.user).coming(today).select_related("owner")
    coming = list(visible.announced()[: MOST_COMING + 1])
    drafts = list(visible.filter(status=Event.Status.DRAFT)[: MOST_DRAFTS + 1])
    shown = coming[:MOST_COMING]
    events = reverse("admin:programme_event_changelist")
    desk = common | {
        "works_here": True,
        "people_url": reverse("admin:registration_registration_changelist"),
        "cards": cards(request, shown, today=today, at=at),
        "drafts": drafts_shown(request, drafts[:MOST_DRAFTS]),
        "names_owners": Organisation.objects.visible_to(request.user)[1:2].exists(),
        "coming_url": f"{events}?tid=kommende" if len(coming) > MOST_COMING else "",
        "drafts_url": f"{events}?status__exact=draft" if len(drafts) > MOST_DRAFTS else "",
        "add_url": reverse("admin:programme_event_add") if rights.changes_something(request) else "",
        "troubles": troubles(request, today=today, at=at),
        "steps": first_steps.steps(request, at=at),
    }
    return {"desk": desk}


def _when(event: Event) -> str:
    return dates.period_phrase(
        event.starts_on, event.starts_at, event.ends_on, event.ends_at, reader_language()
    )


# ------------------------------------------------------------------ what is announced


def cards(request: HttpRequest, events: Sequence[Event], *, today: date, at: datetime) -> list[Card]:
    """Two queries, however many they are, one more where something can be chosen, and one for each whose free places
    are for those who wait."""
    found = numbers(events, today=today)
    printed = set(
        ProgrammePdf.objects.filter(event__in=events).values_list("event_id", "content_hash"),
    )
    wishes = waiting_to_be_distributed(events, at=at)
    return [
        Card(
            event=event,
            url=event_url(event),
            when=_when(event),
            day=dates.day_block(event.starts_on, reader_language()),
            state=state_of(event, found[event.pk], at=at),
            numbers=found[event.pk],
            people_url=people_url(event),
            newest_url=people_url(event, o=NEWEST_FIRST),
            ahead=ahead(event, at=at),
            decision=counted(event, taken=found[event.pk].taken)
            if deciding.is_to_decide(event, now=at)
            else "",
            decide_url=page_url(event, "decide"),
            wishes=wishes.get(event.pk, ""),
            wishes_url=page_url(event, "wishes"),
            lacks_pdf=event.programme_changed_at is None or (event.pk, publishing.key(event)) not in printed,
            acts=acts(request, event),
        )
        for event in events
    ]


def numbers(events: Sequence[Event], *, today: date) -> dict[int, Numbers]:
    since = {
        days: Q(confirmed_at__gte=dates.start_of(today - timedelta(days=days), settings.TIME_ZONE))
        for days in (1, 7)
    }
    found = by_event(events, since_yesterday=since[1], this_week=since[7])
    return {event.pk: Numbers(**found.get(event.pk, {})) for event in events}


def state_of(event: Event, found: Numbers, *, at: datetime) -> StateInWords:
    """The word of the public pages."""
    left = left_of(event, taken=found.taken, invited=found.invited)
    others = has_what_is_free(event, left=left, waiting=found.waiting)
    state = event_state(event, policy.windows(event), now=at, places_left=left, others_wait=others)
    return StateInWords(state.value, state_words(state))


def ahead(event: Event, *, at: datetime) -> str:
    """The next of the announced deadlines with its date; "" once the event has begun or is called off."""
    facts = policy.windows(event)
    if facts.cancelled or at >= facts.begins:
        return ""
    stations = ribbon.stations(event, language=reader_language(), terms=event.terms, is_free=event.is_free)
    if not ribbon.is_shown(event):
        stations = [one for one in stations if one.kind is Kind.BEGINS]
    following = stations[policy.passed([one.at for one in stations], now=at)]
    words = {
        Kind.OPENS: _("Sign-up opens on %(day)s"),
        Kind.CLOSES: _("Last day of sign-up is %(day)s"),
        Kind.FREE_UNTIL: _("Binding after %(day)s"),
        Kind.COSTS_UNTIL: _("Cancelling costs more after %(day)s"),
        Kind.SUBSTITUTES_UNTIL: _("Last day for substitutes is %(day)s"),
        Kind.BEGINS: _("No deadline before the day itself"),
    }
    if event.terms.has_steps:
        words[Kind.FREE_UNTIL] = _("Cancelling costs something after %(day)s")
    elif event.is_free:
        words[Kind.FREE_UNTIL] = _("Last day to cancel is %(day)s")
    sentence, day = words[following.kind], following.on
    said = sentence % {"day": dates.day_phrase(day, reader_language())} if "%" in sentence else sentence
    return f"{said} ({in_days((day - dates.day_in(at, event.timezone)).days)})"


def in_days(number: int) -> str:
    if number <= 0:
        return _("today")
    return ngettext("tomorrow", "in %(number)d days", number) % {"number": number}


def acts(request: HttpRequest, event: Event) -> list[Step]:
    """What is done every week, in that order, as far as the user may, and as people sign up for the event."""
    signs_up = event.sign_up != Event.SignUp.NONE
    called_off = event.status == Event.Status.CANCELLED
    handles, changes = may_handle(request, event), rights.may_change(request, event.owner_id)
    found = [
        (True, _("Attendees"), people_url(event)),
        (
            handles and signs_up and not called_off,
            _("Sign up on behalf of others"),
            page_url(event, "sign_up"),
        ),
        (changes, _("The programme"), page_url(event, "programme")),
        (signs_up, _("Copy addresses"), page_url(event, "addresses")),
        (signs_up, _("Take along in Excel"), page_url(event, "excel")),
        (True, _("See the page"), event.get_absolute_url()),
    ]
    return [(label, address) for allowed, label, address in found if allowed]


# ------------------------------------------------------------------ what is not announced, and what went wrong


def drafts_shown(request: HttpRequest, events: Sequence[Event]) -> list[Draft]:
    """One query, however many they are."""
    items = dict(
        Event.objects.filter(pk__in=[event.pk for event in events])
        .order_by()
        .annotate(items=Count("sessions"))
        .values_list("pk", "items")
    )
    return [
        Draft(
            event=event,
            url=event_url(event),
            when=_when(event),
            missing=checklist.missing(event, items=items[event.pk]),
            acts=draft_acts(request, event),
            may_publish=rights.may_change(request, event.owner_id),
        )
        for event in events
    ]


def draft_acts(request: HttpRequest, event: Event) -> list[Step]:
    preview = (_("Preview"), event.get_absolute_url())
    if not rights.may_change(request, event.owner_id):
        return [preview]
    return [
        (_("Write on"), event_url(event)),
        (_("The programme"), page_url(event, "programme")),
        preview,
    ]


def troubles(request: HttpRequest, *, today: date, at: datetime) -> list[Trouble]:
    """Of the events that are not over; one query."""
    mails = OwedMail.objects.visible_to(request.user).filter(event__ends_on__gte=today)
    rows = (
        mails.to_be_looked_at(at)
        .order_by()
        .values("event", "event__title", "event__starts_on")
        .annotate(failed=Count("pk", filter=Q(status=OwedMail.Status.FAILED)), all=Count("pk"))
        .order_by("event__starts_on", "event")
    )
    address = reverse("admin:registration_owedmail_changelist")
    return [
        Trouble(
            title=row["event__title"],
            failed=row["failed"],
            failed_url=f"{address}?event={row['event']}&tilstand=failed",
            late=row["all"] - row["failed"],
            late_url=f"{address}?event={row['event']}&tilstand=for-laenge",
        )
        for row in rows[:MOST_MAILS]
    ]
