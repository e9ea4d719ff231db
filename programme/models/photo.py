from django.db import models
from django.utils.translation import gettext_lazy as _

from programme.models.speaker import Speaker


class SpeakerPhoto(models.Model):
    """The photograph of a speaker, a small JPEG in a row of its own, so that no list of speakers reads it by accident.
    `content_hash` is its address: another photograph is another address, and either may be kept for ever."""

    speaker = models.OneToOneField(Speaker, models.CASCADE, related_name="photo", verbose_name=_("speaker"))
    content_hash = models.CharField(max_length=64, db_index=True)
    data = models.BinaryField()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.content_hash[:8]
