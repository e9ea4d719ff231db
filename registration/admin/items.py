"""*Programpunkter med tilmelding*: how many have chosen each item, who they are, and who must choose again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.models import ChoiceGroup, Event, Session
from programme.narrowing import whole_number
from registration import choosing, item_sentences, sharing
from registration.admin.base import Step, page
from registration.admin.empty_handed import empty_handed, is_distributed, listed
from registration.choosing import Chosen
from registration.models import Registration, SessionChoice, SessionWish
from registration.services.choosing import offer_of
from registration.services.wishing import ranks_of, wished_for

NOT_CHOSEN = "mangler"
NO_WISH = "uden-oensker-"
EMPTY_HANDED = "intet"


@dataclass(frozen=True, kw_only=True)
class Line:
    """An item as the organiser's page lists it."""

    session: Session
    when: str
    choice: str
    taken: int
    is_full: bool
    too_many: int
    is_wished_for: bool
    wished: str
    people_url: str
    list_url: str
    item_url: str


@dataclass(frozen=True, kw_only=True)
class Affected:
    """Somebody whose choice no longer holds as it was made."""

    person: Registration
    url: str
    items: list[Chosen]


def items_url(event: Event) -> str:
    return reverse("admin:programme_event_items", args=[event.pk])


def items_page(
    request: HttpRequest, event: Event, *, site: admin.AdminSite, way: Sequence[Step], at: datetime
) -> HttpResponse:
    offer = offer_of(event)
    wished = wished_for(event) if offer.gathering else {}
    people = reverse("admin:registration_registration_changelist")
    lines = [
        Line(
            session=one,
            when=item_sentences.when(one, event),
            choice=one.choice.name if one.choice else "",
            taken=offer.taken.get(one.pk, 0),
            is_full=offer.is_full(one) and not choosing.is_wished_for(one) and not one.is_cancelled,
            too_many=offer.too_many(one),
            is_wished_for=choosing.is_wished_for(one),
            wished=item_sentences.wished_by(ranks_of(one, wished)),
            people_url=f"{people}?event={event.pk}&punkt={one.pk}",
            list_url=reverse("admin:programme_event_item", args=[event.pk, one.pk]),
            item_url=reverse("admin:programme_session_change", args=[one.pk]),
        )
        for one in offer.sessions
    ]
    missing = not_chosen(
        Registration.objects.filter(event=event, status=Registration.Status.CONFIRMED), event
    )
    return page(
        request,
        "items",
        site=site,
        title=_("Programme items that need signing up"),
        way=way,
        event=event,
        lines=lines,
        affected=affected(event),
        last_day=item_sentences.last_day(event),
        is_closed=at >= choosing.ends(event),
        gathers=bool(offer.gathering),
        wishes_url=reverse("admin:programme_event_wishes", args=[event.pk]),
        missing=missing.count(),
        missing_url=f"{people}?event={event.pk}&punkt={NOT_CHOSEN}",
        empty_handed=listed(event) if any(is_distributed(one.choice) for one in offer.sessions) else [],
        empty_handed_url=f"{people}?event={event.pk}&punkt={EMPTY_HANDED}",
        programme_url=reverse("admin:programme_event_programme", args=[event.pk]),
    )


def affected(event: Event) -> list[Affected]:
    """Those who must choose again, because an item was called off, moved or taken out, in the order of their names."""
    rows = SessionChoice.objects.filter(event=event).select_related("session", "registration__booking")
    by_person: dict[int, list[SessionChoice]] = {}
    for row in rows.order_by("registration__name_sort", "registration"):
        by_person.setdefault(row.registration_id, []).append(row)
    found = []
    for choices in by_person.values():
        troubled = [one for one in choosing.chosen_now(choices) if one.trouble]
        if troubled:
            person = choices[0].registration
            url = reverse("admin:registration_registration_change", args=[person.pk])
            found.append(Affected(person=person, url=url, items=troubled))
    return found


def not_chosen(people: QuerySet[Registration], event: Event) -> QuerySet[Registration]:
    """Those of the people who have not chosen, or wished for, what everybody must choose."""
    groups = list(event.choices.filter(required=True, sessions__status=Session.Status.PLANNED).distinct())
    lacks = Q(pk__in=[])
    for group in groups:
        have = SessionChoice.objects.filter(event=event, session__choice=group).values("registration")
        # Whoever shares her place chooses among what is on her own days.
        theirs = sharing.coming_on({one.day for one in group.sessions.all() if not one.is_cancelled})
        lacks_it = ~Q(pk__in=have) & theirs
        if group.gathers_wishes:
            wish = SessionWish.objects.filter(event=event, choice=group, session__choice=group)
            lacks_it &= ~Q(pk__in=wish.values("registration"))
        lacks |= lacks_it
    return people.filter(lacks, status=Registration.Status.CONFIRMED, event=event)


