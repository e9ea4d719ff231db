from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from programme.models.base import Versioned
from programme.models.organisation import Organisation
from programme.models.user import User


class VenueQuerySet(models.QuerySet["Venue"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if user.is_superuser:
            return self
        return self.filter(owner__in=Organisation.objects.visible_to(user))


class Venue(Versioned):
    """A house where events take place."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="venues", verbose_name=_("kept by"))
    name = models.CharField(_("name"), max_length=200)
    street_address = models.CharField(_("address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    room_note = models.CharField(
        _("floor or room"), max_length=200, blank=True, help_text=_("For example: 6th floor.")
    )
    directions = models.TextField(_("how to get there"), blank=True)
    access_notes = models.TextField(
        _("access"),
        blank=True,
        help_text=_("Lift, step-free entrance, hearing loop, accessible toilet, parking."),
    )

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name", "city"]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.city) if part)

    @property
    def postal_address(self) -> str:
        """As in "Kjellerupstorv 1, 9000 Aalborg"."""
        town = " ".join(part for part in (self.postal_code, self.city) if part)
        return ", ".join(part for part in (self.street_address, town) if part)

    @property
    def full_place(self) -> str:
        """As in "Nordkraft, 6. etage, Kjellerupstorv 1, 9000 Aalborg"."""
        return ", ".join(part for part in (self.name, self.room_note, self.postal_address) if part)
