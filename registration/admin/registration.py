"""*Deltagere*: the list, and a page for each person."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import now
from programme import dates
from programme.languages import reader_language
from programme.templatetags.dates import unparted
from registration import line_sentences, policy, sentences, share_sentences, standing
from registration.admin.answer_filter import AnswerFilter
from registration.admin.answering import answers_in_words, what_is_missing
from registration.admin.base import PeopleAdmin, Step, demand, page
from registration.admin.booking import BookingAdmin
from registration.admin.downloads import csv_download, excel_download
from registration.admin.filters import (
    DayFilter,
    EventFilter,
    PriceFilter,
    StatusFilter,
    SubstituteFilter,
    event_of_list,
)
from registration.admin.history import lines_about
from registration.admin.items import ItemFilter
from registration.admin.mail import mails_about
from registration.admin.person_items import items_of
from registration.admin.place.acts import ACTS, Act, offered
from registration.admin.place.may import decisions
from registration.admin.place.staying_away import mark_all
from registration.admin.rights import may_handle
from registration.exports import people
from registration.exports.addresses import addresses
from registration.models import Booking, Registration
from registration.models.registration import RegistrationQuerySet
from registration.persons import PhoneError, read_phone
from registration.price_sentences import difference_sentence, place_price
from registration.words import status_of

BOOKING_NUMBER_DIGITS = 6
# Since when she has the place; of those who have none, since when they have waited.
SINCE = Coalesce("confirmed_at", "created_at")


@admin.register(Registration)
class RegistrationAdmin(PeopleAdmin):
    list_display = ["who", "organisation", "at_event", "status_in_words", "comes_on", "since", "price"]
    list_display_links = ["who"]
    list_filter = [
        EventFilter,
        StatusFilter,
        PriceFilter,
        SubstituteFilter,
        DayFilter,
        AnswerFilter,
        ItemFilter,
    ]
    search_fields = ["search_text"]
    search_hint = gettext_lazy("Name, e-mail, workplace, job title, telephone, or the number of a booking.")
    ordering = ["name_sort", "pk"]
    empty_list = gettext_lazy(
        "Nobody has a place now. Whoever signs up on an event's page stands here at once, and from there you can "
        "sign people up yourself."
    )
    empty_way = (gettext_lazy("Go to the events"), "programme_event_changelist")
    actions = ["copy_addresses", "export_excel", "export_csv", "did_not_come"]

    # ------------------------------------------------------------------ the list

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002
        queryset: QuerySet,
        search_term: str,
    ) -> tuple[QuerySet, bool]:
        assert isinstance(queryset, RegistrationQuerySet)  # noqa: S101
        term = search_term.strip()
        numbered = _numbered(term)
        if numbered is None:
            return queryset.matching(term), False
        # Each looks in its own index, and the list's own conditions stand once.
        found = [Registration.objects.filter(numbered), Registration.objects.matching(term)]
        return queryset.filter(Q(pk__in=found[0].values("pk")) | Q(pk__in=found[1].values("pk"))), False

    @admin.display(description=gettext_lazy("name"), ordering="name_sort")
    def who(self, registration: Registration) -> str:
        return registration.called

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_in_words(self, registration: Registration) -> str:
        words = status_of(registration)
        number = getattr(registration, "in_front", None)
        if registration.status != Registration.Status.WAITING or number is None:
            return words
        return _("%(status)s, no. %(number)d") % {"status": words, "number": number + 1}

    def get_list_display(self, request: HttpRequest) -> Any:
        """With the price where the list is that of an event that costs something, and with the days where a place may
        be shared."""
        columns = super().get_list_display(request)
        event = event_of_list(request)
        is_priced = event is not None and (not event.is_free or event.has_prices)
        left_out = set() if is_priced else {"price"}
        if event is None or not event.places_may_be_shared:
            left_out.add("comes_on")
        return [name for name in columns if name not in left_out]

    @admin.display(description=gettext_lazy("days"), ordering="days")
    def comes_on(self, registration: Registration) -> str:
        return share_sentences.brief_days(registration)

    @admin.display(description=gettext_lazy("price"), ordering="promised_fee_ore")
    def price(self, registration: Registration) -> str:
        return unparted(place_price(registration, brief=True))

    @admin.display(description=gettext_lazy("since"), ordering=SINCE)
    def since(self, registration: Registration) -> date:
        return dates.day_in(registration.confirmed_at or registration.created_at, registration.event.timezone)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        query = request.GET.urlencode()
        take_along = [
            (label, f"{self.url(name)}?{query}")
            for name, label in (
                ("addresses", _("Addresses for a mail")),
                ("excel", _("Take along in Excel")),
                ("csv", _("Take along as CSV")),
            )
        ]
        contacts = self.admin_site.get_model_admin(Booking)
        assert isinstance(contacts, BookingAdmin)  # noqa: S101
        of_contacts = contacts.of_contacts(request, request.GET.get("q", ""), event=event_of_list(request))
        shown = {"take_along": take_along, "of_contacts": of_contacts}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def shown(self, request: HttpRequest) -> RegistrationQuerySet:
        """Everybody the list shows with its present search and filters, on all of its pages."""
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters as error:
            raise Http404 from error
        assert isinstance(rows, RegistrationQuerySet)  # noqa: S101
        return rows

    # ------------------------------------------------------------------ lists to take along

    @admin.action(description=gettext_lazy("Addresses for a mail"))
    def copy_addresses(self, request: HttpRequest, queryset: RegistrationQuerySet) -> HttpResponse:
        return addresses_page(request, queryset, site=self.admin_site, way=[self.list_step()])

    @admin.action(description=gettext_lazy("Take along in Excel"))
    def export_excel(self, request: HttpRequest, queryset: RegistrationQuerySet) -> HttpResponseBase:  # noqa: ARG002
        return excel(queryset)

    @admin.action(description=gettext_lazy("Take along as CSV"))
    def export_csv(self, request: HttpRequest, queryset: RegistrationQuerySet) -> HttpResponseBase:  # noqa: ARG002
        return csv(queryset)

    @admin.action(description=gettext_lazy("Did not come"))
    def did_not_come(self, request: HttpRequest, queryset: RegistrationQuerySet) -> None:
        mark_all(request, queryset, at=now())

    # ------------------------------------------------------------------ one person

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        acts = [
            path(
                f"<int:pk>/{act.name.replace('_', '-')}/",
                wrap(self.act_view(act)),
                name=f"registration_registration_{act.name}",
            )
            for act in ACTS
        ]
        lists = [
            path("addresses/", wrap(self.addresses_view), name="registration_registration_addresses"),
            path("deltagere.xlsx", wrap(self.excel_view), name="registration_registration_excel"),
            path("deltagere.csv", wrap(self.csv_view), name="registration_registration_csv"),
        ]
        return [*acts, *lists, *super().get_urls()]

    def addresses_view(self, request: HttpRequest) -> HttpResponse:
        return addresses_page(request, self.shown(request), site=self.admin_site, way=[self.list_step()])

    def excel_view(self, request: HttpRequest) -> HttpResponseBase:
        return excel(self.shown(request))

    def csv_view(self, request: HttpRequest) -> HttpResponseBase:
        return csv(self.shown(request))

    def act_view(self, act: Act) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            registration = self.row(request, pk)
            demand(act.right, request, registration.event)
            return act.view(request, registration, site=self.admin_site, at=now())

        view.keeps_typed_text = True  # type: ignore[attr-defined]
        return view

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The person's page needs the contact's address, and a place whose name follows is called by its booking."""
        rows = super().get_queryset(request).select_related("booking")
        match = request.resolver_match
        if match is not None and match.kwargs:
            return rows
        return rows.annotate(in_front=_in_front())

    def row_page(self, request: HttpRequest, registration: Registration) -> HttpResponse:
        event, at = registration.event, now()
        may = decisions(registration, at=at)
        handles = may_handle(request, event)
        stops = may["correct"] if not may["correct"] else may["hand_over"]
        return page(
            request,
            "person",
            site=self.admin_site,
            title=_("%(name)s – %(event)s") % {"name": self.who(registration), "event": event.title},
            way=[self.list_step()],
            person=registration,
            event=event,
            booking=registration.booking,
            facts=facts_of(registration),
            answers=answers_in_words(registration),
            missing=what_is_missing(registration),
            items=items_of(registration),
            state=status_of(registration),
            standing=_standing(registration, at=at),
            rule=_rule(registration, at=at),
            list_rule=line_sentences.list_rule(event, now=at) if registration.is_in_line else None,
            difference=difference_sentence(registration),
            why=sentences.why(stops.reason, event, now=at, registration=registration) if stops.reason else "",
            buttons=offered(registration, request, at=at),
            chain=chain_of(registration),
            shares=registration.shares_with,
            days=share_sentences.who_comes_when(registration, own=False),
            mails=mails_about(registration=registration),
            may_send=handles,
            history=lines_about(registration=registration),
            bound_from=policy.bound_from(registration.terms, zone=event.timezone),
        )


