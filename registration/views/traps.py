"""Against machines that fill forms in: a field nobody sees, and a form sent faster than anybody types. Autofill and
quick fingers spring them too, so a sprung trap only asks one more question, with the typed text kept."""

import secrets

from django.core import signing
from django.utils.translation import gettext

HONEYPOT = "fax"
STARTED = "started"
QUESTION = "question"
ANSWER = "answer"
LEAST_SECONDS = 3
_SALT = "registration.traps"


def start() -> str:
    """A signed note of when the form was first shown."""
    return signing.TimestampSigner(salt=_SALT).sign("form")


def sprung(typed: dict[str, str]) -> bool:
    """Whether to ask one more question before this is sent."""
    if typed.get(HONEYPOT):
        return True
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(typed.get(STARTED, ""))
    except signing.BadSignature:
        return True
    try:
        signer.unsign(typed[STARTED], max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return False
    return True


def question() -> tuple[str, str]:
    """A small sum in words, and its signed answer to travel in the page."""
    names = [
        gettext("two"),
        gettext("three"),
        gettext("four"),
        gettext("five"),
        gettext("six"),
        gettext("seven"),
    ]
    first, second = secrets.randbelow(6), secrets.randbelow(6)
    text = gettext("What is %(first)s plus %(second)s? Write the number.") % {
        "first": names[first],
        "second": names[second],
    }
    return text, signing.dumps({"sum": first + second + 4}, salt=_SALT)


def answered(typed: dict[str, str]) -> bool:
    """Whether the small question was answered, within two hours of being asked."""
    try:
        right = signing.loads(typed.get(QUESTION, ""), salt=_SALT, max_age=7200)["sum"]
    except (signing.BadSignature, KeyError, TypeError):
        return False
    return typed.get(ANSWER, "").strip() == str(right)
