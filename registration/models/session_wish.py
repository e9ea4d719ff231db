from django.db import models
from django.db.models import Q

from programme.models import ChoiceGroup, Event, Session
from registration.models.registration import Registration

# How many items somebody ranks in a choice that is distributed by wishes.
MOST_WISHES = 3


class SessionWish(models.Model):
    """One item that somebody who has a place wishes for, and which wish it is; it takes none of the item's places.
    Written only by `registration.services`, and deleted when the place ends. It stays when the items are distributed,
    so that it can be told what became of it."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="session_wishes")
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    choice = models.ForeignKey(ChoiceGroup, models.CASCADE, related_name="+")
    # Empty once the item was taken out of the programme.
    session = models.ForeignKey(Session, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=300)
    rank = models.PositiveSmallIntegerField()
    wished_at = models.DateTimeField()

    class Meta:
        ordering = ["choice", "rank", "pk"]
        indexes = [models.Index(fields=["event", "session"], name="wish_by_event")]
        constraints = [
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=3), name="wish_is_one_of_three"),
            models.UniqueConstraint(fields=["registration", "choice", "rank"], name="wish_of_each_rank_once"),
            models.UniqueConstraint(fields=["registration", "session"], name="session_wished_once"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.rank}. {self.session_id}"
