from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models.base import Versioned
from programme.models.organisation import Organisation
from programme.models.session import Session
from programme.models.user import User


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if user.is_superuser:
            return self
        return self.filter(owner__in=Organisation.objects.visible_to(user))


class Speaker(Versioned):
    """A person announced in programmes. What she is called there stands on each `Appearance`."""

    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="speakers", verbose_name=_("kept by")
    )
    name = models.CharField(_("name"), max_length=200)
    biography = models.TextField(_("about"), blank=True)
    website = models.URLField(_("web address"), blank=True)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Appearance(models.Model):
    """A speaker on a session, with role, title and affiliation as printed for this event."""

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("speaker")
        MODERATOR = "moderator", _("moderator")
        HOST = "host", _("host")

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="appearances", verbose_name=_("programme item")
    )
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, related_name="appearances", verbose_name=_("speaker")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.SPEAKER)
    title = models.CharField(
        _("title"),
        max_length=400,
        blank=True,
        help_text=_("As it is to be printed here, for example: Professor."),
    )
    affiliation = models.CharField(_("place of work"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "speaker", "role"], name="appearance_once"),
            models.CheckConstraint(
                condition=Q(role__in=["speaker", "moderator", "host"]), name="appearance_role_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.speaker)

    @property
    def described(self) -> str:
        """Title and place of work, as in "Bibliotekschef, Aalborg Bibliotekerne"."""
        return ", ".join(part for part in (self.title, self.affiliation) if part)
