"""Personal links. They are signed, not stored: over the row's id and its present key, with a purpose of their own.
A new key ends every link signed over the old one."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from registration.models import Booking, ContactRequest, Invitation, Registration


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"registration.{purpose}", sep=".")


def place_token(registration: Registration) -> str:
    return _signer("place").sign(f"{registration.pk}~{registration.link_key}")


def booking_token(booking: Booking) -> str:
    return _signer("booking").sign(f"{booking.pk}~{booking.link_key}")


def invitation_token(invitation: Invitation) -> str:
    return _signer("invitation").sign(f"{invitation.pk}~{invitation.link_key}")


def contact_request_token(request: ContactRequest) -> str:
    return _signer("contact").sign(f"{request.pk}~{request.link_key}")


def read_token(token: str, *, purpose: str) -> tuple[int, str] | None:
    """The row id and key a token was signed over; None for anything we did not sign."""
    try:
        pk, _tilde, key = _signer(purpose).unsign(token).partition("~")
        return int(pk), key
    except (BadSignature, ValueError):
        return None


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def place_url(registration: Registration, *, language: str) -> str:
    """The address of a person's own page, for a mail."""
    with translation.override(language):
        return absolute(reverse("registration:place", args=[place_token(registration)]))


def questions_url(registration: Registration, *, language: str) -> str:
    """The address at which a person changes her answers, for a mail."""
    with translation.override(language):
        return absolute(reverse("registration:questions", args=[place_token(registration)]))


def place_payer_url(registration: Registration, *, language: str) -> str:
    """The address at which a contact who comes alone says who pays, for a mail."""
    with translation.override(language):
        return absolute(reverse("registration:place_payer", args=[place_token(registration)]))


def payer_url(booking: Booking, *, language: str) -> str:
    """The address at which any other contact says it, for a mail."""
    with translation.override(language):
        return absolute(reverse("registration:payer", args=[booking_token(booking)]))


def names_url(booking: Booking, *, language: str) -> str:
    """The address at which the contact writes the names that follow, for a mail."""
    with translation.override(language):
        return absolute(reverse("registration:names", args=[booking_token(booking)]))


def take_over_url(request: ContactRequest, *, language: str) -> str:
    """The address at which a colleague becomes the contact of a booking, for a mail."""
    with translation.override(language):
        return absolute(reverse("registration:take_over", args=[contact_request_token(request)]))


def booking_url(booking: Booking, *, language: str) -> str:
    """The address of the contact's page, for a mail."""
    with translation.override(language):
        return absolute(reverse("registration:booking", args=[booking_token(booking)]))


def invitation_url(invitation: Invitation, *, language: str) -> str:
    """The address by which whoever is invited signs up."""
    with translation.override(language):
        return absolute(reverse("registration:invited", args=[invitation_token(invitation)]))
