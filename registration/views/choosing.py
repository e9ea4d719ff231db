"""The page where a person chooses of the programme, or her contact for her."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from conference.clock import now
from registration import choosing, item_sentences
from registration.forms.items import choice_form
from registration.services import choosing as service
from registration.services.acts import Refused
from registration.views.doors import Door, through_a_door
from registration.views.edge import acts, keeps_typed_text, personal
from registration.views.place import page, refused


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def choose(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """Shows what there is to choose, and takes it."""
    registration, event = door.registration, door.event
    decision = choosing.may_choose(event, status=registration.status, now=at)
    if decision.reason is not None:
        return refused(request, door, decision.reason, at=at)
    rows = service.choices_of(registration)
    form, is_outdated = choice_form(
        registration,
        request.POST if request.method == "POST" else None,
        held=[row.session_id for row in rows if row.session_id is not None],
        herself=not door.by_contact,
        says_until=False,
    )
    name = registration.called if door.by_contact else ""
    context = {"form": form, "chosen": choosing.chosen_now(rows), "status": 200}
    if is_outdated:
        context |= {"status": 409, "notice": item_sentences.changed_meanwhile(name)}
    if is_outdated or not acts(request) or not form.is_valid():
        return page(request, door, "choose_items", at=at, **context)
    try:
        service.choose(
            registration_id=registration.pk,
            sessions=form.chosen(),
            wishes=form.wishes(),
            now=at,
            actor=door.actor,
        )
    except service.NotChosen as no:
        form.add_error(next(iter(form.fields)), item_sentences.objection_said(no.objection, event))
        return page(request, door, "choose_items", at=at, **(context | {"status": 409}))
    except Refused as no:
        return refused(request, door, no.reason, at=at)
    return redirect(door.done_url("items_moved_up" if form.has_gap else "items"))
