"""The last button: the booking is made, or the page says why not."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from programme.languages import reader_language
from programme.models import Event
from registration import sentences
from registration.forms.sign_up import SignUpForm
from registration.services import acts, booking, floods, once
from registration.services.choosing import NotChosen
from registration.services.room import WhenFull
from registration.views import traps
from registration.views.signing_up import notices
from registration.views.signing_up.answers import in_order, invitation_of, when_full
from registration.views.signing_up.checking import check_page, terms_changed
from registration.views.signing_up.choosing import refused_page
from registration.views.signing_up.form_page import form_page
from registration.views.signing_up.receipts import to_receipt


def confirmed(request: HttpRequest, event: Event, form: SignUpForm, *, at: datetime) -> HttpResponse:
    typed, how = form.typed, when_full(form.typed)
    terms = sentences.terms(event, now=at, waits=how is not WhenFull.REFUSE)
    if typed.get("terms") != once.fingerprint(terms):
        return terms_changed(request, event, form, at=at)
    errors = []
    if not typed.get("accept"):
        errors.append(("id_accept", gettext("Tick here that you accept the terms.")))
    unanswered = traps.sprung(typed) and not traps.answered(typed)
    if unanswered and typed.get(traps.QUESTION):
        errors.append(
            ("id_answer", gettext("Write the answer as a number, so that we know you are a person."))
        )
    invitation = invitation_of(request)
    key = once.read_key(typed.get("key", ""))
    if unanswered and not errors:
        # She has not seen the question before, so there is nothing she has got wrong.
        notice = gettext("One question before it is sent: answer it below, and press the button again.")
        return check_page(request, event, form, at=at, notice=notice)
    if errors or not key:
        return check_page(request, event, form, at=at, errors=errors)
    try:
        done = booking.sign_up(
            event_id=event.pk,
            contact=form.contact(),
            people=in_order(form) if how is WhenFull.AS_THEY_COME else form.people(),
            answers=form.booking_answers(),
            when_full=how,
            payer=form.payer(),
            terms=terms,
            key=key,
            language=reader_language(),
            now=at,
            actor=acts.CONTACT,
            invitation_id=invitation.pk if invitation else None,
        )
    except NotChosen as no:
        again = SignUpForm(event, typed, now=at, judged=True)
        notice = notices.not_chosen(no, event, says_it=not again.is_valid())
        return form_page(request, event, typed, at=at, form=again, notice=notice)
    except acts.Refused as no:
        return refused_page(request, event, form, reason=no.reason, left=no.places_left, at=at)
    except once.TermsChanged:
        return terms_changed(request, event, form, at=at)
    except once.OtherContent:
        notice = gettext(
            "A sign-up has already been sent from this page, with other answers. "
            "If you want to send this one as well, press the button again."
        )
        return check_page(request, event, form, at=at, notice=notice, new_key=True)
    except floods.TooMany:
        return check_page(request, event, form, at=at, notice=notices.too_many(event))
    return to_receipt(request, event, done.booking, at=at)
