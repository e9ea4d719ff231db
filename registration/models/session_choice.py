from django.db import models

from programme.models import Event, Session
from registration.models.registration import Registration


class SessionChoice(models.Model):
    """One item of the programme that somebody who has a place has chosen; it takes one of the item's places. Written
    only by `registration.services`, and deleted when the place ends. Title and time are the item's as they were when it
    was chosen, so that whoever chose it can be told what became of it."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="session_choices")
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    # Empty once the item was taken out of the programme.
    session = models.ForeignKey(Session, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=300)
    day = models.DateField()
    starts_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "starts_at", "pk"]
        indexes = [models.Index(fields=["event", "session"], name="choice_by_event")]
        constraints = [
            models.UniqueConstraint(fields=["registration", "session"], name="session_chosen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.session_id}"
