"""The form judged: what comes next of form, choice, check page and booking."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from programme.models import Event
from registration import policy
from registration.forms.sign_up import SignUpForm
from registration.services.people import newcomers
from registration.services.room import WhenFull, room_for
from registration.views.signing_up.answers import invitation_of, when_full
from registration.views.signing_up.checking import check_page
from registration.views.signing_up.choosing import refused_page
from registration.views.signing_up.confirming import confirmed
from registration.views.signing_up.form_page import form_page


def judge(
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
    form = SignUpForm(event, typed, now=at, judged=True, confirms=confirm)
    notice = form.number_notice() or form.told_of_distribution()
    if not notice and form.answers_another_page():
        notice = gettext("You changed how many you sign up. Fill in the rest, and press “Continue” again.")
    if notice:
        return form_page(request, event, typed, at=at, notice=notice)
    if not form.is_valid():
        return form_page(request, event, typed, at=at, form=form)
    if confirm:
        return confirmed(request, event, form, at=at)
    # The service asks when the event is locked, and knows a booking made before; here only to spare a useless page.
    people, how = form.people(), when_full(form.typed)
    invitation = invitation_of(request)
    room = room_for(people, event=event, when_full=how, now=at, invitation=invitation)
    if room.decision.reason is policy.Reason.FULL and room.left and how is WhenFull.REFUSE:
        # Who has a place needs none. Of a full event the page tells nobody who has one already, and whoever joins the
        # list is one of those named.
        arriving = newcomers(event=event, contact=form.contact(), people=people)
        room = room_for(arriving, event=event, when_full=how, now=at, invitation=invitation)
    if room.decision.reason is not None:
        return refused_page(
            request, event, among or form, reason=room.decision.reason, left=room.left, at=at, expected=True
        )
    return check_page(request, event, form, at=at)
