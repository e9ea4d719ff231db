"""*Fakturagrundlag*: what has not been fetched yet, the button that fetches it, and what was fetched before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from programme.models import Event
from programme.pricing import sum_of
from registration.admin.base import Step, demand, page
from registration.admin.downloads import csv_download, excel_download
from registration.admin.rights import may_end_places
from registration.exports import invoices
from registration.models import InvoiceBasis, InvoiceLine
from registration.payer_words import payer_lines
from registration.price_sentences import have_ore, kroner, sum_sentence
from registration.services import acts, invoicing
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice


def basis_url(basis: InvoiceBasis, end: str = "") -> str:
    name = "invoice_" + (end or "basis")
    return reverse(f"admin:programme_event_{name}", args=[basis.event_id, basis.number])


def event_invoices(
    request: HttpRequest, event: Event, *, site: admin.AdminSite, way: Sequence[Step], at: datetime
) -> HttpResponse:
    """GET shows what would be fetched, POST fetches it."""
    if may_act(request):
        demand(may_end_places, request, event)
        basis = invoicing.fetch(event_id=event.pk, now=at, actor=acts.organiser(request.user))  # type: ignore[arg-type]
        if basis is None:
            messages.info(request, _("There is nothing new to fetch."))
            return redirect(request.path)
        messages.success(request, _("%(basis)s is fetched and no longer changes.") % {"basis": basis})
        return redirect(basis_url(basis))
    found = invoicing.unfetched(event)
    fetched = (
        InvoiceBasis.objects.visible_to(request.user)
        .filter(event=event)
        .annotate(total=Sum("lines__total_ore"))
    )
    earlier = [(one, basis_url(one), kroner(one.total or 0)) for one in fetched.order_by("-number")]
    return page(
        request,
        "invoicing",
        site=site,
        title=_("Invoice facts"),
        way=way,
        event=event,
        groups=[_shown(group) for group in invoicing.groups(found.lines)],
        sum=sum_sentence(sum_of(map(invoicing.amount_of_line, found.lines))),
        has_lines=bool(found.lines),
        without_payer=[
            (booking, reverse("admin:registration_booking_payer", args=[booking.pk]), kroner(amount.total))
            for booking, amount in found.without_payer
        ],
        is_free=event.is_free and not earlier and not found.lines and not found.without_payer,
        earlier=earlier,
        next_number=(fetched.count() or 0) + 1,
        may_fetch=may_end_places(request, event),
        notice=expired_notice(request),
    )


def basis_page(
    request: HttpRequest, event: Event, number: int, *, site: admin.AdminSite, way: Sequence[Step]
) -> HttpResponse:
    basis, lines = fetched(event, number)
    return page(
        request,
        "invoice_basis",
        site=site,
        title=str(basis),
        way=way,
        event=event,
        basis=basis,
        groups=[_shown(group) for group in invoicing.groups(lines)],
        sum=sum_sentence(sum_of(map(invoicing.amount_of_line, lines))) or kroner(0),
        take_along=[
            (_("Take along in Excel"), basis_url(basis, "excel")),
            (_("Take along as CSV"), basis_url(basis, "csv")),
        ],
    )


def fetched(event: Event, number: int) -> tuple[InvoiceBasis, list[InvoiceLine]]:
    """The event's invoice facts of that number with their lines, or 404."""
    basis = InvoiceBasis.objects.filter(event=event, number=number).first()
    if basis is None:
        raise Http404
    basis.event = event
    return basis, list(InvoiceLine.objects.filter(basis=basis).select_related("booking").order_by("position"))


def csv(event: Event, number: int) -> HttpResponseBase:
    basis, lines = fetched(event, number)
    return csv_download(invoices.table(basis, lines), name=invoices.file_name(basis))


def excel(event: Event, number: int) -> HttpResponseBase:
    basis, lines = fetched(event, number)
    return excel_download(invoices.table(basis, lines), name=invoices.file_name(basis))


def _shown(group: invoicing.Group) -> dict[str, Any]:
    """A payer's lines as they are read, in amounts that are all with øre or all without."""
    in_the_heading = {"name": "", "order_reference": ""}
    exact = have_ore([*map(invoicing.amount_of_line, group.lines), group.amount])
    return {
        "facts": payer_lines(group.payer | in_the_heading),
        "name": group.payer["name"] or group.payer["gln"] or group.payer["cvr"],
        "order": group.payer["order_reference"],
        "lines": [
            {
                "line": line,
                "what": invoices.what(line),
                "net": kroner(line.net_ore, exact=exact),
                "vat": kroner(line.vat_ore, exact=exact),
                "total": kroner(line.total_ore, exact=exact),
            }
            for line in group.lines
        ],
        "net": kroner(group.amount.net, exact=exact),
        "vat": kroner(group.amount.vat, exact=exact),
        "total": kroner(group.amount.total, exact=exact),
    }
