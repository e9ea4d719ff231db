from datetime import datetime, timedelta
from itertools import accumulate
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models import Event, User
from registration.models.booking import Booking
from registration.models.registration import Registration

# A worker that is awake sends within a minute; whoever waits longer than this has no worker or no mail server.
PATIENCE = timedelta(minutes=30)
# After each failed attempt the mail waits so long; after the last of them it has failed.
WAITS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60, 120, 240, 480, 960, 1440))


class OwedMailQuerySet(models.QuerySet["OwedMail"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))

    def owed(self) -> Self:
        return self.filter(status__in=[OwedMail.Status.OWED, OwedMail.Status.CLAIMED])

    def due(self, now: datetime) -> Self:
        """What a worker may take now: owed and due, or claimed by one that did not come back in time."""
        return self.filter(
            Q(status=OwedMail.Status.OWED, due_at__lte=now)
            | Q(status=OwedMail.Status.CLAIMED, claimed_until__lte=now)
        )

    def late(self, now: datetime, *, patience: timedelta = PATIENCE) -> Self:
        """Owed for longer than a mail should take since it was first to be sent, also while it is tried again and
        again: each attempt that failed has put `due_at` off by its wait. A mail that is owed again begins anew."""
        since, waited_too_long = now - patience, Q()
        for failed, put_off in enumerate(accumulate(WAITS, initial=timedelta(0))):
            # The attempt that is being made has not failed.
            made = Q(status=OwedMail.Status.OWED, attempts=failed)
            making = Q(status=OwedMail.Status.CLAIMED, attempts=failed + 1)
            waited_too_long |= (made | making) & Q(due_at__lte=since + put_off)
        # Claimed still more often: by workers that did not come back.
        waited_too_long |= Q(attempts__gt=len(WAITS) + 1)
        return self.owed().filter(waited_too_long)

    def to_be_looked_at(self, now: datetime) -> Self:
        """What somebody has to do something about: failed, or late."""
        return self.filter(status=OwedMail.Status.FAILED) | self.late(now)


