from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registration.models.booking import Booking, new_link_key


class ContactRequest(models.Model):
    """That a colleague was asked to take a booking over, and what came of it. A booking has one: asking again writes
    over it, with a new key, so that the link in the earlier mail is closed."""

    class Outcome(models.TextChoices):
        ASKED = "asked", _("not answered yet")
        ACCEPTED = "accepted", _("taken over")
        WITHDRAWN = "withdrawn", _("taken back")
        LAPSED = "lapsed", _("not answered in time")

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="contact_request")
    # The colleague's, until it has ended: then the booking has them, or they are nobody's business.
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    link_key = models.CharField(max_length=24, default=new_link_key, editable=False)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.ASKED)
    ended_at = models.DateTimeField(null=True, blank=True)
    # What the link of the contact before was signed over, so that it can tell what happened.
    old_link_key = models.CharField(max_length=24, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["asked", "accepted", "withdrawn", "lapsed"]),
                name="contact_request_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome="asked", ended_at__isnull=True)
                | Q(~Q(outcome="asked"), ended_at__isnull=False, name="", email=""),
                name="contact_request_ended_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.outcome}"
