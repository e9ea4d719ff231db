from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programme.models.event import Event

MOST_ORE = 100_000_000


class Vat(models.TextChoices):
    """How an amount stands to VAT, which is 25 %."""

    INCLUDED = "included", _("VAT included")
    EXCLUDED = "excluded", _("VAT is added")
    EXEMPT = "exempt", _("no VAT")


class Price(models.Model):
    """One of the prices of an event, for one class of people, in the order they are offered: the first is chosen until
    somebody chooses another. Until the end of `early_until` the early amount holds. An event with one plain fee has no
    rows; `Event.has_prices` says whether there are any."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="prices", verbose_name=_("event"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(
        _("for whom"), max_length=60, help_text=_("For example Deltager, Medlem or Studerende.")
    )
    amount_ore = models.PositiveIntegerField(_("price in øre"), validators=[MaxValueValidator(MOST_ORE)])
    early_ore = models.PositiveIntegerField(
        _("early price in øre"), null=True, blank=True, validators=[MaxValueValidator(MOST_ORE)]
    )
    early_until = models.DateField(
        _("early until"), null=True, blank=True, help_text=_("The whole day counts.")
    )
    vat = models.CharField(_("VAT"), max_length=10, choices=Vat, default=Vat.INCLUDED)
    reason = models.CharField(
        _("why without VAT or free"),
        max_length=200,
        blank=True,
        help_text=_("Stands on the invoice facts. Needed where there is no VAT, or where a price is 0."),
    )

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"],
                name="price_once_for_each_class",
                violation_error_message=_("This class has a price already."),
            ),
            models.CheckConstraint(
                condition=Q(vat__in=["included", "excluded", "exempt"]), name="price_vat_known"
            ),
            models.CheckConstraint(
                condition=Q(early_ore__isnull=True, early_until__isnull=True)
                | Q(early_ore__isnull=False, early_until__isnull=False),
                name="price_early_has_amount_and_day",
                violation_error_message=_("An early price has an amount and a last day."),
            ),
            models.CheckConstraint(
                condition=Q(early_ore__isnull=True) | Q(early_ore__lte=F("amount_ore")),
                name="price_early_is_no_higher",
                violation_error_message=_("The early price is higher than the later one."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | (~Q(vat="exempt") & Q(amount_ore__gt=0)),
                name="price_without_vat_has_a_reason",
                violation_error_message=_("Write why there is no VAT, or why the price is 0."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | Q(early_ore__isnull=True) | Q(early_ore__gt=0),
                name="price_early_nothing_has_a_reason",
                violation_error_message=_("Write why there is no VAT, or why the price is 0."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="price_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
