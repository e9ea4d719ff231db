"""The page as it is opened, and which button was pressed on it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from conference.clock import now
from programme.models import Event
from registration import cards, links, sentences
from registration.cards import MOST_PEOPLE, whole
from registration.models import Invitation
from registration.policy import Reason
from registration.services.room import JOINS_THE_LIST
from registration.views import traps
from registration.views.edge import acts as may_act
from registration.views.edge import being_typed, keeps_typed_text, of_event
from registration.views.signing_up.answers import number_in, room_for_one
from registration.views.signing_up.form_page import FIRST_EMPTY, form_page
from registration.views.signing_up.judging import judge
from registration.views.signing_up.listed import pasted
from registration.views.signing_up.ticked import go_on_with_ticked


@keeps_typed_text
@require_http_methods(["GET", "HEAD", "POST"])
@being_typed
@of_event
def sign_up(request: HttpRequest, *, event: Event) -> HttpResponse:
    return _answer(request, event, at=now())


@keeps_typed_text
@require_http_methods(["GET", "HEAD", "POST"])
@being_typed
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The same form, opened by the link of an invitation: it takes reserved places."""
    at = now()
    read = links.read_token(token, purpose="invitation")
    found = Invitation.objects.select_related("event__venue", "event__owner").filter(
        pk=read[0] if read else 0
    )
    invitation = found.exclude(event__status=Event.Status.DRAFT).first()
    if invitation is None or read is None or invitation.link_key != read[1]:
        raise Http404
    request.invitation = invitation  # type: ignore[attr-defined]
    return _answer(request, invitation.event, at=at)


def _answer(request: HttpRequest, event: Event, *, at: datetime) -> HttpResponse:
    if request.method != "POST":
        return _first_page(request, event, at=at)
    typed = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    action = typed.pop("action", "check")
    if cards.has_unread_list(typed) and action != "paste":
        # Whatever she pressed, the list is not left behind.
        if action.startswith("remove-"):
            typed = cards.without_card(typed, number_in(action))
        return pasted(request, event, typed, at=at, unasked=True)
    match action:
        case "people":
            return form_page(request, event, typed, at=at, focus=FIRST_EMPTY)
        case "later":
            return form_page(request, event, cards.with_names_to_follow(typed), at=at, focus=FIRST_EMPTY)
        case "add":
            return form_page(request, event, cards.with_one_more(typed), at=at, focus=MOST_PEOPLE)
        case _ if action.startswith("remove-"):
            number = number_in(action)
            return form_page(request, event, cards.without_card(typed, number), at=at, focus=number)
        case "paste":
            return pasted(request, event, typed, at=at)
        case "edit":
            return form_page(request, event, typed, at=at)
        case "choose":
            return go_on_with_ticked(request, event, typed, at=at)
        case _:
            return judge(request, event, typed, at=at, confirm=action == "confirm" and may_act(request))


def _first_page(request: HttpRequest, event: Event, *, at: datetime) -> HttpResponse:
    count = whole(request.GET.get("antal"), least=1, most=MOST_PEOPLE, default=1)
    typed = {"count": str(count), "attends": "1", traps.STARTED: traps.start()}
    room = room_for_one(request, event, at=at)
    decision = room.decision
    if decision.reason is not None and decision.reason not in JOINS_THE_LIST:
        is_elsewhere = decision.reason is Reason.NOT_HERE and event.sign_up == Event.SignUp.ELSEWHERE
        context = {
            "event": event,
            "now": at,
            "why": sentences.explain(decision.reason, event, now=at, signs_up=True),
            "contact_line": sentences.contact_line(event),
            "sign_up_url": event.sign_up_url if is_elsewhere else "",
        }
        return render(request, "registration/no_sign_up.html", context)
    return form_page(request, event, typed, at=at, room=room)
