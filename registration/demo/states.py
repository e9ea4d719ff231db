"""One invented event in each state that an event can be in, counted from the day of loading; the coming edition is the
open one."""

from datetime import date, time
from typing import Any

from programme.cancellation import NOTHING, WHOLE, Cost, Spell, steps_as_json
from programme.models import Event, Organiser
from registration.demo.days import ONE_DAY, ONE_WEEK, last_wednesday, wednesday
from registration.demo.groups import CITIZENS, LEADERS, POLITICIANS, SCHOOLS, STAFF
from registration.demo.institutions import COASTAL_TOWN, COOPERATION, SMALL_LIBRARY
from registration.demo.shapes import Announcement, Change, Place, Staged

MEETING_HOUSE = Place(
    "Medborgerhuset Tøndekær",
    "Fællesvej 12",
    "9997",
    "Kystby",
    room_note="Stuen",
    directions="Bus 4 standser ved døren. Der er cykelparkering under halvtaget.",
    access_notes="Trinfri adgang og handicaptoilet i stueetagen.",
)
LIBRARY = Place(
    "Søengens Bibliotek",
    "Åstræde 4",
    "9998",
    "Søengen",
    directions="Midt i byen, to minutter fra torvet.",
    access_notes="Trinfri adgang fra Åstræde. Teleslynge i salen.",
)
OTHER_ROOM = Place(
    "Kystby Rådhus",
    "Havnegade 1",
    "9997",
    "Kystby",
    room_note="Byrådssalen",
    access_notes="Elevator til 2. sal.",
)
COOPERATING = ((COOPERATION, Organiser.Role.ORGANISER), (COASTAL_TOWN, Organiser.Role.CO_ORGANISER))


def _day_of(
    day: date,
    *,
    title: str,
    slug: str,
    place: Place = MEETING_HOUSE,
    groups: tuple[str, ...] = (STAFF,),
    **fields: Any,
) -> Announcement:
    """One day at 9.30–15.30, whatever else is announced of it."""
    return Announcement(
        fields={
            "title": title,
            "slug": slug,
            "starts_on": day,
            "starts_at": time(9, 30),
            "ends_on": day,
            "ends_at": time(15, 30),
            "contact_name": "Helle Ågesen",
            "contact_email": "helle@example.org",
        }
        | fields,
        place=place,
        organisers=COOPERATING,
        target_groups=groups,
    )


def few_places(today: date) -> Staged:
    day = wednesday(today + 5 * ONE_WEEK)
    announcement = _day_of(
        day,
        title="Når samlingen bliver til samtale",
        slug="naar-samlingen-bliver-til-samtale",
        groups=(STAFF, SCHOOLS),
        subtitle="Temadag om formidling, der begynder hos læseren",
        introduction=(
            "En hylde siger ikke noget af sig selv. På temadagen prøver vi fire måder at få den i tale på, og du går "
            "hjem med en, du kan bruge allerede i morgen."
        ),
        audience="Formidlere på folkebiblioteker og skolebiblioteker.",
        capacity=30,
        fee_ore=59_500,
        registration_opens_on=today - 3 * ONE_WEEK,
        registration_closes_on=day - 5 * ONE_DAY,
        cancellation=Event.Cancellation.STEPS,
        cancellation_steps=steps_as_json(
            [
                Spell(day - 2 * ONE_WEEK, NOTHING),
                Spell(day - ONE_WEEK, Cost(percent=50)),
                Spell(None, WHOLE),
            ]
        ),
        substitutes_from_same_organisation=True,
    )
    return Staged(announcement, people=24, first_days_ago=20)


def full(today: date) -> Staged:
    day = wednesday(today + 6 * ONE_WEEK)
    announcement = _day_of(
        day,
        title="Skriv, så borgeren forstår det",
        slug="skriv-saa-borgeren-forstaar-det",
        subtitle="Kursus med få pladser og mange øvelser",
        introduction="Tag et brev med, som borgerne ringer om. Vi skriver det om sammen, til ingen behøver at ringe.",
        audience="Alle, der skriver til borgere.",
        capacity=16,
        fee_ore=89_500,
        registration_opens_on=today - 4 * ONE_WEEK,
        registration_closes_on=day - ONE_WEEK,
        binding_after=day - 2 * ONE_WEEK,
    )
    return Staged(announcement, people=16, waiting=6, first_days_ago=27, last_days_ago=10)


def closed_and_bound(today: date) -> Staged:
    day = wednesday(today + 9 * ONE_DAY)
    announcement = _day_of(
        day,
        title="Byens rum, bibliotekets rum",
        slug="byens-rum-bibliotekets-rum",
        groups=(LEADERS, POLITICIANS),
        subtitle="Studiedag om huse, pladser og dem, der bruger dem",
        introduction="Vi går en tur, taler med en arkitekt og spørger husets brugere, hvor de helst vil sidde.",
        audience="Biblioteksledere, byplanlæggere og udvalgsmedlemmer.",
        capacity=40,
        fee_ore=45_000,
        registration_opens_on=today - 7 * ONE_WEEK,
        registration_closes_on=today - 2 * ONE_DAY,
        binding_after=today - 6 * ONE_DAY,
    )
    return Staged(announcement, people=26, first_days_ago=45, last_days_ago=8, comings_and_goings=True)