def wrote_no_wish(people: QuerySet[Registration], group: ChoiceGroup) -> QuerySet[Registration]:
    """Those of the people who could wish in a choice and have written nothing: whoever has one of its items, or is yet
    to be named, cannot."""
    planned = group.sessions.filter(status=Session.Status.PLANNED, needs_sign_up=True)
    has_one = SessionChoice.objects.filter(session__in=planned).values("registration")
    wished = SessionWish.objects.filter(choice=group).values("registration")
    return people.filter(
        ~Q(pk__in=has_one) & ~Q(pk__in=wished) & ~Q(name=""),
        sharing.coming_on({one.day for one in planned}),
        status=Registration.Status.CONFIRMED,
        event=group.event_id,
    )


def people_of(event: Event, session: int) -> tuple[Session, QuerySet[Registration]]:
    """An item of the event, and those who have chosen it, or wish for it while it is wished for, in the order of their
    names."""
    found = Session.objects.select_related("choice").filter(event=event, pk=session).first()
    if found is None:
        raise Http404
    people = Registration.objects.filter(_has(event, found), event=event)
    return found, people.select_related("booking").by_name()


def _has(event: Event, item: Session) -> Q:
    """Who has chosen an item, or wishes for it while it is wished for."""
    chosen = SessionChoice.objects.filter(event=event, session=item).values("registration")
    if not choosing.is_wished_for(item):
        return Q(pk__in=chosen)
    wished = SessionWish.objects.filter(event=event, session=item, choice=item.choice).values("registration")
    return Q(pk__in=chosen) | Q(pk__in=wished)


def item_page(
    request: HttpRequest, event: Event, session: int, *, site: admin.AdminSite, way: Sequence[Step]
) -> HttpResponseBase:
    """The list of one item: to print, and to take along in Excel."""
    found, people = people_of(event, session)
    return page(
        request,
        "item",
        site=site,
        title=found.title,
        way=[*way, (_("Programme items that need signing up"), items_url(event))],
        event=event,
        session=found,
        when=item_sentences.when(found, event),
        people=people,
        taken=SessionChoice.objects.filter(session=found).count(),
        is_wished_for=choosing.is_wished_for(found),
        ranks=dict(SessionWish.objects.filter(session=found).values_list("registration", "rank"))
        if choosing.is_wished_for(found)
        else {},
        excel_url=reverse("admin:programme_event_item_excel", args=[event.pk, found.pk]),
    )


class ItemFilter(admin.SimpleListFilter):
    """Of one event whose programme has items that need signing up: who has chosen each, who has not chosen yet, and who
    has nothing since they were distributed by wishes."""

    title = gettext_lazy("programme item")
    parameter_name = "punkt"

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        wanted = whole_number(request.GET.get("event", ""))
        visible = Event.objects.visible_to(request.user).filter(has_choices=True)
        self.event = None if wanted is None else visible.filter(pk=wanted).first()
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        if self.event is None:
            return []
        offer = offer_of(self.event)
        offered = offer.sessions
        items = [(str(one.pk), item_sentences.item_line(one, self.event)) for one in offered]
        left_over = [(EMPTY_HANDED, _("Lacks an item since they were distributed"))]
        are_distributed = any(is_distributed(one.choice) for one in offered)
        no_wish = [
            (f"{NO_WISH}{group.pk}", _("Wrote no wish: %(choice)s") % {"choice": group.name})
            for group, _sessions in offer.gathering.values()
        ]
        return [
            *items,
            *no_wish,
            (NOT_CHOSEN, _("Has not chosen yet")),
            *(left_over if are_distributed else []),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:  # noqa: ARG002
        value = self.value()
        if self.event is None or not value:
            return None
        if value == NOT_CHOSEN:
            return not_chosen(queryset, self.event)
        if value == EMPTY_HANDED:
            return empty_handed(queryset, self.event)
        if value.startswith(NO_WISH):
            group = self.event.choices.filter(pk=whole_number(value.removeprefix(NO_WISH)) or 0).first()
            return queryset.none() if group is None else wrote_no_wish(queryset, group)
        if (number := whole_number(value)) is None:
            return None
        item = Session.objects.select_related("choice").filter(event=self.event, pk=number).first()
        return queryset.none() if item is None else queryset.filter(_has(self.event, item))
