from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from programme.models.base import Versioned
from programme.models.user import User


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The organisations whose events the user works with: all for an administrator of the installation."""
        if user.is_superuser:
            return self
        if user.pk is None:  # NULL would match the organisations that have no staff at all
            return self.none()
        return self.filter(membership__user_id=user.pk).distinct()


class Organisation(Versioned):
    """An institution that announces events and is data controller for those who come to them."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    website = models.URLField(_("web address"), blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Where people write about what is stored about them.")
    )
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="organisations", verbose_name=_("staff")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That a user works for an organisation, and in which role."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("administrator")
        ORGANISER = "organiser", _("organiser")
        DESK = "desk", _("registration desk")
        READER = "reader", _("reader")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("user"))
    organisation = models.ForeignKey(Organisation, models.CASCADE, verbose_name=_("organisation"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.ORGANISER)

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["administrator", "organiser", "desk", "reader"]),
                name="membership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"
