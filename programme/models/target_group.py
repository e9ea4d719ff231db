from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from programme.models.base import Versioned
from programme.models.user import User


class TargetGroupQuerySet(models.QuerySet["TargetGroup"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All of them for everybody who works here: visitors look across organisations, so the words are common."""
        return self if user.is_active else self.none()


class TargetGroup(Versioned):
    """Whom events are for, in a word or two that visitors choose by; an event's `audience` says it at length."""

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("A word or two, for example: School librarians.")
    )

    objects = TargetGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
