"""What `check --deploy` refuses beside Django's own: an installation that strangers reach is not a demo, signs with a
key of its own from the environment, and can send mail."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def ready_for_strangers(**_kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.DEMO:
        found.append(
            Error("DEMO is on: anybody can read the mails.", hint="Unset DEMO.", id="conference.E001")
        )
    if settings.SECRET_KEY_IS_OWN:
        hint = "Set SECRET_KEY to a long random text, the same for every process."
        found.append(Error("SECRET_KEY is not set.", hint=hint, id="conference.E002"))
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        hint = "Set EMAIL_URL, for example smtp://user:password@host:587?starttls=1."
        found.append(
            Error("No mail server is set: mails only become files.", hint=hint, id="conference.E003")
        )
    if not settings.HTTPS:
        hint = "Set SITE_URL to the address people use, beginning https://."
        found.append(Error("SITE_URL does not begin with https://.", hint=hint, id="conference.E004"))
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@example.org"):
        hint = "Set DEFAULT_FROM_EMAIL to the address the mails come from."
        found.append(Error("DEFAULT_FROM_EMAIL is the example.", hint=hint, id="conference.E005"))
    return found