class OwedMail(models.Model):
    """A mail we owe somebody: written with the act it tells of, sent by a worker. Its text is built when it is sent,
    so a link in it is as fresh as the key it is signed over."""

    class Kind(models.TextChoices):
        BOOKING_CONFIRMED = "booking_confirmed", _("confirmation to the contact")
        PLACE_CONFIRMED = "place_confirmed", _("confirmation to the attendee")
        ALREADY_SIGNED_UP = "already_signed_up", _("link to somebody already signed up")
        PLACE_CANCELLED = "place_cancelled", _("receipt for a cancellation")
        PLACE_GIVEN_BACK = "place_given_back", _("receipt for a place given back")
        PLACE_RELEASED = "place_released", _("a place given back that the waiting list took")
        SUBSTITUTE_WELCOME = "substitute_welcome", _("to the substitute")
        SUBSTITUTE_GOODBYE = "substitute_goodbye", _("to the person replaced")
        SUBSTITUTE_CONTACT = "substitute_contact", _("to the contact about a substitute")
        SUBSTITUTE_ORGANISER = "substitute_organiser", _("to the organiser about a substitute")
        SUBSTITUTES_DAILY = "substitutes_daily", _("to the organiser: the day's substitutes")
        SHARE_WELCOME = "share_welcome", _("to the one who comes on some of the days")
        PLACE_SHARED = "place_shared", _("about a place that two share")
        SHARE_DAYS = "share_days", _("about other days of a shared place")
        SHARE_ENDED = "share_ended", _("about a place that is one person's again")
        SHARE_HANDED = "share_handed", _("to the one who shares a place with a substitute")
        PLACE_CORRECTED = "place_corrected", _("about a corrected name or address")
        BOOKING_WAITS = "booking_waits", _("waiting list: to the contact")
        PLACE_WAITS = "place_waits", _("waiting list: to the attendee")
        PLACES_GIVEN = "places_given", _("places from the waiting list: to the contact")
        PLACE_GIVEN = "place_given", _("a place from the waiting list: to the attendee")
        PLACES_OFFERED = "places_offered", _("offer from the waiting list: to the contact")
        PLACE_OFFERED = "place_offered", _("offer from the waiting list: to the attendee")
        OFFER_EXPIRED = "offer_expired", _("an offer that nobody answered")
        FREE_PLACE = "free_place", _("a free place: the first yes has it")
        FREE_PLACE_TAKEN = "free_place_taken", _("the free place is taken")
        PLACES_NAMED = "places_named", _("names for places: to the contact")
        PLACES_ADDED = "places_added", _("people added: to the contact")
        NAMES_MISSING = "names_missing", _("reminder of names that are missing")
        CONTACT_ASKED = "contact_asked", _("to a colleague asked to take a booking over")
        WISHES_DISTRIBUTED = "wishes_distributed", _("programme items distributed by wishes")
        INVITATION = "invitation", _("invitation to a reserved place")
        DECISION_AHEAD = "decision_ahead", _("to the organiser: soon to be decided")
        DECISION_TODAY = "decision_today", _("to the organiser: to be decided today")
        GOES_AHEAD = "goes_ahead", _("the event takes place")
        LINKS = "links", _("links asked for")
        LAST_FREE_DAY = "last_free_day", _("reminder of the last day to cancel")
        PAYER_MISSING = "payer_missing", _("reminder of a payer that is missing")
        ANSWERS_MISSING = "answers_missing", _("reminder of answers that are missing")
        PRACTICAL = "practical", _("practical information")
        DAY_BEFORE = "day_before", _("reminder the day before")
        EVENT_MOVED = "event_moved", _("the event has been changed")
        EVENT_CALLED_OFF = "event_called_off", _("the event has been called off")

    # What is told of the waiting list, and is true only as long as it stands so.
    OF_THE_LIST = frozenset(
        {Kind.BOOKING_WAITS, Kind.PLACE_WAITS, Kind.PLACES_GIVEN, Kind.PLACES_OFFERED, Kind.PLACE_OFFERED}
        | {Kind.OFFER_EXPIRED, Kind.FREE_PLACE, Kind.FREE_PLACE_TAKEN}
    )

    # What is told of names that are to follow, of people added and of another contact.
    OF_GROUPS = frozenset({Kind.PLACES_NAMED, Kind.PLACES_ADDED, Kind.NAMES_MISSING, Kind.CONTACT_ASKED})

    # What is told of a place that two people share.
    OF_SHARING = frozenset(
        {Kind.SHARE_WELCOME, Kind.PLACE_SHARED, Kind.SHARE_DAYS, Kind.SHARE_ENDED, Kind.SHARE_HANDED}
    )

    # What is told to everybody who comes when the organiser moves the event or calls it off.
    OF_CHANGES = frozenset({Kind.EVENT_MOVED, Kind.EVENT_CALLED_OFF})

    class Status(models.TextChoices):
        OWED = "owed", _("waiting to be sent")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        DROPPED = "dropped", _("no longer true, not sent")

    kind = models.CharField(_("mail"), max_length=40, choices=Kind)
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    booking = models.ForeignKey(
        Booking, models.PROTECT, null=True, blank=True, related_name="mails", verbose_name=_("booking")
    )
    registration = models.ForeignKey(
        Registration, models.PROTECT, null=True, blank=True, related_name="mails", verbose_name=_("attendee")
    )
    # Kind + row + occasion: the same act never owes the same mail twice.
    key = models.CharField(max_length=200, unique=True, editable=False)
    to_email = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=5, default="da")
    # What the mail tells of that no row holds any longer, such as a name before it was corrected.
    facts = models.JSONField(default=dict, blank=True, editable=False)
    status = models.CharField(_("state"), max_length=20, choices=Status, default=Status.OWED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("written at"))
    due_at = models.DateTimeField(_("to be sent at"))
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    message_id = models.CharField(max_length=200, editable=False, default="")
    last_error = models.CharField(_("what the mail server said"), max_length=500, blank=True)

    objects = OwedMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], name="mail_owed_by_due", condition=Q(status__in=["owed", "claimed"])
            ),
            models.Index(fields=["event", "-created_at"], name="mail_by_event"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["owed", "claimed", "sent", "failed", "dropped"]),
                name="mail_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="claimed", claim__isnull=False, claimed_until__isnull=False)
                | (~Q(status="claimed") & Q(claim__isnull=True, claimed_until__isnull=True)),
                name="mail_claim_exactly_when_claimed",
            ),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="mail_sent_at_exactly_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
