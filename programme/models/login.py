from django.db import models
from django.utils.translation import gettext_lazy as _


class FailedLogin(models.Model):
    """An attempt to log in that has not succeeded. `key` tells addresses apart without holding them; rows live for
    minutes, in the database because every web process must count the same."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("failed login")
        verbose_name_plural = _("failed logins")
        indexes = [models.Index(fields=["key", "at"], name="failed_login_by_key")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
