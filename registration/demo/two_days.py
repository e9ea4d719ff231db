"""A conference of two days with three rooms at once, workshops, meals and a dinner. Everybody in it is invented."""

from datetime import date, time

from programme.models import Appearance, Organiser, Session
from registration.demo.days import ONE_DAY, ONE_WEEK, tuesday_and_wednesday
from registration.demo.groups import LEADERS, POLITICIANS, STAFF, VOLUNTEERS
from registration.demo.institutions import COASTAL_TOWN, COOPERATION, SMALL_LIBRARY
from registration.demo.shapes import Announcement, By, Item, Place, Staged

HALL, NORTH, SOUTH, LOFT = "Sejlsalen", "Sal Nord", "Sal Syd", "Loftet"
HOST = By("Karen-Margrethe Ømose", "Borgmester", "Kystby Kommune", Appearance.Role.HOST)
CHAIR = By("Lærke Højbjerg", "Journalist", role=Appearance.Role.MODERATOR)
TALK, WORKSHOP, GROUP = Session.Kind.TALK, Session.Kind.WORKSHOP, Session.Kind.GROUP

FIRST_DAY = (
    Item("9.30–10.00", "Ankomst, kaffe og morgenbrød", Session.Kind.BREAK, room="Foyeren"),
    Item("10.00–10.20", "Velkommen til Kystby", Session.Kind.WELCOME, (HOST,), room=HALL),
    Item(
        "10.20–11.30",
        "Byen, der lærte at lytte",
        by=(By("Thorvald Æbelholt", "Professor i byliv", "Højskolen for Forvaltning"),),
        abstract=(
            "I femten år har en mellemstor by spurgt sine borgere, før den byggede. Hvad svarede de, hvem svarede "
            "ikke, og hvad gjorde biblioteket ved det?"
        ),
        room=HALL,
    ),
    Item("11.30–11.45", "Pause", Session.Kind.BREAK),
    Item(
        "11.45–12.30",
        "Hvem låner, når ingen ser det?",
        by=(CHAIR, By("Nåja Lindebøl", "Analytiker", "Tal & Tekst")),
        abstract="Tal fra selvbetjente timer fortæller noget andet end dem fra skranken.",
        room=HALL,
    ),
    Item("12.30–13.30", "Frokost", Session.Kind.MEAL, room="Spisesalen"),
    Item(
        "13.30–14.45",
        "Når skolen flytter ind",
        TALK,
        (
            By("Ditte-Marie Skærbæk", "Skoleleder", "Åby Havn Skole"),
            By("Jens Ole Tværgård", "Bibliotekar", "Åby Havn"),
        ),
        "Otte klasser og et bibliotek deler hus, nøgler og lejrskole.",
        room=NORTH,
        track="Børn og unge",
    ),
    Item(
        "13.30–14.45",
        "Værksted: Den svære samtale i skranken",
        WORKSHOP,
        (By("Amira Østergaard-Haddad", "Konfliktmægler"),),
        "Vi øver tre samtaler, som alle har haft, og ingen har lyst til.",
        room=SOUTH,
        track="Mødet med borgeren",
    ),
    Item(
        "13.30–14.45",
        "Tre korte fra øerne",
        GROUP,
        room=LOFT,
        track="Små steder",
        talks=(
            Item(
                "13.30–13.55",
                "Færgen som filial",
                by=(By("Knud Egil Sandø", "Skipper og udlåner", "Lillø"),),
                abstract="Fyrre minutters sejlads er lige nok til en novelle.",
                room=LOFT,
            ),
            Item(
                "13.55–14.20",
                "Et bibliotek uden bibliotekar",
                by=(By("Gyda Tranum Bæk", "Frivillig", "Strynnerup"),),
                room=LOFT,
            ),
            Item(
                "14.20–14.45",
                "Postkassen, der svarede",
                by=(By("Ove Ålund", "Lærer", "Lillø Skole"),),
                room=LOFT,
            ),
        ),
    ),
    Item("14.45–15.15", "Kaffe og kage", Session.Kind.BREAK, room="Foyeren"),
    Item(
        "15.15–16.30",
        "Værksted: En børnejury på en eftermiddag",
        WORKSHOP,
        (By("Sigrid Fåborg Holm", "Børnebibliotekar", "Nørremarkens Bibliotek"),),
        room=NORTH,
        track="Børn og unge",
    ),
    Item(
        "15.15–16.30",
        "At tage imod den, der kommer for sent",
        TALK,
        (By("Bertel Øxenholt", "Afdelingsleder", "Søengens Bibliotek"),),
        "Om gebyrer, der blev afskaffet, og bøger, der kom hjem alligevel.",
        room=SOUTH,
        track="Mødet med borgeren",
    ),
    Item(
        "15.15–16.30",
        "Værksted: Tegn jeres bys netværk",
        WORKSHOP,
        (By("Hjalte Kærgård", "Facilitator", "Tegnestuen Tusch"),),
        "Store ark, tykke penne, og en tegning med hjem til væggen.",
        room=LOFT,
        track="Små steder",
    ),
    Item(
        "16.45–17.30",
        "Politikerne svarer",
        by=(
            CHAIR,
            By("Poul-Erik Strømgård", "Udvalgsformand", "Kystby Kommune"),
            By("Rosa Tingskou", "Byrådsmedlem", "Søengen Kommune"),
        ),
        room=HALL,
    ),
    Item("17.30–19.00", "Indkvartering og en tur langs vandet", Session.Kind.BREAK),
    Item(
        "19.00–23.00",
        "Middag med taler, sange og dans",
        Session.Kind.SOCIAL,
        abstract="Middagen er med i deltagergebyret. Skriv på din egen side, hvad vi skal vide om mad.",
        room="Spisesalen",
    ),
)

