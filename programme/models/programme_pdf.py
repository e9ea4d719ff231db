from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programme import dates
from programme.languages import reader_language
from programme.models.event import Event


class ProgrammePdf(models.Model):
    """The programme as a PDF. `content_hash` names all that it was made of: the event's `programme_hash` and
    `dress_hash`, the day and the address printed on it, and the layout."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="pdfs")
    content_hash = models.CharField(max_length=64)
    data = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("programme PDF")
        verbose_name_plural = _("programme PDFs")
        constraints = [models.UniqueConstraint(fields=["event", "content_hash"], name="programme_pdf_once")]

    def __str__(self) -> str:
        return dates.short_instant_phrase(self.made_at, settings.TIME_ZONE, reader_language())
