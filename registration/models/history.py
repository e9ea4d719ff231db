from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models import Event, User
from registration.models.booking import Booking
from registration.models.registration import Registration


class HistoryEntryQuerySet(models.QuerySet["HistoryEntry"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))

    def forget(self) -> int:
        """Empties the personal values, the only change an entry allows. Returns how many held any."""
        return super(HistoryEntryQuerySet, self.exclude(personal={})).update(personal={})

    def update(self, **fields: Any) -> int:  # noqa: ARG002
        raise TypeError("A history entry is written once.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A history entry is not deleted.")


class HistoryEntry(models.Model):
    """Who did what to a place or a booking, when and from where. Entries are only added; `personal` is the one column
    that holds personal values, and forgetting empties it."""

    class Verb(models.TextChoices):
        SIGNED_UP = "signed_up", _("signed up")
        JOINED_LIST = "joined_list", _("joined the waiting list")
        LEFT_LIST = "left_list", _("left the waiting list")
        WAITS_APART = "waits_apart", _("takes places as they come")
        OFFERED = "offered", _("was offered a place from the waiting list")
        DECLINED = "declined", _("declined the place offered")
        OFFER_EXPIRED = "offer_expired", _("did not answer the offer in time")
        GIVEN_PLACE = "given_place", _("got a place from the waiting list")
        RELEASED = "released", _("owes nothing: the waiting list took the place")
        CANCELLED = "cancelled", _("cancelled")
        GAVE_BACK = "gave_back", _("gave the place back")
        NO_SHOW = "no_show", _("did not come")
        NO_SHOW_UNDONE = "no_show_undone", _("came after all")
        SUBSTITUTED = "substituted", _("handed the place over")
        SHARED = "shared", _("shares the place with another")
        SHARE_CHANGED = "share_changed", _("other days of a shared place")
        SHARE_ENDED = "share_ended", _("has the place alone again")
        ITEMS_PASSED = "items_passed", _("programme items followed the day")
        CORRECTED = "corrected", _("corrected")
        NAMED = "named", _("got a name")
        CONTACT_ASKED = "contact_asked", _("asked a colleague to take the booking over")
        CONTACT_WITHDRAWN = "contact_withdrawn", _("took back the request to a colleague")
        CONTACT_HANDED_OVER = "contact_handed_over", _("took the booking over")
        LINK_RENEWED = "link_renewed", _("got a new link")
        LINKS_ASKED = "links_asked", _("asked for links")
        NEEDS_SAVED = "needs_saved", _("saved wishes on the own page")
        NEEDS_DELETED = "needs_deleted", _("needs deleted")
        ANSWERED = "answered", _("answered the event's questions")
        ANSWERS_DELETED = "answers_deleted", _("answers deleted")
        PAYER_SAVED = "payer_saved", _("saved who pays")
        INVOICE_FETCHED = "invoice_fetched", _("fetched the invoice facts")
        TOLD_OF_CHANGE = "told_of_change", _("told people that the event is changed")
        CHOSE_SESSIONS = "chose_sessions", _("chose programme items")
        WISHED_SESSIONS = "wished_sessions", _("wrote wishes for programme items")
        DISTRIBUTED_SESSIONS = "distributed_sessions", _("distributed programme items by wishes")
        GOT_WISH = "got_wish", _("got a programme item by wishes")
        CHOICES_DELETED = "choices_deleted", _("choices of programme items deleted")
        INVITED = "invited", _("made an invitation")
        UNINVITED = "uninvited", _("withdrew an invitation")
        RELEASED_RESERVED = "released_reserved", _("gave reserved places to everybody")
        GOES_AHEAD = "goes_ahead", _("decided that it takes place")
        MAIL_AGAIN = "mail_again", _("mail sent again")

    class Actor(models.TextChoices):
        CONTACT = "contact", _("the contact")
        ATTENDEE = "attendee", _("the attendee")
        ORGANISER = "organiser", _("an organiser")
        SYSTEM = "system", _("the system")

    at = models.DateTimeField(_("when"))
    verb = models.CharField(_("what"), max_length=30, choices=Verb)
    actor = models.CharField(_("by"), max_length=20, choices=Actor)
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("user")
    )
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="history")
    registration = models.ForeignKey(
        Registration, models.PROTECT, null=True, blank=True, related_name="history"
    )
    fields = models.JSONField(_("fields"), default=list, blank=True)
    personal = models.JSONField(default=dict, blank=True)
    bent = models.CharField(_("rule set aside"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = HistoryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["event", "-at"], name="history_by_event")]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__in=["contact", "attendee", "organiser", "system"]),
                name="history_actor_known",
            ),
            models.CheckConstraint(
                condition=Q(bent="") | ~Q(reason=""),
                name="history_a_bent_rule_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    def save(self, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise TypeError("A history entry is written once.")
        super().save(**(kwargs | {"force_insert": True}))

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:  # noqa: ARG002
        raise TypeError("A history entry is not deleted.")
