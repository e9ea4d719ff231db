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
        ]

    def __str__(self) -> str:
        return self.name
