"""*Sendte mails*: what was mailed to whom, how it went, its text without links that open, and sending it again."""

from datetime import datetime

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.clock import now
from programme import dates
from programme.templatetags.dates import unparted
from registration.admin.base import PeopleAdmin, demand, page
from registration.admin.filters import EventFilter, MailFilter
from registration.admin.place.may import decisions
from registration.admin.rights import may_handle
from registration.mails import staff_text
from registration.models import Booking, OwedMail, Registration
from registration.services import acts, delivering
from registration.words import mail_words

MOST_MAILS = 100
CAN_BE_SENT_AGAIN = (OwedMail.Status.SENT, OwedMail.Status.FAILED, OwedMail.Status.DROPPED)


def mails_about(
    *, registration: Registration | None = None, booking: Booking | None = None
) -> QuerySet[OwedMail]:
    """The mails about a place, those to the contact too where she is the one who reads them; or about a booking and
    all its places. The newest first."""
    about = Q(booking=booking)
    if registration is not None:
        shared = Q(booking=registration.booking_id, registration=None, to_email=registration.reached_at)
        about = Q(registration=registration) | shared
    return OwedMail.objects.filter(about).select_related("event")[:MOST_MAILS]


@admin.register(OwedMail)
class MailAdmin(PeopleAdmin):
    list_display = ["kind", "to_email", "at_event", "state", "moment"]
    list_display_links = ["kind"]
    list_filter = [EventFilter, MailFilter, "kind"]
    search_fields = ["to_email", "booking__number"]
    search_hint = gettext_lazy("E-mail, or the number of a booking.")
    ordering = ["-created_at", "-pk"]
    empty_list = gettext_lazy(
        "No mails yet. They are sent by themselves when somebody signs up, and stand here with how it went."
    )
    actions = None

    @admin.display(description=gettext_lazy("state"), ordering="status")
    def state(self, mail: OwedMail) -> str:
        return mail_words(mail)

    @admin.display(description=gettext_lazy("when"), ordering="created_at")
    def moment(self, mail: OwedMail) -> str:
        moment = mail.sent_at or mail.created_at
        return unparted(dates.short_instant_phrase(moment, mail.event.timezone, "da"))

    def get_urls(self) -> list[URLPattern]:
        again = path(
            "<int:pk>/again/", self.admin_site.admin_view(self.again_view), name="registration_owedmail_again"
        )
        return [again, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match is None or not match.kwargs:
            return rows
        return rows.select_related(
            "event__venue", "event__owner", "booking", "registration__booking", "registration__substitute_for"
        )

    def row_page(self, request: HttpRequest, mail: OwedMail) -> HttpResponse:
        at = now()
        return page(
            request,
            "mail",
            site=self.admin_site,
            title=capfirst(str(mail.get_kind_display())),
            way=[self.list_step()],
            mail=mail,
            state=mail_words(mail),
            event=mail.event,
            text=staff_text(mail, now=at),
            why=why_not_again(mail, at=at),
            may_send=may_handle(request, mail.event) and mail.status in CAN_BE_SENT_AGAIN,
            again_url=self.url("again", mail.pk),
        )

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        mail: OwedMail = self.row(request, pk)
        demand(may_handle, request, mail.event)
        if request.method == "POST":
            at = now()
            if why := why_not_again(mail, at=at):
                messages.error(request, why)
            elif delivering.send_again(mail_id=mail.pk, now=at, actor=acts.organiser(request.user)):  # type: ignore[arg-type]
                messages.success(
                    request, _("The mail to %(address)s is on its way.") % {"address": mail.to_email}
                )
            else:
                messages.info(request, _("The mail is on its way already."))
        return redirect(self.url("change", mail.pk))


def why_not_again(mail: OwedMail, *, at: datetime) -> str:
    """Why the mail would not be sent, or nothing."""
    if delivering.still_holds(mail, now=at):
        return ""
    why = _("What the mail says no longer holds, so it is not sent again.")
    if mail.registration is not None and decisions(mail.registration, at=at)["new_link"]:
        why += " " + _("You can send a new link instead, from the attendee's page.")
    return why
