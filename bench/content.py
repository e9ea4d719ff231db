"""The conference both sides announce and the people who sign up: invented, the same words on each side."""

from dataclasses import dataclass
from datetime import time

TITLE = "Biblioteket som partner"
SUBTITLE = "En dag om samarbejde mellem biblioteker, foreninger og frivillige"
INTRODUCTION = (
    "Bibliotekerne åbner i disse år dørene for foreninger, skoler, virksomheder og frivillige, som vil "
    "bruge huset sammen med os. Det giver nye tilbud til borgerne, men stiller også nye krav til ledelse, "
    "aftaler og økonomi. Hvem bestemmer, når flere ejer en idé? Hvad gør vi, når en ildsjæl holder op? Og "
    "hvordan fortæller vi kommunalbestyrelsen, hvad det hele er værd?"
)
DESCRIPTION = (
    "På konferencen viser biblioteker fra hele landet, hvordan de har gjort. Formiddagen handler om "
    "strategi og ledelse, eftermiddagen om de aftaler, møder og små skridt, der får et partnerskab til at "
    "holde. Der er god tid til at tale sammen undervejs, og alle går hjem med mindst én aftale om at "
    "besøge et andet bibliotek.\n\nOplæggene er korte, og hvert af dem følges af spørgsmål fra salen. "
    "Efter frokost deler vi os i fire grupper, som hver arbejder med én konkret udfordring og lægger et "
    "forslag frem til sidst på dagen."
)
AUDIENCE = "Ledere og medarbejdere på folkebiblioteker, kommunale forvaltninger og medlemmer af kulturudvalg."
VENUE = "Kulturhuset ved Åen"
VENUE_ADDRESS = "Åboulevarden 12, 8000 Aarhus C"
VENUE_DIRECTIONS = (
    "Fra banegården går man ti minutter langs åen. Bus 1A og 5A standser ved døren. Der er parkering i "
    "kælderen, og der er trinfri adgang til alle sale med elevator fra foyeren."
)
ORGANISERS = "Biblioteksforeningen Øst i samarbejde med Foreningen af Kulturhuse"
CONTACT_EMAIL = "konference@example.org"

_ABSTRACTS = (
    "Da hovedbiblioteket flyttede ind i den gamle rutebilstation, flyttede elleve foreninger med. Oplægget "
    "fortæller om det første år: hvem der fik nøgler, hvem der gjorde rent, hvordan kalenderen blev "
    "fælles, og hvorfor de fleste uenigheder handlede om kaffe.",
    "Et partnerskab begynder sjældent med en kontrakt. Med tre eksempler fra små kommuner vises, hvad der "
    "skal være på plads, før nogen skriver under, og hvad der roligt kan vente, til man kender hinanden "
    "bedre.",
    "Hvad er et besøg værd, og for hvem? Her gennemgås en enkel måde at gøre regnskab på, som både en "
    "økonomiafdeling og et brugerråd kan læse, og som har overlevet to budgetforlig og en ny direktør.",
    "Frivillige kommer ikke af sig selv, og de bliver ikke af sig selv. Vi hører, hvordan et bibliotek har "
    "lagt arbejdet til rette, så det kan deles mellem mange, og hvad de ansatte har måttet lære at lade "
    "være med.",
    "Skole og bibliotek har de samme børn, men ikke den samme kalender. Oplægget viser et årshjul, der "
    "virker, og de møder, der måtte aflyses, før det kom til at virke.",
)


@dataclass(frozen=True)
class Talk:
    starts_at: time
    ends_at: time
    title: str
    abstract: str
    room: str
    speakers: tuple[int, ...]


@dataclass(frozen=True)
class Person:
    name: str
    title: str
    affiliation: str
    biography: str


def _talk(start: str, end: str, title: str, abstract: int | None, room: str, *speakers: int) -> Talk:
    text = "" if abstract is None else _ABSTRACTS[abstract]
    return Talk(time.fromisoformat(start), time.fromisoformat(end), title, text, room, speakers)


TALKS = (
    _talk("09:00", "09:30", "Registrering, kaffe og brød", None, "Foyeren"),
    _talk("09:30", "09:40", "Velkomst", None, "Store Sal", 0, 1),
    _talk("09:40", "10:20", "Huset, som alle har nøgle til", 0, "Store Sal", 2),
    _talk("10:20", "10:50", "Før nogen skriver under", 1, "Store Sal", 3, 4),
    _talk("10:50", "11:10", "Pause", None, "Foyeren"),
    _talk("11:10", "11:40", "Hvad er et besøg værd?", 2, "Store Sal", 5),
    _talk("11:40", "12:10", "Frivillige, der bliver", 3, "Store Sal", 6, 7),
    _talk("12:10", "13:00", "Frokost", None, "Caféen"),
    _talk("13:00", "13:30", "Et årshjul for skole og bibliotek", 4, "Store Sal", 8, 9),
    _talk("13:30", "14:20", "Gruppe A: Aftaler, der kan læses", 1, "Lokale 1", 10, 11),
    _talk("13:30", "14:20", "Gruppe B: Åbne huse uden personale", 0, "Lokale 2", 12, 13),
    _talk("14:20", "14:40", "Kage og kaffe", None, "Foyeren"),
    _talk("14:40", "15:30", "Gruppernes forslag og samtale med salen", 3, "Store Sal", 14, 15),
    _talk("15:30", "16:00", "Tak for i dag, og hvad gør vi på mandag?", 2, "Store Sal", 0),
)

_NAMES = (
    "Anne Mette Ærø", "Bo Ågaard", "Clara Østersø", "Dorte Nørreskov", "Esben Sønderå", "Frida Lærkedal",
    "Gert Rødbæk", "Hanne Blåbjerg", "Ib Kærsgård", "Jytte Højvang", "Karl Åstrup", "Lærke Fjordbo",
    "Mads Grønhøj", "Nanna Ørbæk", "Ole Sælhøj", "Pia Tværå",
)  # fmt: skip
_TITLES = ("bibliotekschef", "kulturdirektør", "projektleder", "bibliotekar", "formand", "konsulent")
_PLACES = ("Ålykke Bibliotek", "Sønderø Kommune", "Kulturhuset Møllen", "Foreningen Læs Højt")

SPEAKERS = tuple(
    Person(
        name=name,
        title=_TITLES[number % len(_TITLES)],
        affiliation=_PLACES[number % len(_PLACES)],
        biography=(
            f"Har arbejdet med biblioteker og foreninger i {5 + number} år, de seneste tre med fælles huse. "
            "Skriver og holder foredrag om samarbejde, og er selv frivillig i en læsekreds."
        ),
    )
    for number, name in enumerate(_NAMES)
)


@dataclass(frozen=True)
class Attendee:
    name: str
    email: str
    workplace: str
    job_title: str


def attendee(number: int) -> Attendee:
    """The attendee of this number: always the same one, and never the same as another number's."""
    first = _NAMES[number % len(_NAMES)].split()[0]
    last = _NAMES[(number // len(_NAMES)) % len(_NAMES)].split()[-1]
    return Attendee(
        name=f"{first} {last} {_letters(number)}",
        email=f"deltager{number}@example.org",
        workplace=_PLACES[number % len(_PLACES)],
        job_title=_TITLES[number % len(_TITLES)],
    )


def _letters(number: int) -> str:
    """A last name of its own for each number, without digits: 0 → Aby, 1 → Bby, 26 → Abby …"""
    word = ""
    while True:
        number, letter = divmod(number, 26)
        word = chr(ord("a") + letter) + word
        if not number:
            return word.capitalize() + "by"
        number -= 1
