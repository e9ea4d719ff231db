"""On the event's page: how many we are, and the ways to those who come."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import now
from programme.models import Event
from registration import deciding, kitchen
from registration.admin import invoicing, sign_up
from registration.admin.base import Step, demand, page
from registration.admin.decide import counted
from registration.admin.filters import AT_A_COST, GIVEN_BACK
from registration.admin.registration import addresses_page, csv, excel
from registration.admin.reminders import reminders_page, tell_page
from registration.admin.rights import may_end_places, may_handle
from registration.admin.wishes import waiting_to_be_distributed
from registration.mail_preview import previews
from registration.models import Registration
from registration.models.registration import RegistrationQuerySet
from registration.services import changes
from registration.services.places import COMING, INVITED, TAKEN, WAITING, left_of, taken_here, unused_reserved

Status = Registration.Status


def people_url(event: Event, **filters: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"event": str(event.pk), **filters}.items())
    return f"{reverse('admin:registration_registration_changelist')}?{query}"


def event_url(event: Event) -> str:
    return reverse("admin:programme_event_change", args=[event.pk])


def page_url(event: Event, name: str) -> str:
    return reverse(f"admin:programme_event_{name}", args=[event.pk])


def numbers_of(event: Event) -> dict[str, Any]:
    """How many we are, each number with the list it counts. The words are on the page."""
    found = Registration.objects.filter(event=event).aggregate(
        taken=TAKEN,
        coming=COMING,
        waiting=WAITING,
        invited=INVITED,
        given_back=Count("pk", filter=Q(status=Status.CANCELLED, still_owed=True, at_a_cost=False)),
        at_a_cost=Count("pk", filter=Q(status=Status.CANCELLED, still_owed=True, at_a_cost=True)),
        priced=Count("pk", filter=Q(promised_fee_ore__gt=0)),
        cancelled=Count("pk", filter=Q(status=Status.CANCELLED, still_owed=False)),
    )
    return {
        **found,
        "shared": found["coming"] - found["taken"],
        "capacity": event.capacity,
        "left": left_of(event, taken=found["taken"], invited=found["invited"]),
        "reserved": event.reserved_places,
        "reserved_unused": unused_reserved(event, invited=found["invited"]),
        "reserved_url": page_url(event, "reserved"),
        "decision": counted(event, taken=found["taken"]) if deciding.is_to_decide(event, now=now()) else "",
        "decide_url": page_url(event, "decide"),
        "wishes": waiting_to_be_distributed([event], at=now()).get(event.pk, ""),
        "wishes_url": page_url(event, "wishes"),
        "taken_url": people_url(event),
        "waiting_url": people_url(event, status=Status.WAITING),
        "given_back_url": people_url(event, status=GIVEN_BACK),
        "at_a_cost_url": people_url(event, status=AT_A_COST),
        "cancelled_url": people_url(event, status=Status.CANCELLED),
    }


@dataclass(frozen=True)
class Ways:
    """The pages about one thing, as buttons under its name."""

    heading: str
    steps: list[Step]


class PeopleOfEvent(admin.ModelAdmin):
    """For the event's admin class."""

    change_form_template = "admin/registration/event_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).annotate(people_taken=taken_here())

    @admin.display(description=gettext_lazy("people"), ordering="people_taken")
    def people(self, event: Event) -> str:
        taken = event.people_taken  # type: ignore[attr-defined]
        said = (
            str(taken)
            if event.capacity is None
            else _("%(taken)s of %(capacity)s") % {"taken": taken, "capacity": event.capacity}
        )
        return format_html('<a href="{}">{}</a>', people_url(event), said)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        event = self.get_object(request, object_id)
        people = {}
        if event is not None:
            numbers = numbers_of(event)
            is_priced = not event.is_free or numbers["priced"] > 0
            ways = self.ways_to_people(
                request, event, is_priced=is_priced, gathers_wishes=bool(numbers["wishes"])
            )
            people = {"numbers": numbers, "people_ways": ways}
        return super().change_view(request, object_id, form_url, {**people, **(extra_context or {})})

    def ways_to_people(
        self, request: HttpRequest, event: Event, *, is_priced: bool, gathers_wishes: bool
    ) -> list[Ways]:
        """`is_priced`: it costs something, or did when somebody signed up; `gathers_wishes`: they wait to be
        distributed."""
        return [
            Ways("", self.ways_to_lists(request, event)),
            Ways(_("Sign-up"), self.ways_to_sign_up(request, event, gathers_wishes=gathers_wishes)),
            Ways(_("Mails and invoice"), self.ways_to_mails(request, event, is_priced=is_priced)),
        ]

    def ways_to_lists(self, request: HttpRequest, event: Event) -> list[Step]:
        ways = [
            (_("Attendees"), people_url(event)),
            (_("Take along in Excel"), page_url(event, "excel")),
            (_("Take along as CSV"), page_url(event, "csv")),
            (_("Addresses for a mail"), page_url(event, "addresses")),
        ]
        if may_handle(request, event):
            ways.insert(1, (_("Sign up on behalf of others"), page_url(event, "sign_up")))
        return ways

    def ways_to_sign_up(
        self,
        request: HttpRequest,  # noqa: ARG002
        event: Event,
        *,
        gathers_wishes: bool,  # noqa: ARG002
    ) -> list[Step]:
        ways = [(_("The sign-up form"), page_url(event, "form"))]
        if event.has_questions:
            ways.append((_("Answers in numbers"), page_url(event, "answers")))
        return [*ways, (_("Food and needs"), page_url(event, "kitchen"))]

    def ways_to_mails(self, request: HttpRequest, event: Event, *, is_priced: bool) -> list[Step]:
        ways = [(_("Read the mails"), page_url(event, "mails"))]
        if may_end_places(request, event):
            ways.append((_("Reminders"), page_url(event, "reminders")))
            if changes.may_tell(event, now=now()):
                ways.append((_("Tell of the change"), page_url(event, "tell")))
        if may_handle(request, event) and is_priced:
            ways.append((_("Invoice facts"), page_url(event, "invoices")))
        return ways

    # ------------------------------------------------------------------ the pages behind them

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, str, Callable[..., HttpResponseBase]]] = [
            ("sign-up/", "sign_up", self.sign_up_view),
            ("kitchen/", "kitchen", self.kitchen_view),
            ("mails/", "mails", self.mails_view),
            ("addresses/", "addresses", self.addresses_view),
            ("fakturagrundlag/", "invoices", self.invoices_view),
            ("fakturagrundlag/<int:number>/", "invoice_basis", self.invoice_basis_view),
            ("fakturagrundlag/<int:number>.csv", "invoice_csv", self.invoice_csv_view),
            ("fakturagrundlag/<int:number>.xlsx", "invoice_excel", self.invoice_excel_view),
            ("reminders/", "reminders", self.reminders_view),
            ("tell/", "tell", self.tell_view),
            ("deltagere.xlsx", "excel", self.excel_view),
            ("deltagere.csv", "csv", self.csv_view),
        ]
        wrap = self.admin_site.admin_view
        return [
            *(
                path(f"<int:pk>/{end}", wrap(view), name=f"programme_event_{name}")
                for end, name, view in pages
            ),
            *super().get_urls(),
        ]

    def event_of(self, request: HttpRequest, pk: int) -> Event:
        event: Event | None = self.get_object(request, str(pk))
        if event is None:
            raise Http404
        return event

    def confirmed(self, request: HttpRequest, pk: int) -> RegistrationQuerySet:
        return Registration.objects.filter(event=self.event_of(request, pk), status=Status.CONFIRMED)

    def way(self, event: Event) -> list[Step]:
        return [(_("Events"), reverse("admin:programme_event_changelist")), (str(event), event_url(event))]

    def excel_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return excel(self.confirmed(request, pk))

    def csv_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return csv(self.confirmed(request, pk))

    def addresses_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event_of(request, pk)
        return addresses_page(request, self.confirmed(request, pk), site=self.admin_site, way=self.way(event))

    def kitchen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event_of(request, pk)
        return page(
            request,
            "kitchen",
            site=self.admin_site,
            title=_("Food and needs"),
            way=self.way(event),
            event=event,
            needs=kitchen.needs_of(event),
        )

    def mails_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event_of(request, pk)
        return page(
            request,
            "mail_previews",
            site=self.admin_site,
            title=_("The mails as they read"),
            way=self.way(event),
            event=event,
            previews=previews(event, now=now()),
        )

    def invoices_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event_of(request, pk)
        demand(may_handle, request, event)
        return invoicing.event_invoices(request, event, site=self.admin_site, way=self.way(event), at=now())

    invoices_view.keeps_typed_text = True  # type: ignore[attr-defined]

    def invoice_basis_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        event = self.event_of(request, pk)
        demand(may_handle, request, event)
        way = [*self.way(event), (_("Invoice facts"), page_url(event, "invoices"))]
        return invoicing.basis_page(request, event, number, site=self.admin_site, way=way)

    def invoice_csv_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
        event = self.event_of(request, pk)
        demand(may_handle, request, event)
        return invoicing.csv(event, number)

    def invoice_excel_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
        event = self.event_of(request, pk)
        demand(may_handle, request, event)
        return invoicing.excel(event, number)

    def sign_up_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event_of(request, pk)
        demand(may_handle, request, event)
        return sign_up.on_behalf(request, event, site=self.admin_site, way=self.way(event), at=now())

    sign_up_view.keeps_typed_text = True  # type: ignore[attr-defined]

    def reminders_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event_of(request, pk)
        demand(may_end_places, request, event)
        here = page_url(event, "reminders")
        answer, changed = reminders_page(
            request, event, site=self.admin_site, way=self.way(event), here=here, at=now()
        )
        if changed:
            self.log_change(request, event, [{"changed": {"fields": changed}}])
        return answer

    reminders_view.keeps_typed_text = True  # type: ignore[attr-defined]

    def tell_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = self.event_of(request, pk)
        demand(may_end_places, request, event)
        return tell_page(
            request, event, site=self.admin_site, way=self.way(event), back=event_url(event), at=now()
        )

    tell_view.keeps_typed_text = True  # type: ignore[attr-defined]
