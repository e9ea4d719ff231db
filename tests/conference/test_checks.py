from typing import Any

import pytest

from conference.checks import ready_for_strangers

READY: dict[str, Any] = {
    "DEMO": False,
    "SECRET_KEY_IS_OWN": False,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "HTTPS": True,
    "DEFAULT_FROM_EMAIL": "Tilmelding <tilmelding@bibliotek.example>",
}


def refused(settings: Any, **changed: Any) -> list[str | None]:
    for name, value in (READY | changed).items():
        setattr(settings, name, value)
    return [message.id for message in ready_for_strangers()]


def test_an_installation_with_everything_set_is_ready(settings: Any) -> None:
    assert refused(settings) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"DEMO": True}, "E001"),
        ({"SECRET_KEY_IS_OWN": True}, "E002"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}, "E003"),
        ({"HTTPS": False}, "E004"),
        ({"DEFAULT_FROM_EMAIL": "tilmelding@example.org"}, "E005"),
    ],
)
def test_each_thing_missing_is_named(settings: Any, changed: dict[str, Any], code: str) -> None:
    assert refused(settings, **changed) == [f"conference.{code}"]