SECOND_DAY = (
    Item("8.30–9.00", "Morgenkaffe", Session.Kind.BREAK, room="Foyeren", day=2),
    Item(
        "9.00–10.00",
        "Ti år med samme mål",
        by=(By("Signe Ågård Lund", "Bibliotekschef", "Søengens Bibliotek"),),
        abstract="Hvad sker der med en strategi, når den får lov at blive gammel?",
        room=HALL,
        day=2,
    ),
    Item("10.00–10.15", "Pause", Session.Kind.BREAK, day=2),
    Item(
        "10.15–11.30",
        "Værksted: Byg en læsekasse",
        WORKSHOP,
        (By("Ellinor Vårbo", "Pædagog", "Åby Havn Skole"),),
        room=NORTH,
        track="Børn og unge",
        day=2,
    ),
    Item(
        "10.15–11.30",
        "Værksted: Skilte, alle kan læse",
        WORKSHOP,
        (By("Kasper Rødovn", "Kommunikationskonsulent", "Kystby Kommune"),),
        room=SOUTH,
        track="Mødet med borgeren",
        day=2,
    ),
    Item(
        "10.15–11.30",
        "Fire hænder, ét hus",
        TALK,
        (By("Maibritt Søndervig", "Centerleder", "Medborgerhuset Tøndekær"),),
        "Fire foreninger driver huset sammen med biblioteket, og ingen af dem ejer nøglen alene.",
        room=LOFT,
        track="Små steder",
        day=2,
    ),
    Item("11.30–12.30", "Frokost", Session.Kind.MEAL, room="Spisesalen", day=2),
    Item(
        "12.30–13.30",
        "Det tager vi med hjem",
        by=(
            CHAIR,
            By("Sigrid Fåborg Holm", "Børnebibliotekar", "Nørremarkens Bibliotek"),
            By("Hjalte Kærgård", "Facilitator", "Tegnestuen Tusch"),
        ),
        abstract="Deltagernes egne spørgsmål, og svar fra dem, der holdt dagene.",
        room=HALL,
        day=2,
    ),
    Item("13.30–13.45", "Tak for denne gang", Session.Kind.WELCOME, (HOST,), room=HALL, day=2),
)


def staged(today: date) -> Staged:
    first, second = tuesday_and_wednesday(today + 12 * ONE_WEEK)
    announcement = Announcement(
        fields={
            "title": "Biblioteket midt i byen",
            "slug": "biblioteket-midt-i-byen",
            "subtitle": "To dage ved vandet om huse, mennesker og samarbejde",
            "introduction": (
                "Kom til Kystby i to dage: oplæg for alle, tre rum på én gang, værksteder, en middag og god tid til at "
                "gå langs vandet."
            ),
            "description": (
                "Konferencen er for alle, der arbejder i eller sammen med et bibliotek. Hver dag er der tre "
                "rum på én gang: Vælg dit på forhånd, eller vent til senere på din egen side.\n\n"
                "## Med i deltagergebyret\n\n"
                "- forplejning begge dage\n"
                "- middagen den første aften\n"
                "- en overnatning på Kystby Søhotel"
            ),
            "audience": "Ledere, medarbejdere, frivillige og politikere.",
            "starts_on": first,
            "starts_at": time(9, 30),
            "ends_on": second,
            "ends_at": time(13, 45),
            "contact_name": "Helle Ågesen",
            "contact_email": "helle@example.org",
            "contact_phone": "99 97 00 12",
            "capacity": 180,
            "fee_ore": 385_000,
            "registration_opens_on": today - 5 * ONE_WEEK,
            "registration_closes_on": first - 2 * ONE_WEEK,
            "binding_after": first - 4 * ONE_WEEK,
            "substitutes_until": first - 2 * ONE_DAY,
            "practical_information": (
                "Tag dit navneskilt i foyeren; det er også adgangskort til de tre rum.\n\n"
                "Toget kl. 8.12 fra hovedbanen passer med bus 7 til hotellet."
            ),
            "mail_paragraph": "Værelset er klar fra kl. 15.00 den første dag. Skriv, hvis du kommer aftenen før.",
        },
        place=Place(
            "Kystby Søhotel",
            "Strandvejen 88",
            "9997",
            "Kystby",
            directions="Bus 7 fra stationen standser ved hotellet. Der er parkering i gården.",
            access_notes="Alle sale er trinfri, og der er elevator til Loftet. Teleslynge i Sejlsalen.",
        ),
        organisers=(
            (COOPERATION, Organiser.Role.ORGANISER),
            (COASTAL_TOWN, Organiser.Role.CO_ORGANISER),
            (SMALL_LIBRARY, Organiser.Role.SUPPORTER),
        ),
        programme=FIRST_DAY + SECOND_DAY,
        target_groups=(LEADERS, STAFF, VOLUNTEERS, POLITICIANS),
        biographies={
            "Thorvald Æbelholt": "Har fulgt byen og dens beboere, siden det første hus blev tegnet om.",
            "Lærke Højbjerg": "Leder samtaler, så også salen kommer til orde.",
        },
    )
    return Staged(announcement, people=48, first_days_ago=33, last_days_ago=1, is_rich=True)
