"""*Samlede tilmeldinger*: what a contact signed up in one go."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from conference.clock import now
from programme import dates
from programme.folding import search_terms, search_text
from programme.languages import reader_language
from programme.models import Event
from programme.templatetags.dates import unparted
from registration import policy, sentences
from registration.admin import newer
from registration.admin.answering import booking_answers_in_words, correct_booking_answers
from registration.admin.base import PeopleAdmin, demand, page
from registration.admin.contact_handover import hand_over_page
from registration.admin.filters import EventFilter
from registration.admin.forms import ContactFactsForm
from registration.admin.history import lines_about
from registration.admin.mail import mails_about
from registration.admin.payer import payer_page
from registration.admin.rights import may_handle
from registration.models import Booking, Question, Registration
from registration.payer_words import payer_lines
from registration.questions import asked_of
from registration.services import acts, correcting
from registration.services.payers import payer_of
from registration.views.contact_handover import standing_request
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice
from registration.words import status_of

MOST_LOOKED_AT, MOST_CONTACTS = 200, 5


def _matching(bookings: QuerySet, typed: str) -> QuerySet:
    for term in search_terms(typed):
        bookings = bookings.filter(Q(search_text__contains=term) | Q(number=term))
    return bookings


def _goes_by(booking: Booking, words: Iterable[str]) -> bool:
    own = search_text(booking.contact_name, booking.contact_email)
    return all(word in own for word in words)


def booking_url(booking: Booking) -> str:
    return reverse("admin:registration_booking_change", args=[booking.pk])


@admin.register(Booking)
class BookingAdmin(PeopleAdmin):
    list_display = ["no", "contact_name", "organisation", "at_event", "people", "since"]
    list_filter = [EventFilter, "door"]
    search_fields = ["search_text"]
    search_hint = gettext_lazy("The contact's name, e-mail or workplace, or the number.")
    ordering = ["-created_at", "-pk"]
    empty_list = gettext_lazy("Nobody has signed up yet. A booking is what a contact signed up in one go.")
    empty_way = (gettext_lazy("Go to the events"), "programme_event_changelist")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        coming = Count("registrations", filter=Q(registrations__status__in=Registration.CURRENT))
        return super().get_queryset(request).annotate(people_coming=coming)

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002
        queryset: QuerySet,
        search_term: str,
    ) -> tuple[QuerySet, bool]:
        return _matching(queryset, search_term), False

    def of_contacts(self, request: HttpRequest, typed: str, *, event: Event | None) -> list[Booking]:
        """The latest of the user's bookings whose contact goes by what was typed, whether she comes herself or not: she
        is the one who rings. In one query; none for too little to tell somebody by."""
        words = search_terms(typed)
        if not words:
            return []
        rows = _matching(self.get_queryset(request), typed).order_by(*self.ordering)
        if event is not None:
            rows = rows.filter(event=event)
        # The search goes through workplaces too, and those she shares with many.
        by_name = (row for row in rows[:MOST_LOOKED_AT] if _goes_by(row, words))
        return list(islice(by_name, MOST_CONTACTS))

    @admin.display(description=pgettext_lazy("of a booking", "number"), ordering="number")
    def no(self, booking: Booking) -> str:
        return booking.number

    @admin.display(description=gettext_lazy("people"), ordering="people_coming")
    def people(self, booking: Booking) -> int:
        return int(booking.people_coming)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("since"), ordering="created_at")
    def since(self, booking: Booking) -> str:
        day = dates.day_in(booking.created_at, booking.event.timezone)
        return unparted(dates.short_day_phrase(day, reader_language()))

    def get_urls(self) -> list[URLPattern]:
        contact = path(
            "<int:pk>/contact/",
            self.admin_site.admin_view(self.contact_view),
            name="registration_booking_contact",
        )
        hand_over = path(
            "<int:pk>/hand-over/",
            self.admin_site.admin_view(self.hand_over_view),
            name="registration_booking_hand_over",
        )
        payer = path(
            "<int:pk>/payer/", self.admin_site.admin_view(self.payer_view), name="registration_booking_payer"
        )
        given = path(
            "<int:pk>/answers/",
            self.admin_site.admin_view(self.answers_view),
            name="registration_booking_answers",
        )
        return [contact, hand_over, payer, given, *super().get_urls()]

    def row_page(self, request: HttpRequest, booking: Booking) -> HttpResponse:
        handles = may_handle(request, booking.event)
        payer = payer_of(booking)
        return page(
            request,
            "booking",
            site=self.admin_site,
            title=_("Booking %(number)s – %(name)s")
            % {"number": booking.number, "name": booking.contact_name},
            way=[self.list_step()],
            booking=booking,
            event=booking.event,
            places=[
                (place, status_of(place))
                for place in booking.registrations.select_related("substitute_for").order_by("pk")
            ],
            payer_lines=payer_lines(payer) if payer is not None or not booking.event.is_free else [],
            payer_url=self.url("payer", booking.pk) if handles and not booking.event.is_free else "",
            answers=booking_answers_in_words(booking),
            answers_url=self.url("answers", booking.pk)
            if handles and asked_of(booking.event, Question.Asked.BOOKING)
            else "",
            contact_url=self.url("contact", booking.pk) if handles else "",
            hand_over_url=self.url("hand_over", booking.pk) if handles else "",
            next_contact=standing_request(booking, now=now()),
            mails=mails_about(booking=booking),
            may_send=handles,
            history=lines_about(booking=booking),
        )

    def payer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        booking: Booking = self.row(request, pk)
        demand(may_handle, request, booking.event)
        way = [
            self.list_step(),
            (_("Booking %(number)s") % {"number": booking.number}, booking_url(booking)),
        ]
        return payer_page(
            request, booking, site=self.admin_site, way=way, back=booking_url(booking), at=now()
        )

    payer_view.keeps_typed_text = True  # type: ignore[attr-defined]

    def answers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        booking: Booking = self.row(request, pk)
        demand(may_handle, request, booking.event)
        way = [self.list_step(), (_("Booking %(number)s") % {"number": booking.number}, booking_url(booking))]
        return correct_booking_answers(request, booking, site=self.admin_site, way=way, at=now())

    answers_view.keeps_typed_text = True  # type: ignore[attr-defined]

    def hand_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        booking: Booking = self.row(request, pk)
        demand(may_handle, request, booking.event)
        back = booking_url(booking)
        way = [self.list_step(), (_("Booking %(number)s") % {"number": booking.number}, back)]
        return hand_over_page(request, booking, site=self.admin_site, way=way, back=back, at=now())

    hand_over_view.keeps_typed_text = True  # type: ignore[attr-defined]

    def contact_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        booking: Booking = self.row(request, pk)
        demand(may_handle, request, booking.event)
        at = now()
        shown: dict[str, Any] = {
            "site": self.admin_site,
            "title": _("Correct the contact of booking %(number)s") % {"number": booking.number},
            "way": [
                self.list_step(),
                (_("Booking %(number)s") % {"number": booking.number}, booking_url(booking)),
            ],
            "back": booking_url(booking),
            "button": _("Save"),
            "told": [
                _("A new e-mail address ends the old link, and the confirmation is sent to the new one.")
            ],
        }
        decision = policy.may_correct_contact(policy.windows(booking.event), now=at)
        if decision.reason is not None:
            why = sentences.why(decision.reason, booking.event, now=at)
            return page(request, "act", **shown | {"told": [why], "button": ""}, status=409)
        facts = ContactFactsForm.facts_of(booking)
        form = ContactFactsForm(request.POST if request.method == "POST" else None, initial=facts)
        shown |= {"forms": [form], "hidden": newer.seen(facts)}
        changes = [line for line in lines_about(booking=booking) if line.place is None]
        if notice := newer.changed_since(request, facts, changes):
            return page(request, "act", **shown, notice=notice, status=409)
        if not may_act(request) or not form.is_valid():
            return page(request, "act", **shown, notice=expired_notice(request))
        try:
            correcting.correct_contact(
                booking_id=booking.pk,
                **form.cleaned_data,
                now=at,
                actor=acts.organiser(request.user),  # type: ignore[arg-type]
            )
        except acts.Refused as no:
            form.add_error("email", sentences.why(no.reason, booking.event, now=at))
            return page(request, "act", **shown)
        messages.success(request, _("The contact's facts are saved."))
        return redirect(booking_url(booking))

    contact_view.keeps_typed_text = True  # type: ignore[attr-defined]
