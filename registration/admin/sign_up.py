"""*Tilmeld på vegne af*: an organiser signs people up from a telephone call, a mail or an Excel list. The form, what it
will do, and then the same service as everybody else. The answers travel in the page until the last button."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programme.models import Event
from registration import choosing, line_sentences, policy, sentences
from registration.admin.base import Step, page
from registration.admin.booking import booking_url
from registration.admin.forms import LIST_FIELDS, MOST_PEOPLE, BehalfForm, BendForm, with_rows
from registration.cards import after_reading, has_unread_list
from registration.forms.items import NO_ITEMS, told_of_distribution
from registration.policy import By, Decision
from registration.services import acts, booking, once
from registration.services.choosing import NotChosen
from registration.services.line import others_wait
from registration.services.payers import FOLLOWS
from registration.services.people import names_twice, newcomers
from registration.services.places import how_many_wait, places_left
from registration.services.room import JOINS_THE_LIST, WhenFull
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice
from registration.views.pasted_list import read_list
from registration.views.signing_up import notices
from registration.views.signing_up.costing import price_facts
from registration.waiting import could_be_together

# The buttons that put people on the waiting list.
WAYS = {"wait_together": WhenFull.TOGETHER, "wait_apart": WhenFull.AS_THEY_COME}


def on_behalf(
    request: HttpRequest, event: Event, *, site: admin.AdminSite, way: Sequence[Step], at: datetime
) -> HttpResponse:
    return _Behalf(request, event, site=site, way=way, at=at).answer()


class _Behalf:
    """One request to the page."""

    def __init__(
        self, request: HttpRequest, event: Event, *, site: admin.AdminSite, way: Sequence[Step], at: datetime
    ) -> None:
        self.request, self.event, self.site, self.way, self.at = request, event, site, way, at
        self.typed = {key: value for key, value in request.POST.items() if isinstance(value, str)}
        self.left = places_left(event)
        self.others_wait = others_wait(event, left=self.left)
        # Who gets no place now chooses once she has one.
        self.asks_items = choosing.is_asked(event, waits=self.left == 0, now=at)

    def decision(self, *, people: int = 0) -> Decision:
        facts = policy.windows(self.event)
        return policy.may_sign_up(
            facts,
            now=self.at,
            places_left=self.left,
            people=people,
            others_wait=self.others_wait and people > 0,
            by=By.ORGANISER,
        )

    def answer(self) -> HttpResponse:
        decision = self.decision()
        if decision.reason is not None and not decision.bendable:
            return self.page(
                "act",
                told=[sentences.why(decision.reason, self.event, now=self.at, signs_up=True)],
                button="",
                status=409,
            )
        if self.request.method != "POST":
            return self.form_page(self.form({}))
        match self.typed.get("action", "check"):
            case "paste":
                return self.pasted()
            case _ if has_unread_list(self.typed):
                # Whatever was pressed, the list is not left behind.
                return self.pasted(unasked=True)
            case "rows" | "edit":
                return self.form_page(self.form(with_rows(self.typed)[0]))
            case action:
                return self.judge(
                    confirms=action in {"confirm", *WAYS}, how=WAYS.get(action, WhenFull.REFUSE)
                )

    def form(self, typed: Mapping[str, str], *, judged: bool = False) -> BehalfForm:
        """The form, with the programme items there are to choose now."""
        no_items = "1" if self.event.has_choices and not self.asks_items else ""
        return BehalfForm(self.event, {**typed, NO_ITEMS: no_items}, now=self.at, judged=judged)

    # ------------------------------------------------------------------ pages

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        common = {"event": self.event, "back": self.way[-1][1], "forms": [], "left": self.left}
        title = _("Sign up on behalf of others")
        return page(
            self.request,
            template,
            site=self.site,
            title=title,
            way=self.way,
            status=status,
            **(common | context),
        )

    def form_page(
        self,
        form: BehalfForm,
        *,
        warnings: Sequence[str] = (),
        left_over: str = "",
        problem: str = "",
        notice: str = "",
    ) -> HttpResponse:
        errors = list(form.errors())
        if problem:
            errors.insert(0, ("id_p1-name", problem))
        listed: dict[str, Any] = {name: form.typed.get(name, "") for name in LIST_FIELDS}
        notice = notice or expired_notice(self.request)
        listed |= {"warnings": warnings, "left_over": left_over}
        return self.page("on_behalf", form=form, errors=errors, notice=notice, **listed)

    def pasted(self, *, unasked: bool = False) -> HttpResponse:
        """The list is read into the rows; what was left out or guessed is told, and the text stays to be looked at.
        `unasked`: another button was pressed, so the page says what became of the list."""
        read = read_list(
            self.typed,
            partial(with_rows, self.typed),
            event=self.event,
            unasked=unasked,
            most=MOST_PEOPLE,
        )
        form = self.form(after_reading(read.typed, is_done=not read.warnings))
        return self.form_page(form, warnings=read.warnings, notice=read.notice, left_over=read.left_over)

    def judge(self, *, confirms: bool, how: WhenFull) -> HttpResponse:
        """`confirms`: the last button was pressed, on a page whose token may have expired meanwhile; `how` it says that
        people are to wait."""
        confirm = confirms and may_act(self.request)
        # Judged by what the page asked for: whoever presses twice says the same twice.
        form = BehalfForm(self.event, self.typed, now=self.at, judged=True, confirms=confirm)
        if notice := told_of_distribution(form.offer, form.typed):
            return self.form_page(self.form(self.typed), notice=notice)
        if not form.is_valid():
            return self.form_page(form)
        arriving = newcomers(event=self.event, contact=form.contact(), people=form.people())
        bend = self.bend_form(confirm=confirms, people=0 if how in WAYS.values() else len(arriving))
        if not confirm or (bend is not None and not bend.is_valid()):
            return self.check_page(form, bend, notice=expired_notice(self.request))
        return self.sign_up(form, bend, how=how)

    def bend_form(self, *, confirm: bool, people: int) -> BendForm | None:
        """Asked where a rule stands in the way; that places are lacking is none that is set aside."""
        if self.decision() and not self.decision(people=people).bendable:
            return None
        return BendForm(self.request.POST if confirm else None)

    def terms(self, *, waits: bool = False) -> str:
        with translation.override(self.event.language):
            return sentences.terms(self.event, now=self.at, waits=waits)

    def list_rule(self) -> list[str]:
        with translation.override(self.event.language):
            return line_sentences.list_rule(self.event, now=self.at).whole

    def check_page(
        self, form: BehalfForm, bend: BendForm | None, *, notice: str = "", new_key: bool = False
    ) -> HttpResponse:
        people = form.people()
        arriving = newcomers(event=self.event, contact=form.contact(), people=people)
        reason = self.decision(people=len(arriving)).reason
        waits = reason in JOINS_THE_LIST
        is_full = reason is policy.Reason.FULL
        button = ngettext("Sign up %(number)d person", "Sign up %(number)d people", len(arriving))
        key = "" if new_key else once.read_key(self.typed.get("key", ""))
        return self.page(
            "on_behalf_check",
            booking_answers=form.booking_answers(),
            offer=form.offer,
            waits_to_choose=waits and self.event.has_choices,
            contact=form.contact(),
            people=[(person, not person.name or person.tidied() in arriving) for person in people],
            everybody=people,
            names_twice=names_twice(people),
            arriving=len(arriving),
            terms=self.terms(),
            list_rule=self.list_rule() if waits else [],
            bend=bend,
            **price_facts(self.event, payer=form.payer() or FOLLOWS, placed=arriving, at=self.at),
            waits=waits,
            may_wait_together=could_be_together(len(arriving), self.event),
            is_full=is_full,
            room=line_sentences.list_stands(
                places_left=self.left,
                waiting=how_many_wait(self.event),
                others_wait=reason is policy.Reason.OTHERS_WAIT,
                by_organiser=True,
            )
            if waits
            else "",
            why=sentences.why(
                reason,
                self.event,
                now=self.at,
                places_left=self.left,
                signs_up=True,
                bendable=bend is not None,
            )
            if reason is not None
            else "",
            notice=notice,
            carried=form.answers()
            | {
                "key": key or once.new_key(),
                "terms": once.fingerprint(self.terms()),
                "terms_waiting": once.fingerprint(self.terms(waits=True)),
            },
            button=button % {"number": len(arriving)} if arriving and not is_full else "",
        )

    # ------------------------------------------------------------------ the act

    def sign_up(self, form: BehalfForm, bend: BendForm | None, *, how: WhenFull) -> HttpResponse:
        waits = how is not WhenFull.REFUSE
        terms = self.terms(waits=waits)
        key = once.read_key(self.typed.get("key", ""))
        shown = self.typed.get("terms_waiting" if waits else "terms")
        if shown != once.fingerprint(terms) or not key:
            return self.check_page(form, bend, notice=notices.terms_changed())
        reason = bend.cleaned_data["reason"] if bend is not None else ""
        try:
            done = booking.sign_up(
                event_id=self.event.pk,
                contact=form.contact(),
                people=form.people(),
                terms=terms,
                key=key,
                language=self.event.language,
                now=self.at,
                actor=acts.organiser(self.request.user, reason=reason),  # type: ignore[arg-type]
                when_full=how,
                answers=form.booking_answers(),
                payer=form.payer(),
            )
        except NotChosen as no:
            again = self.form(self.typed, judged=True)
            notice = notices.not_chosen(no, self.event, says_it=not again.is_valid())
            return self.form_page(again, notice=notice)
        except acts.Refused:
            self.left = places_left(self.event)
            self.others_wait = others_wait(self.event, left=self.left)
            people = 0 if waits else len(form.people())
            return self.check_page(form, self.bend_form(confirm=False, people=people))
        except once.TermsChanged:
            return self.check_page(form, bend, notice=notices.terms_changed())
        except once.OtherContent:
            notice = _(
                "People have already been signed up from this page, and the list was another. "
                "Press the button again if these are to be signed up as well."
            )
            return self.check_page(form, bend, notice=notice, new_key=True)
        self.tell(done)
        return redirect(booking_url(done.booking))

    def tell(self, done: booking.SignedUp) -> None:
        in_line = sum(one.is_in_line for one in done.registrations)
        number = len(done.registrations) - in_line
        if in_line:
            told = ngettext(
                "%(number)d person is on the waiting list. The mail about it is on its way to %(address)s.",
                "%(number)d people are on the waiting list. The mail about it is on its way to %(address)s.",
                in_line,
            )
            messages.success(self.request, told % {"number": in_line, "address": done.booking.contact_email})
        told = ngettext(
            "%(number)d person is signed up. The confirmation is on its way to %(address)s.",
            "%(number)d people are signed up. The confirmation is on its way to %(address)s.",
            number,
        )
        if number or not in_line:
            messages.success(self.request, told % {"number": number, "address": done.booking.contact_email})
        for name in done.already:
            messages.warning(self.request, _("%(name)s had a place already and keeps it.") % {"name": name})
