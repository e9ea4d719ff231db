"""As many invented people as an event takes, in groups that a contact signs up. First names and surnames are paired so
that no two people of a demo share a name."""

from collections.abc import Iterator
from itertools import cycle

from programme.slugs import event_slug
from registration.demo.people import Group, Person

FIRST_NAMES = (
    "Agnete", "Bjarke", "Cæcilie", "Dagny", "Ejvind", "Frøydis", "Grethe", "Håkon", "Ingelise", "Jørgen", "Karla",
    "Laurits", "Magnhild", "Nåja", "Oluf", "Pernille", "Rasmus", "Sørine", "Tage", "Ulrikke", "Viggo", "Yrsa",
    "Zenia", "Ægidius", "Øystein", "Åshild", "Malene", "Bashir", "Thea",
)  # fmt: skip
SURNAMES = (
    "Abildtoft", "Brændgård", "Dalbækgaard", "Egelykke", "Fuglevang", "Gærdehus", "Hyldemose", "Ibskær", "Kløvermark",
    "Lindehøj", "Mølledam", "Nørrelykke", "Odderskær", "Piletræ", "Rævebjerg", "Skovhøne", "Tangkær", "Ulvsager",
    "Vandskær", "Æblerod", "Ørnhoved", "Ålehøj", "Bøgeløv", "Havgus", "Kornvig", "Sivkær", "Stæremark", "Tjørneby",
    "Vibeholt", "Yllehøj", "Bukkær",
)  # fmt: skip
TITLES = (
    "Bibliotekar", "Afdelingsleder", "Formidler", "Konsulent", "Udvalgsmedlem", "Projektleder", "Børnebibliotekar",
    "Kulturmedarbejder", "Sekretær", "Områdechef",
)  # fmt: skip
WORKPLACES = (
    "Biblioteket i Nørreå", "Kulturforvaltningen, Kystby", "Søengens Bibliotek", "Bibliotekerne på Højsletten",
    "Børn og Unge, Åby Havn", "Skovmølle Bibliotek", "Medborgerhuset Tøndekær",
)  # fmt: skip
SIZES = (1, 3, 2, 4, 1, 2)
MOST = len(FIRST_NAMES) * len(SURNAMES)
# Six places before the names are known, all but two.
DEPARTMENT = Group(
    contact_name="Lis Ravnkjær",
    contact_email="lis.ravnkjaer@example.org",
    organisation="Skoleforvaltningen, Kystby",
    municipality="",
    people=(
        Person("Dan Ørnsholt", "Skolechef", "dan.oernsholt@example.org"),
        Person("Merete Kvist", "Konsulent"),
        *[Person("", "")] * 4,
    ),
    signed_up_days_ago=1,
)


def names(start: int, number: int) -> Iterator[str]:
    """The names from number `start` on, none of them twice among `MOST`."""
    for n in range(start, start + number):
        yield f"{FIRST_NAMES[n % len(FIRST_NAMES)]} {SURNAMES[n % len(SURNAMES)]}"


def address(name: str) -> str:
    return f"{event_slug(name).replace('-', '.')}@example.org"


def groups(start: int, number: int, *, at_work: bool, first_days_ago: int, last_days_ago: int) -> list[Group]:
    """`number` people in groups of one to four, signed up one group after another. A contact comes herself; the last of
    three or more has no address. Those who are not at work have neither title nor workplace."""
    people = list(names(start, number))
    sizes = cycle(SIZES)
    parties = []
    while people:
        size = next(sizes)
        parties.append(people[:size])
        people = people[size:]
    return [
        Group(
            contact_name=party[0],
            contact_email=address(party[0]),
            organisation=WORKPLACES[(start + n) % len(WORKPLACES)] if at_work else "",
            municipality="",
            people=tuple(_person(party, place, start + n, at_work=at_work) for place in range(len(party))),
            signed_up_days_ago=first_days_ago - n * (first_days_ago - last_days_ago) // len(parties),
        )
        for n, party in enumerate(parties)
    ]


def _person(party: list[str], place: int, number: int, *, at_work: bool) -> Person:
    return Person(
        name=party[place],
        job_title=TITLES[(number + place) % len(TITLES)] if at_work else "",
        email="" if place >= 2 and place == len(party) - 1 else address(party[place]),
    )
