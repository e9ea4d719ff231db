"""What an organiser is told before she acts: the rule, and who hears of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from programme.presenting import in_a_row
from registration import sentences, share_sentences
from registration.models import Registration
from registration.services import acts, sharing


def rule(registration: Registration, *, at: datetime) -> str:
    """The rule in the words that the person herself is told."""
    return f"{_('The rule for the place:')} {sentences.place_rule(registration, now=at)}"


def who_hears(registration: Registration) -> str:
    """Where the mail about it goes: to the person, to whoever has all days again when she leaves a place that she
    shares, and to the contact, each address once."""
    other, (person, *contact) = registration.shares_with, acts.both_addresses(registration).values()
    holder = [other.reached_at] if other is not None and registration.is_second else []
    told = list(dict.fromkeys([person, *holder, *contact]))
    return _("A mail about it is sent to %(address)s.") % {"address": in_a_row(told)}


def who_hears_of_a_substitute(registration: Registration) -> str:
    """Beside the new person: the old one at her own address, the other of two who share the place, the contact, and
    the organiser as the event says."""
    other, contact = registration.shares_with, registration.booking.contact_email
    shares = other.reached_at if other is not None else ""
    told = list(dict.fromkeys(filter(None, [registration.email, shares, contact])))
    mail = _("A mail about it is sent to %(address)s.") % {"address": in_a_row(told)}
    return f"{mail} {sentences.organiser_hears(registration.event)}".strip()


def what_passes(second: Registration, holder: Registration) -> list[str]:
    """What of the programme goes over to whoever has the place when the other of the two leaves."""
    passed = sharing.what_comes_back(second, holder)
    return share_sentences.what_passes(passed, second, holder.name, own=False)


def with_the_other(registration: Registration) -> str:
    """That a shared place ends for both, each of whom is told; "" for one that nobody shares."""
    other = registration.shares_with
    if other is None:
        return ""
    said = _(
        "%(name)s shares the place with %(other)s, and it ends for both. %(other)s is told by mail, too."
    )
    return said % {"name": registration.called, "other": other.name}