def _rule(registration: Registration, *, at: datetime) -> str:
    """What holds for the place; "" for somebody in line, who has none."""
    if registration.is_in_line or not sentences.what_holds(registration, now=at):
        return ""
    return sentences.place_rule(registration, now=at)


def _standing(registration: Registration, *, at: datetime) -> str:
    """Where somebody in line stands; "" for anybody else."""
    if not registration.is_in_line or registration.waits_since is None:
        return ""
    event, language = registration.event, reader_language()
    since = dates.instant_phrase(registration.waits_since, event.timezone, language)
    number = standing.standing_of(registration.booking, now=at).numbers.get(registration.pk)
    if number is not None:
        return _("Number %(number)s on the waiting list, in line since %(when)s.") % {
            "number": number,
            "when": since,
        }
    return (
        line_sentences.offer_stands(registration.offer_until, event, places=1)
        if registration.offer_until
        else ""
    )


def _in_front() -> Coalesce:
    """How many wait before somebody who waits, as the list is shown with."""
    before = Q(waits_since__lt=OuterRef("waits_since")) | Q(
        waits_since=OuterRef("waits_since"), pk__lt=OuterRef("pk")
    )
    waiting = Registration.objects.filter(before, Registration.WAITS, event=OuterRef("event"))
    counted = waiting.order_by().values("event").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _numbered(term: str) -> Q | None:
    """Whose booking has that number, or who can be telephoned at it; None for anything else."""
    if term.isascii() and term.isdecimal() and len(term) == BOOKING_NUMBER_DIGITS:
        return Q(booking__number=term) | _of_nobody_new(term)
    try:
        phone = read_phone(term)
    except PhoneError:
        return Q(booking__number=term) if term.isascii() and term.isdecimal() else None
    return Q(phone=phone) | Q(booking__contact_phone=phone) | Q(booking__number=term)


