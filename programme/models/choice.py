from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models.event import Event
from programme.models.user import User


class ChoiceGroupQuerySet(models.QuerySet["ChoiceGroup"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))


class ChoiceGroup(models.Model):
    """Items of a programme to choose between, such as the workshops at one o'clock. Which they are is said by the
    items."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="choices", verbose_name=_("event"))
    name = models.CharField(_("what is chosen"), max_length=200)
    most = models.PositiveSmallIntegerField(
        _("at most"), null=True, blank=True, default=1, help_text=_("Empty: as many as they like.")
    )
    required = models.BooleanField(
        _("everybody must choose"),
        default=True,
        help_text=_("Otherwise it can be left out. Whoever has not chosen in time keeps her place."),
    )
    by_wishes = models.BooleanField(
        _("distributed by wishes"),
        default=False,
        db_default=False,
        help_text=_(
            "Nobody is first come: each person ranks up to three items, and you distribute them by one press. Then "
            "each has at most one of the items, so write 1 under “at most”."
        ),
    )
    # When the items were distributed by wishes; from then on whoever comes first has what is free.
    distributed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ChoiceGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gt=0),
                name="choice_of_one_or_more",
                violation_error_message=_("Write at least 1, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(by_wishes=False) | Q(most__isnull=False, most=1),
                name="choice_by_wishes_is_of_one",
                violation_error_message=_(
                    "What is distributed by wishes gives each person at most one: write 1 under “at most”."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def gathers_wishes(self) -> bool:
        """Whether people wish now, and nobody takes a place: until the items are distributed."""
        return self.by_wishes and self.distributed_at is None
