from typing import Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programme.models import Event, User
from programme.models.price import Vat
from registration.models.booking import Booking
from registration.models.payer import PaidBy
from registration.models.registration import Registration
from registration.payer_facts import FACTS


class WrittenOnce(models.QuerySet):
    def update(self, **fields: Any) -> int:  # noqa: ARG002
        raise TypeError("What was fetched is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("What was fetched is not deleted while it is kept.")

    def forget(self) -> int:
        """Deletes what is kept no longer; for `services.invoicing.forget_old`, and nobody else."""
        return super().delete()[0]


class InvoiceBasisQuerySet(WrittenOnce):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))


class Fetched(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("What was fetched is never changed.")
        super().save(**(kwargs | {"force_insert": True}))

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:  # noqa: ARG002
        raise TypeError("What was fetched is not deleted while it is kept.")


class InvoiceBasis(Fetched):
    """Invoice facts as an organiser fetched them, numbered from 1 within the event. What changes afterwards stands in
    the next one as credits and new lines; this one is never changed."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    number = models.PositiveIntegerField(_("number"))
    fetched_at = models.DateTimeField(_("fetched at"))
    fetched_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("fetched by")
    )
    # As she was called then.
    fetched_by_name = models.CharField(_("fetched by"), max_length=200, blank=True)

    objects = InvoiceBasisQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice facts")
        verbose_name_plural = _("invoice facts")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="invoice_basis_numbered_once")
        ]

    def __str__(self) -> str:
        return str(_("Invoice facts no. %(number)s") % {"number": self.number})


class InvoiceLine(Fetched, PaidBy):
    """One line of fetched invoice facts: what is owed for one seat, or the taking back of an earlier line, with
    negative amounts. `seat` is the first place of a chain of substitutes, since place, price and invoice stay."""

    class What(models.TextChoices):
        PLACE = "place", _("place")
        LEFT = "left", _("cancelled or given back, still owed")
        AWAY = "away", _("stayed away")

    # What two lines have in common when nothing is to be told of a change.
    PAYER: ClassVar[tuple[str, ...]] = ("kind", *FACTS)
    PRICE: ClassVar[tuple[str, ...]] = ("class_name", "vat", "vat_reason", "net_ore", "vat_ore", "total_ore")

    basis = models.ForeignKey(InvoiceBasis, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField(_("line"))
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+", verbose_name=_("booking"))
    seat = models.ForeignKey(Registration, models.PROTECT, related_name="+", verbose_name=_("place"))
    # The line it takes back.
    credits = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="credited_by")
    what = models.CharField(_("what"), max_length=10, choices=What, default=What.PLACE)
    person = models.CharField(_("name"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    contact_email = models.CharField(_("the contact's e-mail"), max_length=254, blank=True)
    class_name = models.CharField(_("class"), max_length=60, blank=True)
    vat = models.CharField(_("VAT"), max_length=10, choices=Vat)
    vat_reason = models.CharField(_("why without VAT"), max_length=200, blank=True)
    net_ore = models.IntegerField(_("without VAT, in øre"))
    vat_ore = models.IntegerField(_("VAT in øre"))
    total_ore = models.IntegerField(_("in all, in øre"))

    objects = WrittenOnce.as_manager()

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ["basis", "position"]
        constraints = [
            models.UniqueConstraint(fields=["basis", "position"], name="invoice_line_numbered_once"),
            models.CheckConstraint(
                condition=Q(total_ore=F("net_ore") + F("vat_ore")), name="invoice_line_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(credits__isnull=True, total_ore__gt=0)
                | Q(credits__isnull=False, total_ore__lt=0),
                name="invoice_line_credits_are_negative",
            ),
            models.CheckConstraint(condition=~Q(kind="later"), name="invoice_line_has_a_payer"),
        ]

    def __str__(self) -> str:
        # Django's log keeps this text, so it holds no name.
        return str(_("Line %(number)s") % {"number": self.position})
