"""The contact writes who comes to the places she booked before she knew it."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from conference.clock import now
from registration import cards, policy, sentences
from registration.forms.names import NamesForm, with_pasted
from registration.models import Booking, Registration
from registration.services import acts as service_acts
from registration.services import naming
from registration.services.acts import Refused
from registration.views.asked_twice import asked, unasked
from registration.views.doors import through_the_contacts_door
from registration.views.edge import acts, expired_notice, keeps_typed_text, personal
from registration.views.pasted_list import read_list


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_the_contacts_door(now)
def names(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    places = places_to_name(found)
    typed = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    decision = policy.event_allows(policy.windows(found.event), now=at)
    if decision.reason is not None:
        why = sentences.why_closed(decision.reason, found.event, now=at)
        lost = NamesForm([], typed, now=at).lost()
        return _page(request, found, NamesForm([], {}, now=at), token, at=at, why=why, lost=lost, status=409)
    if request.method != "POST":
        return _page(request, found, NamesForm(places, {}, now=at), token, at=at)
    action = typed.pop("action", "save")
    if action == "paste" or cards.has_unread_list(typed):
        return _pasted(request, found, places, typed, token, at=at, unasked=action != "paste")
    form = NamesForm(places, typed, now=at, judged=True)
    if not form.is_valid() or not acts(request):
        return _page(request, found, form, token, at=at)
    if form.lost():
        # Perhaps it was just this form, sent twice.
        return _lost(request, found, form, token, at=at)
    if not form.names():
        notice = gettext("Nothing was written, so nothing is saved.")
        return _page(request, found, form, token, at=at, notice=notice)
    if names := unasked(form.names_twice(found), typed):
        return _page(request, found, form, token, at=at, names_twice=names, names_asked=asked(names))
    try:
        naming.name_places(booking_id=found.pk, names=form.names(), now=at, actor=service_acts.CONTACT)
    except naming.NotNamed as no:
        form.refuse(no.place, sentences.explain(no.reason, found.event, now=at))
        return _page(request, found, form, token, at=at)
    except Refused as no:
        why = sentences.explain(no.reason, found.event, now=at)
        return _page(request, found, form, token, at=at, notice=why)
    return redirect(f"{_home(token)}?ok=named")


def places_to_name(booking: Booking) -> list[Registration]:
    """Those who have a place before those who wait for one."""
    rows = list(booking.registrations.without_a_name().order_by("pk"))
    for row in rows:
        row.booking, row.event = booking, booking.event
    return sorted(rows, key=lambda row: row.is_in_line)


def _home(token: str) -> str:
    return reverse("registration:booking", args=[token])


def _page(
    request: HttpRequest,
    found: Booking,
    form: NamesForm,
    token: str,
    *,
    at: datetime,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    shown: dict[str, Any] = {
        "booking": found,
        "event": found.event,
        "now": at,
        "form": form,
        "errors": list(form.errors()) if form.judged else [],
        "home": _home(token),
        "pasted": form.typed.get("pasted", ""),
        "listed": form.typed.get("listed", ""),
        "contact_line": sentences.contact_line(found.event),
    }
    shown |= context
    shown["notice"] = context.get("notice") or expired_notice(request)
    return render(request, "registration/names.html", shown, status=status)


def _lost(request: HttpRequest, found: Booking, form: NamesForm, token: str, *, at: datetime) -> HttpResponse:
    """Places that have got a name meanwhile, or have ended: what was typed for them is shown, and nothing saved."""
    notice = gettext(
        "Some of the places have got a name meanwhile, or are no longer yours, so nothing is saved yet. "
        "Look it through, and press the button again."
    )
    return _page(request, found, form, token, at=at, notice=notice, lost=form.lost(), status=409)


def _pasted(
    request: HttpRequest,
    found: Booking,
    places: list[Registration],
    typed: dict[str, str],
    token: str,
    *,
    at: datetime,
    unasked: bool,
) -> HttpResponse:
    """The list read into the places that nothing is written on. `unasked`: another button was pressed."""

    def no_room() -> str:
        sentence = ngettext(
            "Only %(number)d place lacks a name. Those left over from the list stand below.",
            "Only %(number)d places lack a name. Those left over from the list stand below.",
            len(places),
        )
        return sentence % {"number": len(places)}

    into = partial(with_pasted, typed, [place.pk for place in places])
    read = read_list(typed, into, event=found.event, unasked=unasked, no_room=no_room)
    form = NamesForm(places, cards.after_reading(read.typed, is_done=not read.warnings), now=at)
    return _page(
        request,
        found,
        form,
        token,
        at=at,
        notice=read.notice,
        warnings=read.warnings,
        left_over=read.left_over,
    )
