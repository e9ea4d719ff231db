"""The edge's clock. Views, admin actions and tasks call `now()` once and pass the value inward by keyword;
policy and services have no clock of their own."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()
