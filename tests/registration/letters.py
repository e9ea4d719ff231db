"""Mails as a worker fetches them and as the mail server gets them, and the paragraphs they share."""

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import icalendar

from registration import links, mails
from registration.models import OwedMail, Registration
from registration.services import substituting
from registration.services.acts import ATTENDEE, Actor
from registration.services.booking import SignedUp
from registration.services.people import Person
from tests.cast import BOUND, OPEN

Kind = OwedMail.Kind
WHEN_WHERE = """\
Tid: onsdag den 16. september 2026 kl. 9.00-16.00
Sted: Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby"""
WAY = "Sådan finder du vej: Fem minutter fra stationen."
FILE = "Til din kalender: den vedhæftede fil kalender.ics"
CLEAR = "Fjern det fra din kalender med den vedhæftede fil kalender.ics"
FREE = (
    "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026. "
    "Derefter er tilmeldingen bindende, men en anden person kan deltage i stedet."
)
IS_BOUND = (
    "Tilmeldingen er bindende, fordi sidste dag for frit afbud var onsdag den 2. september 2026. "
    "En anden person kan deltage i stedet."
)
OWN_PAGE = (
    "På din egen side kan du fortælle os om kost, allergi og særlige behov, rette dine oplysninger og se, "
    "hvad du gør, hvis du bliver forhindret. Linket er personligt:"
)
BOOKING_PAGE = (
    "På siden for din tilmelding ser du alle pladserne. "
    "Der kan du rette oplysninger, melde afbud eller overdrage en plads til en anden:"
)
ONE_PLACE_PAGE = (
    "På siden for din tilmelding ser du pladsen. "
    "Der kan du rette oplysninger, melde afbud eller overdrage den til en anden:"
)
BOUND_ONE_PLACE_PAGE = ONE_PLACE_PAGE.replace("melde afbud", "give den tilbage")
PAYER_FOLLOWS = (
    "Vi ved endnu ikke, hvem der skal have fakturaen. Skriv det her, så snart du ved det, og gerne inden "
    "arrangementet begynder. Det kan rettes, indtil arrangøren henter oplysningerne til fakturaen:"
)
PRIVACY = """\
Her kan du læse, hvad vi bruger oplysningerne til, og hvilke rettigheder du har:
http://testserver/persondata/"""
END = """\
Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org.

Venlig hilsen
Foreningen for Læsning
"""


def owed(kind: Kind, to: str) -> OwedMail:
    """The one mail of a kind to an address, as a worker fetches it."""
    return OwedMail.objects.select_related(
        "event__venue", "event__owner", "booking", "registration__booking", "registration__substitute_for"
    ).get(kind=kind, to_email=f"{to}@example.org")


def text(kind: Kind, to: str, *, now: datetime = OPEN) -> mails.Text:
    mail = owed(kind, to)
    return mails.text_of(mail, rows=mails.rows_of(mail), now=now)


def sent(kind: Kind, to: str, *, now: datetime = OPEN) -> EmailMessage:
    """The message as the mail server gets it, read by Python's own parser."""
    raw = mails.build(owed(kind, to), now=now).message().as_bytes()
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def paragraphs(*parts: str) -> str:
    return "\n\n".join(parts)


def place_url(registration: Registration, language: str = "da") -> str:
    return links.place_url(Registration.objects.get(pk=registration.pk), language=language)


def booking_url(made: SignedUp, language: str = "da") -> str:
    made.booking.refresh_from_db()
    return links.booking_url(made.booking, language=language)


def entry_of(message: EmailMessage) -> tuple[icalendar.Calendar, icalendar.Event]:
    """The calendar a mail brings, and its one entry."""
    (part,) = message.iter_attachments()
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    (entry,) = calendar.walk("VEVENT")
    return calendar, entry


def rest_of(made: SignedUp, *names: str) -> str:
    people = "\n".join(f"- {name}" for name in names)
    return f"Tilmeldt under nummer {made.booking.number}:\n{people}"


def hand_over(
    place: Registration,
    to: Person,
    *,
    actor: Actor = ATTENDEE,
    now: datetime = BOUND,
    herself: bool = False,
) -> Registration:
    return substituting.substitute(registration_id=place.pk, person=to, now=now, actor=actor, herself=herself)
