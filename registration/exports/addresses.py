"""The addresses of those who come, to be put into a mail."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from registration.models.registration import RegistrationQuerySet

PORTION = 2000

Recipient = tuple[str, str]


@dataclass(frozen=True)
class Addresses:
    """Who can be written to, each address once: `recipients` reach every person, `contacts` are those who signed others
    up and do not stand there already. `without` are the people who are reached through their contact."""

    recipients: list[Recipient] = field(default_factory=list)
    contacts: list[Recipient] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    def for_outlook(self) -> str:
        return _for_outlook(self.recipients)

    def contacts_for_outlook(self) -> str:
        return _for_outlook(self.contacts)


def addresses(registrations: RegistrationQuerySet) -> Addresses:
    """The addresses the people are reached at, in Danish order; two who share one stand under the first one's name, and
    whoever has none of her own under her contact's."""
    recipients: dict[str, str] = {}
    contacts: dict[str, str] = {}
    without: list[str] = []
    columns = ("name", "email", "booking__contact_name", "booking__contact_email")
    for name, email, contact, contact_email in (
        registrations.by_name().values_list(*columns).iterator(chunk_size=PORTION)
    ):
        contacts.setdefault(contact_email, contact)
        if email:
            recipients.setdefault(email, name)
        else:
            recipients.setdefault(contact_email, contact)
            without += [name] if name else []
    return Addresses(
        [(name, email) for email, name in recipients.items()],
        [(name, email) for email, name in contacts.items() if email not in recipients],
        without,
    )


def _for_outlook(recipients: Sequence[Recipient]) -> str:
    return "; ".join(f"{_mailbox_name(name)} <{email}>" for name, email in recipients)


def _mailbox_name(name: str) -> str:
    """The name without what would end it: Outlook parts recipients at semicolons and commas."""
    kept = "".join(" " if letter in '<>;,"' else letter for letter in name)
    return " ".join(kept.split())
