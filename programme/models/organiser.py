from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models.event import Event
from programme.models.organisation import Organisation


class Organiser(models.Model):
    """An organisation's part in an event, in the order it is printed."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("organiser")
        CO_ORGANISER = "co_organiser", _("in cooperation with")
        SUPPORTER = "supporter", _("supported by")

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("event"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("organisation"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.ORGANISER)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "organisation"], name="organiser_once"),
            models.CheckConstraint(
                condition=Q(role__in=["organiser", "co_organiser", "supporter"]), name="organiser_role_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
