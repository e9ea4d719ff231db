from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programme import dates
from programme.languages import reader_language
from programme.models.event import Event
from programme.models.user import User


class Rescheduling(models.Model):
    """That an announced event was moved: where and when it was before. The event stays one row."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="reschedulings", verbose_name=_("event"))
    old_starts_on = models.DateField(_("first day before"))
    old_starts_at = models.TimeField(_("began at before"), null=True, blank=True)
    old_ends_on = models.DateField(_("last day before"))
    old_ends_at = models.TimeField(_("ended at before"), null=True, blank=True)
    old_place = models.CharField(_("place before"), max_length=500, blank=True)
    old_slug = models.SlugField(_("web address before"), max_length=80)
    at = models.DateTimeField(_("moved at"))
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["old_slug"], name="rescheduling_by_slug")]

    def __str__(self) -> str:
        return gettext("from %(day)s") % {
            "day": dates.short_day_phrase(self.old_starts_on, reader_language())
        }
