"""The contact adds people to her booking. One page: who, the terms of today, and the button."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from conference.clock import now
from registration import cards, choosing, policy, sentences
from registration.forms.adding import AddForm
from registration.forms.items import NO_ITEMS
from registration.line_sentences import list_rule
from registration.models import Booking
from registration.services import acts as service_acts
from registration.services import adding, floods, once
from registration.services.choosing import NotChosen
from registration.services.people import Person
from registration.services.room import JOINS_THE_LIST, WhenFull, room_for
from registration.views.asked_twice import asked, unasked
from registration.views.doors import through_the_contacts_door
from registration.views.edge import acts, expired_notice, keeps_typed_text, personal
from registration.views.pasted_list import read_list
from registration.views.signing_up import notices
from registration.views.signing_up.answers import list_stands, number_in, when_full
from registration.waiting import could_be_together


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_the_contacts_door(now)
def add(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    return _Adding(request, found, token, at=at).answer()


class _Adding:
    """One request to the page."""

    def __init__(self, request: HttpRequest, found: Booking, token: str, *, at: datetime) -> None:
        self.request, self.booking, self.event, self.at = request, found, found.event, at
        self.home = reverse("registration:booking", args=[token])
        self.typed = {key: value for key, value in request.POST.items() if isinstance(value, str)}

    def answer(self) -> HttpResponse:
        decision = policy.may_wait(policy.windows(self.event), now=self.at)
        if decision.reason is not None:
            why = sentences.why_closed(decision.reason, self.event, now=self.at, signs_up=True)
            typed = [(key, value) for key, value in self.typed.items() if key.endswith(("-name", "-email"))]
            lost = [("", value) for _key, value in typed if value.strip()]
            context = {
                "event": self.event,
                "now": self.at,
                "home": self.home,
                "why": why,
                "typed": lost,
                "contact_line": sentences.contact_line(self.event),
            }
            return render(self.request, "registration/add.html", context, status=409)
        if self.request.method != "POST":
            return self.page({"count": "1"}, opens=True)
        action = self.typed.pop("action", "save")
        if action == "paste" or cards.has_unread_list(self.typed):
            return self.pasted(unasked=action != "paste")
        match action:
            case "people":
                return self.page(self.typed)
            case "later":
                return self.page(cards.with_names_to_follow(self.typed))
            case "add":
                return self.page(cards.with_one_more(self.typed))
            case _ if action.startswith("remove-"):
                return self.page(cards.without_card(self.typed, number_in(action)))
        return self.judged()

    # ------------------------------------------------------------------ pages

    def terms(self, *, waits: bool) -> str:
        """In the words of the booking, as they are stored with the place."""
        with translation.override(self.booking.language):
            return sentences.terms(self.event, now=self.at, waits=waits)

    def page(
        self,
        typed: dict[str, str],
        *,
        form: AddForm | None = None,
        notice: str = "",
        errors: list[tuple[str, str]] | None = None,
        refused: bool = False,
        opens: bool = False,
        new_key: bool = False,
        **context: Any,
    ) -> HttpResponse:
        """`refused`: there were too few places, so the ways to wait are offered."""
        nobody = [Person(name="")]
        room = room_for(nobody, event=self.event, when_full=WhenFull.REFUSE, now=self.at)
        is_full = room.decision.reason in JOINS_THE_LIST
        asks = choosing.is_asked(self.event, waits=is_full, now=self.at)
        no_items = NO_ITEMS if self.event.has_choices and not asks else ""
        if form is None or (no_items and form.offer.sessions):
            typed = {**typed, NO_ITEMS: "1" if no_items else ""}
            form = AddForm(self.booking, typed, now=self.at, judged=form is not None and form.judged)
        offers = refused or is_full or when_full(typed) is not WhenFull.REFUSE
        key = "" if new_key else once.read_key(typed.get("key", ""))
        shown: dict[str, Any] = {
            "event": self.event,
            "booking": self.booking,
            "now": self.at,
            "home": self.home,
            "form": form,
            "errors": [*(form.errors() if form.judged else []), *(errors or [])],
            "notice": notice
            or ("" if opens else form.number_notice() or form.told_of_distribution())
            or expired_notice(self.request),
            "pasted": typed.get("pasted", ""),
            "listed": typed.get("listed", ""),
            "most_people": cards.MOST_PEOPLE,
            "offers": offers,
            "no_items": no_items,
            "choose_later": offers and self.event.has_choices,
            "waits_as": adding.how_it_waits(self.booking) if offers else None,
            "how": typed.get("when_full", ""),
            "may_wait_together": could_be_together(form.count, self.event),
            "free": not is_full and room.left,
            "list_stands": (
                list_stands(self.event, room.left, others_wait=room.others_wait) if is_full else ""
            ),
            "list_rule": list_rule(self.event, now=self.at) if offers else None,
            "terms": sentences.terms(self.event, now=self.at),
            "binds_at_once": policy.binds_at_once(policy.windows(self.event), now=self.at),
            "accepted": typed.get("accept", "") if not refused else "",
            "key": key or once.new_key(),
            "fingerprint": once.fingerprint(self.terms(waits=offers)),
            "contact_line": sentences.contact_line(self.event),
        }
        return render(self.request, "registration/add.html", shown | context)

    def pasted(self, *, unasked: bool) -> HttpResponse:
        own = {**self.typed, "attends": ""}
        read = read_list(self.typed, partial(cards.with_pasted, own), event=self.event, unasked=unasked)
        typed = cards.after_reading(read.typed, is_done=not read.warnings)
        return self.page(typed, notice=read.notice, warnings=read.warnings, left_over=read.left_over)

    # ------------------------------------------------------------------ the act

    def judged(self) -> HttpResponse:
        typed, key = self.typed, once.read_key(self.typed.get("key", ""))
        done = adding.is_done(self.booking, key=key)
        form = AddForm(self.booking, typed, now=self.at, judged=True, is_done=done)
        notice = form.number_notice() or ("" if done else form.told_of_distribution())
        if not notice and form.answers_another_page():
            notice = gettext(
                "You changed how many you sign up. Fill in the rest, and press the button again."
            )
        if notice or not form.is_valid():
            return self.page(typed, form=None if notice else form, notice=notice)
        how = when_full(typed)
        offered = typed.get("offers", "") == "1"
        terms = self.terms(waits=how is not WhenFull.REFUSE)
        errors = []
        if offered and how is WhenFull.REFUSE:
            errors.append(
                ("id_how_together", gettext("Choose what you want where there are too few places."))
            )
        elif typed.get("terms") != once.fingerprint(terms):
            return self.terms_changed(form)
        if not typed.get("accept"):
            errors.append(("id_accept", gettext("Tick here that you accept the terms.")))
        if errors or not key or not acts(self.request):
            return self.page(typed, form=form, errors=errors, refused=offered)
        if not done and (names := unasked(form.names_twice(), typed)):
            return self.page(typed, form=form, names_twice=names, names_asked=asked(names))
        return self.add(form, how=how, terms=terms, key=key)

    def terms_changed(self, form: AddForm) -> HttpResponse:
        self.typed.pop("accept", None)
        return self.page(self.typed, form=form, notice=notices.terms_changed())

    def add(self, form: AddForm, *, how: WhenFull, terms: str, key: str) -> HttpResponse:
        try:
            adding.add_people(
                booking_id=self.booking.pk,
                people=form.people(),
                when_full=how,
                terms=terms,
                key=key,
                now=self.at,
                actor=service_acts.CONTACT,
            )
        except NotChosen as no:
            again = AddForm(self.booking, self.typed, now=self.at, judged=True)
            notice = notices.not_chosen(no, self.event, says_it=not again.is_valid())
            return self.page(self.typed, form=again, notice=notice)
        except service_acts.Refused as no:
            why = sentences.explain(
                no.reason, self.event, now=self.at, places_left=no.places_left, signs_up=True
            )
            return self.page(self.typed, form=form, notice=why, refused=no.reason in JOINS_THE_LIST)
        except once.TermsChanged:
            return self.terms_changed(form)
        except once.OtherContent:
            notice = gettext(
                "People have already been added from this page, and they were others. "
                "If you want to add these as well, press the button again."
            )
            return self.page(self.typed, form=form, notice=notice, new_key=True)
        except floods.TooMany:
            return self.page(self.typed, form=form, notice=notices.too_many(self.event))
        return redirect(f"{self.home}?ok=added")
