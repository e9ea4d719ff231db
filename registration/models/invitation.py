from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models import Event, User
from registration.models.booking import new_link_key


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))


class Invitation(models.Model):
    """A link by which so many people take reserved places. It ends with the sign-up or on a day of its own, or when it
    is withdrawn; whoever has signed up by it keeps her place."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    whom = models.CharField(
        _("for whom"), max_length=200, help_text=_("A name, or for example “Speakers” or “Hosts”.")
    )
    email = models.EmailField(
        _("e-mail"),
        blank=True,
        help_text=_("The invitation is sent here. Empty: you copy the link and send it yourself."),
    )
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The whole day counts. Empty: as long as the sign-up is open."),
    )
    also_when_closed = models.BooleanField(
        _("holds also before the sign-up opens and after it has closed"), default=False
    )
    link_key = models.CharField(max_length=24, default=new_link_key, editable=False)
    created_at = models.DateTimeField(_("made at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["event"], name="invitation_by_event")]
        constraints = [
            models.CheckConstraint(condition=Q(places__gt=0), name="invitation_of_one_or_more"),
        ]

    def __str__(self) -> str:
        return str(_("Invitation %(number)s") % {"number": self.pk})
