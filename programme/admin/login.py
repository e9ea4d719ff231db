"""Logging in with e-mail and password; ten wrong tries for one address within a quarter of an hour close it to
everybody, known address or not, until the oldest of them is past."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from programme.folding import fold_email
from programme.models import FailedLogin, User

MOST_FAILURES = 10
WINDOW = timedelta(minutes=15)


class LoginForm(AdminAuthenticationForm):
    def clean(self) -> dict[str, Any]:
        email = self.data.get(self.add_prefix("username"), "")
        # Real time, not the edge's clock: nobody opens a closed address by setting the clock of a demo.
        if not take_try(email, now=timezone.now()):
            raise ValidationError(
                _(
                    "There have been too many tries with this e-mail address. Wait a quarter of an hour and try "
                    "again, or write to %(contact)s."
                )
                % {"contact": settings.CONTACT_EMAIL},
                code="locked",
            )
        cleaned: dict[str, Any] = super().clean()
        forget_tries(email)
        return cleaned

    def confirm_login_allowed(self, user: User) -> None:
        if not (user.is_active and user.is_staff):
            raise self.get_invalid_login_error()

    def get_invalid_login_error(self) -> ValidationError:
        return ValidationError(
            _("The e-mail address and the password do not go together. Try again, or write to %(contact)s.")
            % {"contact": settings.CONTACT_EMAIL},
            code="invalid_login",
        )


def take_try(email: str, *, now: datetime) -> bool:
    """Counts a try before the password is looked at, so that many at once get no more than their number. A refused
    one is not counted: the address opens again although somebody keeps trying."""
    FailedLogin.objects.filter(at__lte=now - WINDOW).delete()
    one = FailedLogin.objects.create(key=_key(email), at=now)
    if FailedLogin.objects.filter(key=one.key).count() <= MOST_FAILURES:
        return True
    one.delete()
    return False


def forget_tries(email: str) -> None:
    FailedLogin.objects.filter(key=_key(email)).delete()


def _key(email: str) -> str:
    return salted_hmac("failed-login", fold_email(email), algorithm="sha256").hexdigest()
