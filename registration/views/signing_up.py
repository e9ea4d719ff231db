"""The sign-up: form, check page, receipt. The answers travel in the page; nothing personal is stored before the last
button is pressed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from conference.clock import now
from programme import dates
from programme.models import Event
from registration import cards, policy, sentences
from registration.cards import MOST_PEOPLE, whole
from registration.forms.sign_up import SignUpForm
from registration.models import Booking
from registration.pasting import read_people
from registration.services import acts, booking, once, receipts
from registration.services.line import how_many_wait, others_wait
from registration.services.people import Person, newcomers
from registration.services.room import JOINS_THE_LIST, Room, WhenFull, room_for
from registration.views import pasting_words, traps
from registration.views.edge import acts as may_act
from registration.views.edge import being_typed, expired_notice, keeps_typed_text, of_event, personal

RECEIPTS = "receipts"
FIRST_EMPTY = -1
# What travels in the page beside the answers; and what was chosen where there are too few places: how to wait, and who
# comes first.
HOW, FIRST = "when_full", "first"
CARRIED = (traps.STARTED, traps.HONEYPOT, HOW, FIRST)
ONLY_CHOSEN = "only_chosen"


@keeps_typed_text
@require_http_methods(["GET", "HEAD", "POST"])
@being_typed
@of_event
def sign_up(request: HttpRequest, *, event: Event) -> HttpResponse:
    at = now()
    if request.method != "POST":
        return _first_page(request, event, at=at)
    typed = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    action = typed.pop("action", "check")
    if cards.has_unread_list(typed) and action != "paste":
        # Whatever she pressed, the list is not left behind.
        if action.startswith("remove-"):
            typed = cards.without_card(typed, _number_in(action))
        return _pasted(request, event, typed, at=at, unasked=True)
    match action:
        case "people":
            return _form_page(request, event, typed, at=at, focus=FIRST_EMPTY)
        case "add":
            return _form_page(request, event, cards.with_one_more(typed), at=at, focus=MOST_PEOPLE)
        case _ if action.startswith("remove-"):
            number = _number_in(action)
            return _form_page(request, event, cards.without_card(typed, number), at=at, focus=number)
        case "paste":
            return _pasted(request, event, typed, at=at)
        case "edit":
            return _form_page(request, event, typed, at=at)
        case "choose":
            return _chosen(request, event, typed, at=at)
        case _:
            return _judge(request, event, typed, at=at, confirm=action == "confirm" and may_act(request))


def _number_in(name: str) -> int:
    """The number of a card at the end of a button's or a box's name: remove-2."""
    return whole(name.partition("-")[2], least=0, most=MOST_PEOPLE, default=0)


def _first_page(request: HttpRequest, event: Event, *, at: datetime) -> HttpResponse:
    count = whole(request.GET.get("antal"), least=1, most=MOST_PEOPLE, default=1)
    typed = {"count": str(count), "attends": "1", traps.STARTED: traps.start()}
    room = _room(event, at=at)
    decision = room.decision
    if decision.reason is not None and decision.reason not in JOINS_THE_LIST:
        why = sentences.explain(decision.reason, event, now=at, signs_up=True)
        return render(request, "registration/no_sign_up.html", {"event": event, "now": at, "why": why})
    return _form_page(request, event, typed, at=at, room=room)


def _form_page(
    request: HttpRequest,
    event: Event,
    typed: dict[str, str],
    *,
    at: datetime,
    form: SignUpForm | None = None,
    notice: str = "",
    status: int = 200,
    warnings: list[str] | None = None,
    focus: int | None = None,
    room: Room | None = None,
) -> HttpResponse:
    """`focus`: the card the page opens at, or `FIRST_EMPTY`."""
    form = form or SignUpForm(event, typed)
    notice = notice or form.number_notice()
    if notice:
        # What there is to read takes the focus.
        pass
    elif focus == FIRST_EMPTY:
        form.focus_first_empty()
    elif focus is not None:
        form.focus_card(focus)
    room = room or _room(event, at=at)
    waits = room.decision.reason in JOINS_THE_LIST
    context = {
        "event": event,
        "now": at,
        "form": form,
        "list_stands": _list_stands(event, room.left) if waits else "",
        "errors": list(form.errors()) if form.judged else [],
        "notice": notice or expired_notice(request),
        "warnings": warnings or [],
        "pasted": typed.get("pasted", ""),
        "listed": typed.get("listed", ""),
        "carried": {name: typed.get(name, "") for name in (traps.STARTED, traps.HONEYPOT)},
        "most_people": MOST_PEOPLE,
        "terms": sentences.terms(event, now=at, waits=waits),
        "contact_line": sentences.contact_line(event),
    }
    return render(request, "registration/sign_up.html", context, status=status)


def _pasted(
    request: HttpRequest, event: Event, typed: dict[str, str], *, at: datetime, unasked: bool = False
) -> HttpResponse:
    """The list read into the cards, with what was left out or guessed. `unasked`: another button was pressed, so the
    page says what became of the list."""
    read = read_people(typed.get("pasted", ""), limit=MOST_PEOPLE)
    warnings = [pasting_words.sentence(warning) for warning in read.warnings]
    typed, left_out = cards.with_pasted(typed, read.people)
    if left_out:
        warnings.append(pasting_words.no_room(left_out, most=MOST_PEOPLE))
    if not read.people and not warnings:
        warnings = [gettext("We found no names in the list. Write one person on each line.")]
    typed, workplaces = _one_workplace(typed, {one.organisation for one in read.people} - {""})
    if workplaces:
        sentence = gettext("Workplaces were left out: %(workplaces)s. The one you write holds for everybody.")
        warnings.append(sentence % {"workplaces": ", ".join(sorted(workplaces))})
    notice = pasting_words.was_read(len(read.people) - len(left_out)) if unasked else ""
    focus = None if warnings else FIRST_EMPTY
    typed = cards.after_reading(typed, is_done=not warnings)
    return _form_page(request, event, typed, at=at, notice=notice, warnings=warnings, focus=focus)


def _one_workplace(typed: dict[str, str], listed: set[str]) -> tuple[dict[str, str], set[str]]:
    """The form has one workplace for everybody: the list's, where none is typed and the list knows only one. And those
    of the list that have no room."""
    written = typed.get("organisation", "").strip()
    if not written and len(listed) == 1:
        return typed | {"organisation": next(iter(listed))}, set()
    return typed, listed - {written}


def _judge(
    request: HttpRequest,
    event: Event,
    typed: dict[str, str],
    *,
    at: datetime,
    confirm: bool,
    among: SignUpForm | None = None,
) -> HttpResponse:
    """The form again where something is wrong with it, the choice of who where there are too few places, else the
    check page, or the booking when `confirm`. `among`: everybody, of whom these were chosen."""
    form = SignUpForm(event, typed, judged=True)
    notice = form.number_notice()
    if not notice and typed.get("shape", form.shape) != form.shape:
        notice = gettext("You changed how many you sign up. Fill in the rest, and press “Continue” again.")
    if notice:
        return _form_page(request, event, typed, at=at, notice=notice)
    if not form.is_valid():
        return _form_page(request, event, typed, at=at, form=form)
    if confirm:
        return _confirm(request, event, form, at=at)
    # The service asks when the event is locked, and knows a booking made before; here only to spare a useless page.
    people, how = form.people(), when_full(form.typed)
    room = room_for(people, event=event, when_full=how, now=at)
    if room.decision.reason is policy.Reason.FULL and room.left and how is WhenFull.REFUSE:
        # Who has a place needs none. Of a full event the page tells nobody who has one already, and whoever joins the
        # list is one of those named.
        arriving = newcomers(event=event, contact=form.contact(), people=people)
        room = room_for(arriving, event=event, when_full=how, now=at)
    if room.decision.reason is not None:
        return _refused(
            request, event, among or form, reason=room.decision.reason, left=room.left, at=at, expected=True
        )
    return _check_page(request, event, form, at=at)


def when_full(typed: dict[str, str]) -> WhenFull:
    """What was chosen for where there are too few places; nobody is put on the list without having chosen it."""
    chosen = typed.get(HOW, "")
    return WhenFull(chosen) if chosen in set(WhenFull) else WhenFull.REFUSE


def in_order(form: SignUpForm) -> list[Person]:
    """Everybody, those first who were chosen to have the free places."""
    first = {whole(one, least=0, most=MOST_PEOPLE, default=0) for one in form.typed.get(FIRST, "").split()}
    if not form.typed.get(FIRST):
        return form.people()
    numbered = list(zip(form.numbers, form.people(), strict=True))
    return [person for _number, person in sorted(numbered, key=lambda pair: pair[0] not in first)]


def _room(event: Event, *, at: datetime) -> Room:
    """Whether one more may come now."""
    nobody = [Person(name="")]
    return room_for(nobody, event=event, when_full=WhenFull.REFUSE, now=at)


def _list_stands(event: Event, left: int | None) -> str:
    return sentences.list_stands(places_left=left, waiting=how_many_wait(event))


def _chosen(request: HttpRequest, event: Event, typed: dict[str, str], *, at: datetime) -> HttpResponse:
    """Goes on with those who were ticked; where nobody was, or too many, everybody is there to be chosen again."""
    everybody = SignUpForm(event, typed, judged=True)
    numbers = {_number_in(key) for key in typed if key.startswith("keep-")} & set(everybody.numbers)
    if not everybody.is_valid():
        return _judge(request, event, typed, at=at, confirm=False)
    chosen_how = typed.get(HOW, "")
    if chosen_how in {WhenFull.TOGETHER, WhenFull.AS_THEY_COME}:
        first = " ".join(map(str, sorted(numbers))) if chosen_how == WhenFull.AS_THEY_COME else ""
        return _judge(request, event, typed | {FIRST: first}, at=at, confirm=False, among=everybody)
    typed = typed | {FIRST: ""}
    everybody.typed[FIRST] = ""
    if chosen_how != ONLY_CHOSEN:
        why = gettext("Choose what you want where there are too few places.")
        return _choose_page(request, event, everybody, why=why, ticked=numbers, at=at)
    if not numbers:
        return _choose_page(
            request, event, everybody, why=gettext("Choose at least one."), ticked=set(), at=at
        )
    chosen = cards.only_chosen(everybody.typed, attends=0 in numbers, numbers=numbers)
    return _judge(request, event, chosen, at=at, confirm=False, among=everybody)


def _refused(
    request: HttpRequest,
    event: Event,
    form: SignUpForm,
    *,
    reason: policy.Reason,
    left: int | None,
    at: datetime,
    expected: bool = False,
) -> HttpResponse:
    """`expected`: nobody had been told that there was a place."""
    why = sentences.explain(reason, event, now=at, places_left=left, signs_up=True)
    if reason not in JOINS_THE_LIST:
        return _form_page(request, event, form.typed, at=at, notice=why)
    free, stands = left or 0, ""
    if reason is policy.Reason.OTHERS_WAIT or not left:
        why = stands = _list_stands(event, left)
        free = 0
    if len(form.numbers) == 1:
        form.typed.update({HOW: WhenFull.TOGETHER, FIRST: ""})
        form.typed.pop("accept", None)
        refused = Room(decision=policy.YES, left=left, placed=[], waiting=form.people())
        notice = "" if expected else why
        return _check_page(request, event, form, at=at, notice=notice, room=refused, stands=stands)
    left = free
    ticked = {number for number in form.numbers if f"keep-{number}" in form.typed}
    return _choose_page(request, event, form, why=why, ticked=ticked or set(form.numbers[:left]), at=at)


def _choose_page(
    request: HttpRequest, event: Event, form: SignUpForm, *, why: str, ticked: set[int], at: datetime
) -> HttpResponse:
    """Who of them is to have one of the places."""
    context = {
        "event": event,
        "now": at,
        "why": why,
        "left": _free_to_newcomers(event),
        "how": form.typed.get(HOW, ""),
        "number": len(form.numbers),
        "people": list(zip(form.numbers, form.people(), strict=True)),
        "ticked": ticked,
        "carried": _carried(form),
    }
    return render(request, "registration/choose.html", context)


def _free_to_newcomers(event: Event) -> int:
    left = acts.places_left(event)
    return 0 if left is None or others_wait(event, left=left) else left


def _carried(form: SignUpForm) -> dict[str, str]:
    return form.answers() | {name: form.typed.get(name, "") for name in CARRIED}


def _check_page(
    request: HttpRequest,
    event: Event,
    form: SignUpForm,
    *,
    at: datetime,
    notice: str = "",
    errors: list[tuple[str, str]] | None = None,
    new_key: bool = False,
    room: Room | None = None,
    stands: str = "",
) -> HttpResponse:
    """`room` and `stands`: who would have a place and how the list stands, where that was asked just now."""
    how = when_full(form.typed)
    people = in_order(form) if how is WhenFull.AS_THEY_COME else form.people()
    placed, waits, left = people, list[Person](), None
    if how is not WhenFull.REFUSE:
        room = room or room_for(people, event=event, when_full=how, now=at)
        placed, waits, left = room.placed, room.waiting, room.left
    terms = sentences.terms(event, now=at, waits=how is not WhenFull.REFUSE)
    facts = policy.windows(event)
    ask_more = traps.sprung(form.typed)
    question, signed_answer = traps.question() if ask_more else ("", "")
    key = "" if new_key else once.read_key(form.typed.get("key", ""))
    context = {
        "event": event,
        "now": at,
        "contact": form.contact(),
        "attends": form.attends,
        "you": form.people()[0] if form.attends else None,
        "list_stands": (stands or _list_stands(event, left)) if waits else "",
        "people": people,
        "placed": placed,
        "waiting": waits,
        "together": how is WhenFull.TOGETHER and len(waits) > 1,
        "terms": terms,
        "binds_at_once": policy.binds_at_once(facts, now=at),
        "accepted": form.typed.get("accept", ""),
        "notice": notice or expired_notice(request),
        "errors": errors or [],
        "question": question,
        "controller": event.owner,
        "carried": _carried(form)
        | {
            "key": key or once.new_key(),
            "terms": once.fingerprint(terms),
            **({traps.QUESTION: signed_answer} if ask_more else {}),
        },
    }
    return render(request, "registration/check.html", context)


def _confirm(request: HttpRequest, event: Event, form: SignUpForm, *, at: datetime) -> HttpResponse:
    typed, how = form.typed, when_full(form.typed)
    terms = sentences.terms(event, now=at, waits=how is not WhenFull.REFUSE)
    if typed.get("terms") != once.fingerprint(terms):
        return _terms_changed(request, event, form, at=at)
    errors = []
    if not typed.get("accept"):
        errors.append(("id_accept", gettext("Tick here that you accept the terms.")))
    if traps.sprung(typed) and not traps.answered(typed):
        errors.append(
            ("id_answer", gettext("Write the answer as a number, so that we know you are a person."))
        )
    key = once.read_key(typed.get("key", ""))
    if errors or not key:
        return _check_page(request, event, form, at=at, errors=errors)
    try:
        done = booking.sign_up(
            event_id=event.pk,
            contact=form.contact(),
            people=in_order(form) if how is WhenFull.AS_THEY_COME else form.people(),
            when_full=how,
            terms=terms,
            key=key,
            language=dates.language_of(get_language()),
            now=at,
            actor=acts.CONTACT,
        )
    except acts.Refused as no:
        return _refused(request, event, form, reason=no.reason, left=no.places_left, at=at)
    except booking.TermsChanged:
        return _terms_changed(request, event, form, at=at)
    except booking.OtherContent:
        notice = gettext(
            "A sign-up has already been sent from this page, with other answers. "
            "If you want to send this one as well, press the button again."
        )
        return _check_page(request, event, form, at=at, notice=notice, new_key=True)
    except booking.TooMany:
        notice = gettext(
            "A great many sign-ups have come from your address within the last hour. Nothing was sent. "
            "Wait a little, or write to us."
        )
        return _check_page(request, event, form, at=at, notice=f"{notice} {sentences.contact_line(event)}")
    return _to_receipt(request, event, done.booking, at=at)


def _terms_changed(request: HttpRequest, event: Event, form: SignUpForm, *, at: datetime) -> HttpResponse:
    form.typed.pop("accept", None)
    notice = gettext(
        "The terms have changed since you saw this page. Read them below, and press the button again."
    )
    return _check_page(request, event, form, at=at, notice=notice)


def _to_receipt(request: HttpRequest, event: Event, made: Booking, *, at: datetime) -> HttpResponse:
    """Lets this browser see the receipt for half an hour."""
    instant = at.timestamp()
    shown = {number: until for number, until in _shown(request).items() if until > instant}
    shown[made.number] = instant + receipts.LASTS.total_seconds()
    response = redirect("registration:receipt", event.slug, made.number)
    response.set_cookie(
        RECEIPTS,
        signing.dumps(dict(list(shown.items())[-10:]), salt=RECEIPTS),
        max_age=receipts.LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _shown(request: HttpRequest) -> dict[str, float]:
    """The booking numbers whose receipts this browser may see, each with the instant that ends it. A cookie of the
    session's kind: no row is written for people who have no account."""
    try:
        return signing.loads(request.COOKIES.get(RECEIPTS, ""), salt=RECEIPTS)
    except signing.BadSignature:
        return {}


