"""The contact's page: everybody she signed up. And *find my registration*, for whoever lost a link."""

from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from conference.clock import now
from programme.models import Event
from registration import leaving, links, newer, policy, sentences, standing
from registration.alike import gathered
from registration.chosen import choices_of_all
from registration.forms.contact import FindForm, OwnFactsForm
from registration.line_sentences import list_rule
from registration.models import Booking, Registration
from registration.price_sentences import place_price
from registration.services import acts as service_acts
from registration.services import adding, answers, correcting, finding, receipts
from registration.services.acts import Refused
from registration.services.addressing import contact_facts, place_of_contact
from registration.views import told
from registration.views.answered import answers_on_page, booking_answers_on_page
from registration.views.contact_handover import standing_request
from registration.views.doors import Door, through_the_contacts_door
from registration.views.edge import acts, expired_notice, keeps_typed_text, of_event, personal
from registration.views.paying import costs_on_page
from registration.views.place import possibilities, why_nothing
from registration.views.signing_up import of_receipt


@require_http_methods(["GET", "HEAD"])
@personal
@through_the_contacts_door(now)
def booking(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    return booking_page(request, found, token, at=at)


def booking_page(
    request: HttpRequest, found: Booking, token: str, *, at: datetime, notice: str = "", status: int = 200
) -> HttpResponse:
    """`notice` tells what was not possible."""
    rows = list(found.registrations.select_related("substitute_for").order_by("pk"))
    for registration in rows:
        registration.event, registration.booking = found.event, found
    rows = _pair(rows)
    given = answers.answers_of(found)
    current = [_place_of(row, given.get(row.pk, {}), token=token, at=at) for row in rows if row.is_current]
    places = [place for place in current if not place["registration"].is_in_line]
    in_line = [place for place in current if place["registration"].is_in_line]
    choices = choices_of_all([row["registration"] for row in places], found.event, at=at)
    for row in places:
        row["choice"] = choices.get(row["registration"].pk)
        row["can_act"] = _can_act(row)
    place = request.GET.get("plads", "")
    acted_on = next((row for row in rows if str(row.pk) == place), None)
    done = told.true_of(request.GET.get("ok", ""), place=acted_on, now=at)
    mailed = told.addresses(done, place=acted_on, now=at) if acted_on else ""
    if done == "cancel" and acted_on is not None and not acted_on.had_a_place:
        done = "left"
    context: dict[str, Any] = {
        "booking": found,
        "event": found.event,
        "now": at,
        "places": places,
        "cards": gathered(places, alike=_alike),
        # A place that two share is one.
        "place_count": sum(not place["registration"].is_second for place in places),
        "notice": notice or expired_notice(request),
        "is_over": policy.is_over(policy.windows(found.event), now=at),
        "asked": booking_answers_on_page(found, given.get(None, {}), at=at),
        "questions_url": reverse("registration:booking_questions", args=[token]),
        "ended": [
            (row, leaving.still_owed(row))
            for row in rows
            if not row.is_current and row.became_the_whole is None
        ],
        "done": done,
        "with_other_days": _with_other_days(places, done=done, acted_on=acted_on),
        "mailed": mailed,
        "addition": adding.last_addition(found) if done == "added" else None,
        "nameless": [row for row in rows if row.is_nameless],
        "correct_url": (
            reverse("registration:correct_contact", args=[token])
            if policy.may_correct_contact(policy.windows(found.event), now=at)
            else ""
        ),
        "contact_line": sentences.contact_line(found.event),
        "event_url": reverse("programme:event", args=[found.event.slug]),
    }
    payer_url = reverse("registration:payer", args=[token])
    context |= costs_on_page(found, rows, payer_url=payer_url, at=at)
    context |= _what_holds(places) | _of_the_booking(found, token=token, at=at)
    if in_line:
        context |= _in_line(found, in_line, token=token, at=at)
    return render(request, "registration/booking.html", context, status=status)


def _what_holds(places: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What is said once for all of them, and whether something else holds for some."""
    common, ruled = _common_rule(places)
    reasons = {place["why"] for place in places}
    return {
        "common_rule": common,
        "ruled": ruled,
        "some_have_another_rule": any(place["rule"] not in {common, ""} for place in places),
        "common_why": reasons.pop() if len(reasons) == 1 else "",
    }


def _can_act(place: dict[str, Any]) -> bool:
    """Whether anything can be done with a place, so that its card has a row of ways."""
    acts = ("substitute", "share", "cancel", "give_back", "share_days", "correct")
    choice = place["choice"]
    return (
        any(place["may"][act] for act in acts)
        or bool(choice and choice.may)
        or bool(place["asked"].get("may"))
    )


def _common_rule(places: Sequence[dict[str, Any]]) -> tuple[str, Registration | None]:
    """What holds for most of the places, and the first it holds for; "" where each has a rule of its own, or nothing
    holds any longer."""
    rules = Counter(place["rule"] for place in places if place["rule"])
    for rule, times in rules.most_common(1):
        if times > 1 or len(rules) == 1:
            return rule, next(place["registration"] for place in places if place["rule"] == rule)
    return "", None


def _alike(place: dict[str, Any]) -> Hashable:
    """By which places without a name are one card; None for one that has something of its own to show."""
    one, choice = place["registration"], place["choice"]
    if not one.is_nameless or place["asked"].get("answered") or (choice and choice.chosen):
        return None
    can = tuple(sorted(act for act, may in place["may"].items() if may))
    return (one.status, place["rule"], place["why"], place_price(one), place.get("stayed_away"), can)


def _with_other_days(
    places: Sequence[dict[str, Any]], *, done: str, acted_on: Registration | None
) -> list[dict[str, Any]]:
    """Those who come on other days since what has just been done, and have answers that can still be changed."""
    if acted_on is None or done not in {"share", "share_days", "cancel"}:
        return []
    concerned = {acted_on.pk, acted_on.shares_place_of_id}
    if done == "share_days" and acted_on.shares_with is not None:
        concerned.add(acted_on.shares_with.pk)
    return [
        place
        for place in places
        if place["registration"].pk in concerned and place["asked"].get("may") and place["asked"]["answered"]
    ]


def _of_the_booking(found: Booking, *, token: str, at: datetime) -> dict[str, Any]:
    """What can be done with the whole booking now, and where; and whether a colleague is asked to have it."""
    facts = policy.windows(found.event)
    ways = {
        "names": policy.event_allows(facts, now=at),
        "add": policy.may_wait(facts, now=at),
        "ask_contact": policy.event_allows(facts, now=at),
        "withdraw_contact": policy.event_allows(facts, now=at),
    }
    return {
        "next_contact": standing_request(found, now=at),
        "ways": {act: reverse(f"registration:{act}", args=[token]) for act, may in ways.items() if may},
    }


def _in_line(found: Booking, in_line: list[dict[str, Any]], *, token: str, at: datetime) -> dict[str, Any]:
    """Those of the booking who wait or are offered a place, each with her number on the list."""
    stands = standing.standing_of(found, now=at)
    for place in in_line:
        place["number"] = stands.numbers.get(place["registration"].pk)
    return {
        "in_line": in_line,
        "stands": stands,
        "offers": standing.offers_of(stands.offered, now=at),
        "binds": sentences.yes_binds(in_line[0]["registration"], now=at),
        "list_rule": list_rule(found.event, now=at),
        "urls": {
            act: reverse(f"registration:booking_{act}", args=[token]) for act in ("answer", "take", "apart")
        },
    }


def _place_of(
    registration: Registration, given: dict[int, str], *, token: str, at: datetime
) -> dict[str, Any]:
    """A place as the contact's page shows it: what holds for it, and where each act is done."""
    door = Door(token, registration, by_contact=True)
    may = possibilities(registration, at=at)
    return {
        "registration": registration,
        "may": may,
        "why": why_nothing(registration, may, at=at),
        "rule": sentences.what_holds(registration, now=at),
        "stayed_away": sentences.stayed_away(registration, own=False),
        "asked": answers_on_page(registration, given, by_contact=True, at=at),
        "urls": {
            act: door.url(act)
            for act in (
                "cancel",
                "give_back",
                "substitute",
                "share",
                "share_days",
                "all_days",
                "correct",
                "questions",
                "items",
            )
        },
    }


def _pair(rows: Sequence[Registration]) -> list[Registration]:
    """Whoever shares a place stands after the one who has it, and they know each other without a query for each."""
    by_pk = {row.pk: row for row in rows}
    for row in rows:
        if row.is_second and row.is_current:
            holder = by_pk[row.shares_place_of_id or 0]
            row.shares_with, holder.shares_with = holder, row
    return sorted(rows, key=lambda row: (row.shares_place_of_id or row.pk, row.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_the_contacts_door(now)
def correct_contact(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    """Puts the contact's own facts right; asks whether it is another person when it looks like one."""
    facts = contact_facts(found)
    form = OwnFactsForm(request.POST if request.method == "POST" else None, initial=facts, event=found.event)
    context: dict[str, Any] = {
        "booking": found,
        "event": found.event,
        "now": at,
        "home": reverse("registration:booking", args=[token]),
        "form": form,
        "carried": newer.seen(facts),
        "notice": expired_notice(request),
        "attends": place_of_contact(found) is not None,
        "ask_url": (
            reverse("registration:ask_contact", args=[token])
            if policy.event_allows(policy.windows(found.event), now=at)
            else ""
        ),
        "contact_line": sentences.contact_line(found.event),
    }
    decision = policy.may_correct_contact(policy.windows(found.event), now=at)
    if decision.reason is not None:
        why = sentences.why_closed(decision.reason, found.event, now=at)
        return render(request, "registration/correct_contact.html", context | {"why": why}, status=409)
    if request.method == "POST" and (changed := newer.changed_since(request.POST, facts)):
        return render(request, "registration/correct_contact.html", context | {"notice": changed}, status=409)
    if not acts(request) or not form.is_valid():
        return render(request, "registration/correct_contact.html", context)
    # What is not asked stays as it was.
    typed = facts | form.cleaned_data
    same_person = request.POST.get("same_person") == "1"
    try:
        put_right = correcting.correct_contact(
            booking_id=found.pk,
            **typed,
            other_person=False if same_person else None,
            now=at,
            actor=service_acts.CONTACT,
        )
    except correcting.AnotherPerson:
        carried = context["carried"] | {name: request.POST.get(name, "") for name in form.fields}
        return _another_contact(request, found, context | {"typed": typed, "carried": carried}, token, at=at)
    except Refused as no:
        form.add_error("email", _why_not_this_contact(no.reason, found.event, at=at))
        return render(request, "registration/correct_contact.html", context)
    done = "contact" if put_right.link_key == found.link_key else "contact_moved"
    return redirect(f"{reverse('registration:booking', args=[links.booking_token(put_right)])}?ok={done}")


def _another_contact(
    request: HttpRequest, found: Booking, context: dict[str, Any], token: str, *, at: datetime
) -> HttpResponse:
    """Asks whether it is another person. She is then asked to take the booking over, at the page for that."""
    decision = policy.event_allows(policy.windows(found.event), now=at)
    why = sentences.explain(decision.reason, found.event, now=at) if decision.reason is not None else ""
    return render(
        request,
        "registration/another_contact.html",
        context
        | {
            "why": why,
            "ask_url": reverse("registration:ask_contact", args=[token]),
            "standing": standing_request(found, now=at),
        },
    )


def _why_not_this_contact(reason: policy.Reason, event: Event, *, at: datetime) -> str:
    if reason is policy.Reason.ALREADY_HAS_A_PLACE:
        said = gettext("One of those you signed up already has a place through this address.")
        return f"{said} {sentences.contact_line(event)}"
    return sentences.explain(reason, event, now=at)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@of_event
def find(request: HttpRequest, *, event: Event) -> HttpResponse:
    """Mails the links that belong to an address; says the same whether there are any."""
    at = now()
    decision = policy.may_find_links(policy.windows(event), now=at)
    context: dict[str, Any] = {
        "event": event,
        "now": at,
        "notice": expired_notice(request),
        "contact_line": sentences.contact_line(event),
        "why": sentences.explain(decision.reason, event, now=at) if decision.reason is not None else "",
        "form": FindForm(request.POST if request.method == "POST" else None),
    }
    if decision and acts(request) and context["form"].is_valid():
        email = context["form"].cleaned_data["email"]
        finding.mail_links(event=event, email=email, now=at)
        return render(request, "registration/find_sent.html", context | {"email": email})
    return render(request, "registration/find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@of_receipt
def correct_address(request: HttpRequest, *, made: Booking, at: datetime, position: int) -> HttpResponse:
    """*Correct an address* from the receipt: the mail goes again, and the link that went astray dies. Position 0 is the
    contact's own address; of somebody who had a place before, the page says and answers the same."""
    event = made.event
    person: dict[str, Any] | None = None
    if position:
        person = made.people_named[position - 1] if position <= len(made.people_named) else None
        # The contact's address is put right in one place.
        if person is None or person["email"] == made.contact_email:
            return redirect("registration:receipt", event.slug, made.number)
    old = person["email"] if person else made.contact_email
    form = FindForm(request.POST if request.method == "POST" else None, initial={"email": old})
    context = {"event": event, "now": at, "booking": made, "person": person, "form": form}
    if not acts(request) or not form.is_valid():
        return render(
            request, "registration/correct_address.html", context | {"notice": expired_notice(request)}
        )
    try:
        receipts.correct_address(
            booking_id=made.pk,
            position=position,
            email=form.cleaned_data["email"],
            now=at,
            actor=service_acts.CONTACT,
        )
    except Refused as no:
        form.add_error("email", sentences.explain(no.reason, event, now=at))
        return render(request, "registration/correct_address.html", context)
    return redirect(f"{reverse('registration:receipt', args=[event.slug, made.number])}?ok=address")