def _of_nobody_new(number: str) -> Q:
    """A booking of whose people each had a place before has a number too, and its receipt says it: the places at that
    event of its contact, or of which she is the contact."""
    made = Booking.objects.filter(number=number, registrations=None).first()
    if made is None:
        return Q(pk__in=[])
    hers = Q(email=made.contact_email) | Q(booking__contact_email=made.contact_email)
    return Q(event=made.event_id) & hers


def facts_of(registration: Registration) -> list[tuple[str, str]]:
    """What is known of the person, under the names the form has for it."""
    names = ["job_title", "organisation", "municipality", "email", "phone"]
    labels = [str(Registration._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]
    facts = [
        (capfirst(label), getattr(registration, name)) for name, label in zip(names, labels, strict=True)
    ]
    facts.append((_("Price"), place_price(registration)))
    return [(label, value) for label, value in facts if value]


def chain_of(registration: Registration) -> list[Registration]:
    """Everybody who has had this place, the first one first; only one where nobody came instead of another."""
    found = Registration.objects.filter(booking_id=registration.booking_id).select_related("substitute_for")
    rows = {row.pk: row for row in found}
    next_after = {row.substitute_for_id: row for row in rows.values() if row.substitute_for_id}
    first = rows[registration.pk]
    while first.substitute_for_id is not None:
        first = rows[first.substitute_for_id]
    chain = [first]
    while (after := next_after.get(chain[-1].pk)) is not None:
        chain.append(after)
    return chain


# ------------------------------------------------------------------ lists to take along


def addresses_page(
    request: HttpRequest, registrations: RegistrationQuerySet, *, site: admin.AdminSite, way: Sequence[Step]
) -> HttpResponse:
    found = addresses(registrations)
    return page(
        request,
        "addresses",
        site=site,
        title=_("Addresses for a mail"),
        way=way,
        found=found,
        ended=registrations.exclude(status__in=Registration.CURRENT).count(),
    )


def csv(registrations: RegistrationQuerySet) -> StreamingHttpResponse:
    return csv_download(people.table(registrations), name=people.file_name(registrations))


def excel(registrations: RegistrationQuerySet) -> FileResponse:
    return excel_download(people.table(registrations), name=people.file_name(registrations))