def receipt_of(request: HttpRequest, event: Event, number: str, *, at: datetime) -> Booking | None:
    """The booking whose receipt this browser may see now."""
    if _shown(request).get(number, 0) <= at.timestamp():
        return None
    return Booking.objects.filter(event=event, number=number).first()


@require_http_methods(["GET", "HEAD"])
@personal
@of_event
def receipt(request: HttpRequest, *, event: Event, number: str) -> HttpResponse:
    at = now()
    made = receipt_of(request, event, number, at=at)
    if made is None:
        return render(request, "registration/receipt_gone.html", {"event": event, "now": at}, status=410)
    made.event = event
    context: dict[str, Any] = {
        "event": event,
        "now": at,
        "booking": made,
        # As typed, and no more: whoever reads it may be a stranger to those who had a place before.
        "people": made.people_named,
        "only_herself": [one["email"] for one in made.people_named] == [made.contact_email],
        "corrected": request.GET.get("ok") == "address",
        "waits": any(one.get("waits") for one in made.people_named),
        "rule": sentences.terms(event, now=at, waits=any(one.get("waits") for one in made.people_named)),
        "contact_line": sentences.contact_line(event),
        "event_url": reverse("programme:event", args=[event.slug]),
    }
    return render(request, "registration/receipt.html", context)
