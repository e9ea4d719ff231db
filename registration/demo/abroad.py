"""A coming event whose own texts, and the mails about it, are in English."""

from datetime import date, time

from programme.models import Appearance, Event, Organiser, Session
from registration.demo.days import ONE_WEEK, wednesday
from registration.demo.groups import STAFF
from registration.demo.institutions import COOPERATION
from registration.demo.shapes import Announcement, By, Item, Place, Staged

CHAMBER = Place(
    "Kystby Rådhus",
    "Havnegade 1",
    "9997",
    "Kystby",
    room_note="Council chamber",
    access_notes="Lift to the second floor.",
)

PROGRAMME = (
    Item("9.30–10.00", "Coffee and registration", Session.Kind.BREAK),
    Item(
        "10.00–10.15",
        "Welcome",
        Session.Kind.WELCOME,
        (By("Helle Ågesen", "Head of secretariat", "Åens Bibliotekssamarbejde", Appearance.Role.HOST),),
    ),
    Item(
        "10.15–11.15",
        "One town, two languages, three library cards",
        by=(By("Wiebke Söderbrink", "Librarian", "Grenzland Library, Flensaa"),),
        abstract=(
            "A town on a border serves readers who cross it every day. What happens when their libraries stop "
            "asking which side they come from?"
        ),
    ),
    Item("11.15–11.30", "Break", Session.Kind.BREAK),
    Item(
        "11.30–12.30",
        "The seed library that never asks for its seeds back",
        by=(By("Eoghan Tully-Marsh", "Project lead", "Ballymarra Libraries"),),
        abstract="Lending what grows: four seasons of loans, losses and unexpected pumpkins.",
    ),
    Item("12.30–13.30", "Lunch", Session.Kind.MEAL),
    Item(
        "13.30–14.30",
        "Workshop: Read the sign aloud",
        Session.Kind.WORKSHOP,
        (By("Saara-Liisa Vehkala", "Accessibility adviser", "Lakeside City Library"),),
        "Bring a photograph of a sign in your library. We rewrite it until a newcomer can read it to somebody else.",
    ),
    Item(
        "14.30–15.30",
        "What we would borrow from each other",
        by=(
            By("Helle Ågesen", "Head of secretariat", "Åens Bibliotekssamarbejde", Appearance.Role.MODERATOR),
            By("Wiebke Söderbrink", "Librarian", "Grenzland Library, Flensaa"),
            By("Eoghan Tully-Marsh", "Project lead", "Ballymarra Libraries"),
        ),
    ),
)


def staged(today: date) -> Staged:
    day = wednesday(today + 11 * ONE_WEEK)
    announcement = Announcement(
        fields={
            "title": "Libraries Across Borders",
            "slug": "libraries-across-borders",
            "subtitle": "A day about readers who do not stop where the map does",
            "introduction": (
                "Colleagues from four countries tell what they lend to each other: books, ideas and mistakes. "
                "The day is held in English."
            ),
            "audience": "Library staff and everybody who works with them.",
            "language": Event.Language.ENGLISH,
            "starts_on": day,
            "starts_at": time(9, 30),
            "ends_on": day,
            "ends_at": time(15, 30),
            "contact_name": "Helle Ågesen",
            "contact_email": "helle@example.org",
            "capacity": 70,
            "fee_ore": 150_000,
            "registration_opens_on": today - 2 * ONE_WEEK,
            "registration_closes_on": day - ONE_WEEK,
            "binding_after": day - 3 * ONE_WEEK,
        },
        place=CHAMBER,
        organisers=((COOPERATION, Organiser.Role.ORGANISER),),
        programme=PROGRAMME,
        target_groups=(STAFF,),
    )
    return Staged(announcement, people=8, first_days_ago=12)
