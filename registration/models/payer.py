from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models import Event, User
from registration.models.booking import Booking
from registration.payer_facts import FACTS


class PayerQuerySet(models.QuerySet["Payer"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(booking__event__in=Event.objects.visible_to(user))


class PaidBy(models.Model):
    """What an invoice says of whoever is sent it."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("public authority (EAN)")
        COMPANY = "company", _("company (CVR)")
        PRIVATE = "private", _("private person")
        LATER = "later", _("the payer follows later")

    kind = models.CharField(_("who pays"), max_length=10, choices=Kind)
    name = models.CharField(_("name of the payer"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    gln = models.CharField(_("EAN number"), max_length=13, blank=True)
    cvr = models.CharField(_("CVR number"), max_length=8, blank=True)
    buyer_reference = models.CharField(_("att. or person reference"), max_length=100, blank=True)
    order_reference = models.CharField(_("requisition number"), max_length=100, blank=True)
    account_string = models.CharField(_("account string"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Payer(PaidBy):
    """Who is sent the invoice for a booking. It stays when people are replaced and when another contact takes over. The
    contact may put it right until the organiser has fetched it."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="payer", verbose_name=_("booking"))
    saved_at = models.DateTimeField(_("saved at"))
    fetched_at = models.DateTimeField(_("fetched at"), null=True, blank=True)

    objects = PayerQuerySet.as_manager()

    class Meta:
        verbose_name = _("payer")
        verbose_name_plural = _("payers")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="public") & ~Q(gln="")
                | Q(kind="company") & ~Q(cvr="")
                | Q(kind="private") & ~Q(name="") & ~Q(address="")
                | Q(kind="later"),
                name="payer_has_what_an_invoice_needs",
            ),
            models.CheckConstraint(
                condition=~Q(kind="later") | Q(**dict.fromkeys(FACTS, "")),
                name="payer_that_follows_is_empty",
            ),
        ]

    def __str__(self) -> str:
        # Django's log keeps this text, so it holds no name.
        return str(_("Payer of booking %(number)s") % {"number": self.booking_id})

    @property
    def is_known(self) -> bool:
        """Whether an invoice can be sent."""
        return self.kind != self.Kind.LATER

    def facts(self) -> dict[str, str]:
        return {"kind": self.kind, **{name: getattr(self, name) for name in FACTS}}
