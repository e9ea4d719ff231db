"""The page on which the facts of a person are put right."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from conference.clock import now
from registration import newer, policy, sentences
from registration.forms.place import PlaceForm
from registration.models import Registration
from registration.services import correcting
from registration.services.acts import Refused
from registration.views.doors import Door, through_a_door
from registration.views.edge import acts, keeps_typed_text, personal
from registration.views.place import page, possibilities, refused
from registration.views.substituting import field_of


def _instead(registration: Registration, door: Door, *, at: datetime) -> dict[str, str]:
    """The way to hand the place over to another person, or why there is none."""
    decision = possibilities(registration, at=at)["substitute"]
    if decision.reason is None:
        return {"substitute_url": door.url("substitute")}
    if decision.reason is policy.Reason.OVER:
        return {"why_not": sentences.no_hand_over_once_begun(door.event)}
    return {"why_not": sentences.explain(decision.reason, door.event, now=at, registration=registration)}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def correct(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """Puts name, address and the like right; asks whether it is another person when it looks like one."""
    registration = door.registration
    decision = possibilities(registration, at=at)["correct"]
    if decision.reason is not None:
        return refused(request, door, decision.reason, at=at)
    facts = PlaceForm.facts_of(registration)
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        initial=facts,
        event=door.event,
        by_contact=door.by_contact,
    )
    asked = {name: facts[name] for name in form.fields}
    instead = _instead(registration, door, at=at)
    seen = newer.seen(asked)
    if request.method == "POST" and (changed := newer.changed_since(request.POST, asked)):
        again = {"notice": changed, "status": 409}
        return page(request, door, "correct", at=at, form=form, carried=seen, **instead, **again)
    if not acts(request) or not form.is_valid():
        return page(request, door, "correct", at=at, form=form, carried=seen, **instead)
    person = form.person(corrects=registration)
    same = request.POST.get("same_person") == "1"
    try:
        put_right = correcting.correct(
            registration_id=registration.pk, person=person, same_person=same, now=at, actor=door.actor
        )
    except correcting.AnotherPerson:
        typed = {name: request.POST.get(name, "") for name in form.fields} | seen
        return page(
            request,
            door,
            "another_person",
            at=at,
            typed=typed,
            person=person,
            **instead,
        )
    except Refused as no:
        why = sentences.explain(no.reason, door.event, now=at, registration=registration)
        form.add_error(field_of(no.reason), why)
        return page(request, door, "correct", at=at, form=form, carried=seen, **instead)
    done = "unchanged" if PlaceForm.facts_of(put_right) == facts else "correct"
    # A new address has ended the link she came by.
    return redirect(door.done_url(done, token=door.present_token(put_right)))
