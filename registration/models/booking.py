import secrets
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models import Event, User
from registration.persons import name_key, person_key


def new_link_key() -> str:
    """What makes one generation of a personal link; a new key ends the links signed over the old one."""
    return secrets.token_urlsafe(9)


def new_number() -> str:
    """Six digits to say on the telephone. It opens nothing."""
    return f"{secrets.randbelow(900_000) + 100_000}"


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))


class Booking(models.Model):
    """The act of signing up, by a contact, for one or more people. The contact need not attend."""

    class Door(models.TextChoices):
        PAGE = "page", _("the web page")
        ORGANISER = "organiser", _("the organiser")

    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    number = models.CharField(
        _("booking number"), max_length=12, unique=True, default=new_number, editable=False
    )
    contact_name = models.CharField(_("contact person"), max_length=200)
    # From whom we have the names, once another person has become the contact. Forgetting empties it.
    made_by_name = models.CharField(max_length=200, null=True, blank=True, editable=False)  # noqa: DJ001
    contact_email = models.EmailField(_("the contact's e-mail"))
    contact_phone = models.CharField(_("the contact's telephone"), max_length=40, blank=True)
    organisation = models.CharField(_("workplace"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, default="da")
    door = models.CharField(_("signed up through"), max_length=20, choices=Door, default=Door.PAGE)
    # The key is made on the check page and covers the content: the same key with other content is another act.
    idempotency_key = models.CharField(max_length=64, unique=True, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    link_key = models.CharField(max_length=24, default=new_link_key, editable=False)
    # The people as they were typed, for the receipt; nothing once no browser may see it.
    named = models.JSONField(null=True, blank=True, editable=False)
    # For how many places it was made, those that were added later counted in: "place 3 of 6". How many are taken is
    # counted, and not read here. 0 for older ones.
    size = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    # How its people wait, where they do: all at once, or each as a place comes free.
    waits_together = models.BooleanField(_("waits for all places together"), default=True, db_default=True)
    # That places were free which were too few for all of them; it is told on the booking's page.
    passed_over_at = models.DateTimeField(null=True, blank=True, editable=False)
    # That a place is free to whoever on the list says yes first; empty again once it is taken.
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("signed up at"))
    search_text = models.TextField(editable=False, default="")

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["event", "-created_at"], name="booking_by_event"),
            models.Index(fields=["contact_email"], name="booking_by_contact"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(door__in=["page", "organiser"]), name="booking_door_known"),
            models.CheckConstraint(condition=Q(language__in=["da", "en"]), name="booking_language_known"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def people_named(self) -> list[dict[str, Any]]:
        """What the receipt shows: each with a name, an e-mail, what was answered, chosen and wished for, what the
        place was announced to cost, and whether it `is_new`."""
        return self.named or []

    @property
    def is_in_other_hands(self) -> bool:
        """Whether its contact is another person than the one who made it."""
        return self.made_by_name is not None

    @property
    def made_by(self) -> str:
        """Who made it: the contact, or the one who was the contact then; "" when that one is forgotten."""
        return self.contact_name if self.made_by_name is None else self.made_by_name

    def was_made_by(self, *, name: str, email: str) -> bool:
        """Whether somebody of this name, reached at this address or at the contact's, made it for herself, too: the
        contact, or once another is that, who bears the name of the one who made it."""
        if not self.is_in_other_hands:
            return self.is_contact(name=name, email=email)
        keys = {name_key(one) for one in (name, self.made_by)}
        return len(keys) == 1 and None not in keys

    def is_contact(self, *, name: str, email: str) -> bool:
        """Whether somebody of this name, reached at this address or at the contact's, is the contact herself."""
        person, contact = (
            person_key(name=one, email=address, contact_email=self.contact_email)
            for one, address in ((name, email), (self.contact_name, self.contact_email))
        )
        return person is not None and person == contact