def not_yet_open(today: date) -> Staged:
    day = wednesday(today + 14 * ONE_WEEK)
    announcement = _day_of(
        day,
        title="Ledelse på tværs af fag",
        slug="ledelse-paa-tvaers-af-fag",
        groups=(LEADERS,),
        subtitle="Når bibliotekaren, pædagogen og sagsbehandleren har samme chef",
        introduction="Tre ledere fortæller, hvad de har lært af hinanden, og hvad de aldrig vil gøre igen.",
        audience="Ledere i kommuner.",
        capacity=60,
        fee_ore=79_500,
        registration_opens_on=today + 2 * ONE_WEEK,
        registration_closes_on=day - 10 * ONE_DAY,
        binding_after=day - 3 * ONE_WEEK,
    )
    return Staged(announcement)


def draft(today: date) -> Staged:
    day = wednesday(today + 18 * ONE_WEEK)
    announcement = _day_of(
        day,
        title="Læselyst i udskolingen",
        slug="laeselyst-i-udskolingen",
        groups=(SCHOOLS,),
        introduction="Programmet er under arbejde.",
        status=Event.Status.DRAFT,
        capacity=80,
    )
    return Staged(announcement)


def called_off(today: date) -> Staged:
    day = wednesday(today + 4 * ONE_WEEK)
    announcement = _day_of(
        day,
        title="Lyd, lys og levende billeder",
        slug="lyd-lys-og-levende-billeder",
        subtitle="Værkstedsdag om udstillinger, der kan høres",
        introduction="Vi bygger en lille udstilling på én dag.",
        capacity=24,
        fee_ore=69_500,
        registration_opens_on=today - 5 * ONE_WEEK,
        registration_closes_on=day - ONE_WEEK,
        binding_after=day - 2 * ONE_WEEK,
    )
    note = (
        "Oplægsholderen er blevet syg, og vi kan ikke finde en anden til dagen. Ingen skal betale deltagergebyr. "
        "Vi skriver til jer, når der er en ny dato."
    )
    change = Change({"status": Event.Status.CANCELLED, "cancellation_note": note})
    return Staged(announcement, people=9, first_days_ago=30, last_days_ago=6, change=change)


def moved(today: date) -> Staged:
    """From a day that people signed up for to a later one, which makes no promise of theirs worse."""
    first, day = wednesday(today + 3 * ONE_WEEK), wednesday(today + 10 * ONE_WEEK)
    announcement = _day_of(
        first,
        title="Tal for begyndere",
        slug="tal-for-begyndere",
        groups=(STAFF, POLITICIANS),
        subtitle="Om at læse statistik uden at blive snydt",
        introduction="Hvad siger tallene om jeres bibliotek, og hvad siger de ikke? Tag gerne jeres egne med.",
        audience="Medarbejdere og udvalgsmedlemmer uden forkundskaber.",
        capacity=36,
        fee_ore=49_500,
        registration_opens_on=today - 5 * ONE_WEEK,
        registration_closes_on=first - ONE_WEEK,
        binding_after=first - 2 * ONE_WEEK,
    )
    later = {
        "starts_on": day,
        "ends_on": day,
        "registration_closes_on": day - ONE_WEEK,
        "binding_after": day - 2 * ONE_WEEK,
    }
    change = Change(later, reason="Salen skal males, og håndværkerne kunne ikke flyttes.")
    return Staged(announcement, people=10, first_days_ago=33, last_days_ago=12, change=change)


def going_on(today: date) -> Staged:
    first = today - 2 * ONE_DAY
    announcement = Announcement(
        fields={
            "title": "Fortælleuge i Søengen",
            "slug": "fortaelleuge-i-soeengen",
            "subtitle": "En ny fortæller hver dag, og åben scene om lørdagen",
            "introduction": "Byens egne fortællere indtager biblioteket i en uge.",
            "starts_on": first,
            "ends_on": first + 6 * ONE_DAY,
            "contact_name": "Signe Ågård Lund",
            "contact_email": "signe@example.org",
            "capacity": 60,
            "registration_opens_on": first - 4 * ONE_WEEK,
            "registration_closes_on": first - ONE_DAY,
        },
        place=LIBRARY,
        organisers=((SMALL_LIBRARY, Organiser.Role.ORGANISER),),
        target_groups=(CITIZENS,),
    )
    return Staged(announcement, people=14, first_days_ago=28, last_days_ago=4)


def held(today: date) -> Staged:
    day = last_wednesday(today - 3 * ONE_WEEK)
    announcement = _day_of(
        day,
        title="Åbent uden personale",
        slug="aabent-uden-personale",
        groups=(LEADERS, STAFF),
        subtitle="Erfaringer med biblioteker, der passer sig selv",
        introduction="Seks biblioteker viste tal, lås og nøgler frem, også dem, der blev væk.",
        audience="Biblioteksledere og tekniske medarbejdere.",
        place=OTHER_ROOM,
        capacity=50,
        fee_ore=39_500,
        registration_opens_on=day - 8 * ONE_WEEK,
        registration_closes_on=day - 5 * ONE_DAY,
        binding_after=day - 2 * ONE_WEEK,
    )
    return Staged(announcement, people=18, first_days_ago=74, last_days_ago=44)


def staged(today: date) -> list[Staged]:
    return [
        few_places(today),
        full(today),
        closed_and_bound(today),
        not_yet_open(today),
        draft(today),
        called_off(today),
        moved(today),
        going_on(today),
        held(today),
    ]
