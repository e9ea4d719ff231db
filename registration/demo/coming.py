"""The coming edition, counted from today: open for sign-up, not yet binding. Title, place, programme and speakers
are invented."""

from datetime import date, time, timedelta

from programme.models import Appearance, Organiser, Session
from registration.demo.days import wednesday
from registration.demo.groups import LEADERS, POLITICIANS, STAFF
from registration.demo.institutions import ASSOCIATION
from registration.demo.moments import MAIN_EDITION
from registration.demo.shapes import Announcement, By, Item, Place

WELCOMES = By("Mette-Marie Ølgaard", "Husleder", "Kulturhuset Åkanden", Appearance.Role.HOST)

PROGRAMME = (
    Item("9.00–9.30", "Ankomst, kaffe og morgenbrød", Session.Kind.BREAK, room="Foyeren"),
    Item("9.30–9.45", "Velkommen til dagen", Session.Kind.WELCOME, (WELCOMES,), room="Store Sal"),
    Item(
        "9.45–10.30",
        "Når borgeren ikke passer ind i et skema",
        by=(By("Asbjørn Tæbring", "Lektor i offentlig ledelse", "Højskolen for Forvaltning"),),
        abstract=(
            "De fleste borgere møder kommunen mange steder på én gang: i skolen, på jobcentret, hos lægen og på "
            "biblioteket. Hvad kan de forskellige steder lære af hinanden, og hvem tager det første skridt?"
        ),
        room="Store Sal",
    ),
    Item("10.30–10.45", "Pause", Session.Kind.BREAK),
    Item(
        "10.45–11.45",
        "Fra nøgle i døren til åbne arme",
        by=(
            By("Signe Ågård Lund", "Bibliotekschef", "Søengens Bibliotek"),
            By("Yusuf Håkan Demir", "Frivilligkoordinator", "Søengens Bibliotek"),
        ),
        abstract=(
            "På et år er tyve borgere blevet faste værter på biblioteket. En leder og en koordinator fortæller om "
            "aftaler, forsikring, glæder og de tre ting, de ville gøre anderledes i dag."
        ),
        room="Store Sal",
    ),
    Item("11.45–12.45", "Frokost", Session.Kind.MEAL, room="Spisesalen"),
    Item(
        "12.45–13.45",
        "Værksted: Ét mål, tre forvaltninger",
        Session.Kind.WORKSHOP,
        (By("Birgitte Sørup", "Udviklingskonsulent", "Kystby Kommune"),),
        "Tag en opgave med hjemmefra, og gå derfra med en plan, som både biblioteket, skolen og ældreområdet kan se "
        "sig selv i.",
        room="Sal 1",
        track="Ledelse",
    ),
    Item(
        "12.45–13.45",
        "Værksted: Tal, der kan forstås",
        Session.Kind.WORKSHOP,
        (By("Jørn Kæmpegaard", "Analytiker", "Tal & Tekst"),),
        "Hvilke tal siger noget om bibliotekets betydning, og hvordan fortæller man dem på to minutter til et "
        "udvalg? Medbring gerne jeres egne.",
        room="Sal 2",
        track="Viden",
    ),
    Item(
        "12.45–13.45",
        "To korte fortællinger fra landsbyen",
        Session.Kind.GROUP,
        room="Biografen",
        track="Praksis",
        talks=(
            Item(
                "12.45–13.15",
                "Biblioteket i købmandens baglokale",
                by=(By("Gudrun Æbeltoft", "Bibliotekar", "Nørremarkens Bibliotek"),),
                abstract="Da filialen lukkede, flyttede bøgerne ind hos købmanden. Nu låner flere end før.",
                room="Biografen",
            ),
            Item(
                "13.15–13.45",
                "Bogbussen, der også er borgerservice",
                by=(By("Øjvind Bråten", "Chauffør og formidler", "Nørremarkens Bibliotek"),),
                abstract="Pas, kørekort og krimier på samme stop: sådan kom aftalen i stand.",
                room="Biografen",
            ),
        ),
    ),
    Item("13.45–14.10", "Kaffe og kage", Session.Kind.BREAK, room="Foyeren"),
    Item(
        "14.10–14.55",
        "Hvem ejer opgaven? En samtale med salen",
        by=(
            By("Lærke Højbjerg", "Journalist", role=Appearance.Role.MODERATOR),
            By("Poul-Erik Strømgård", "Borgmester", "Kystby Kommune"),
            By("Aïsha Møllegård", "Direktør for kultur og borgere", "Søengen Kommune"),
            By("Signe Ågård Lund", "Bibliotekschef", "Søengens Bibliotek"),
        ),
        abstract="Tre, der sidder med ansvaret, svarer på spørgsmål, som deltagerne sender ind i løbet af dagen.",
        room="Store Sal",
    ),
    Item("14.55–15.15", "Tak for i dag", Session.Kind.WELCOME, (WELCOMES,), room="Store Sal"),
    Item("15.15–16.00", "Rundvisning og et glas på vejen", Session.Kind.SOCIAL, room="Foyeren"),
)


def announcement(today: date) -> Announcement:
    day = wednesday(today + timedelta(weeks=8))
    return Announcement(
        fields={
            "uid": MAIN_EDITION,
            "title": f"Fælles om borgeren {day.year}",
            "slug": f"faelles-om-borgeren-{day.year}",
            "subtitle": "En dag om det, kommunen løser bedst sammen med sit bibliotek",
            "introduction": (
                "Mød kolleger fra hele landet, og få idéer til det næste samarbejde på tværs af kommunen. "
                "Formiddagen er for alle; efter frokost vælger du mellem tre rum."
            ),
            "description": (
                "Biblioteket kender borgerne, forvaltningen kender opgaverne, og politikerne kender retningen. "
                "**Fælles om borgeren** er dagen, hvor de tre lægger deres viden sammen.\n\n"
                "## Det får du med hjem\n\n"
                "- erfaringer fra kommuner, der er kommet i gang\n"
                "- en plan for jeres egen næste opgave\n"
                "- nye kolleger at ringe til\n\n"
                "Deltagergebyret dækker forplejning hele dagen."
            ),
            "audience": (
                "Ledere og medarbejdere fra biblioteker og forvaltninger, byrådsmedlemmer og alle, der arbejder sammen "
                "med dem."
            ),
            "practical_information": (
                "Dørene åbnes kl. 8.30, og der er kaffe i foyeren.\n\n"
                "Der er 40 parkeringspladser bag huset. Cykler stilles ved gavlen.\n\n"
                "Tag gerne et eksempel med på et samarbejde, som I er glade for."
            ),
            "starts_on": day,
            "starts_at": time(9),
            "ends_on": day,
            "ends_at": time(16),
            "contact_name": "Dorte Ørsted",
            "contact_email": "dorte@example.org",
            "capacity": 120,
            "fee_ore": 129_500,
            "registration_opens_on": today - timedelta(weeks=2),
            "registration_closes_on": day - timedelta(days=8),
            "binding_after": day - timedelta(weeks=3),
            "asks_municipality": True,
            "mail_paragraph": "Der er garderobe i foyeren, og dørene åbner kl. 8.30.",
        },
        place=Place(
            "Kulturhuset Åkanden",
            "Bibliotekstorvet 1",
            "9999",
            "Åby Havn",
            room_note="Store Sal, 1. sal",
            directions=(
                "Fra stationen er der otte minutters gang langs åen. Bus 12 standser ved hovedindgangen. Der er "
                "parkering bag huset."
            ),
            access_notes=(
                "Trinfri adgang fra torvet, elevator til alle etager, teleslynge i Store Sal og handicaptoilet."
            ),
        ),
        organisers=((ASSOCIATION, Organiser.Role.ORGANISER),),
        programme=PROGRAMME,
        target_groups=(LEADERS, STAFF, POLITICIANS),
        biographies={
            "Signe Ågård Lund": "Har ledet biblioteker i tyve år og skriver om frivillige og fag.",
            "Asbjørn Tæbring": "Underviser kommunale ledere og følger fem kommuners samarbejde på tværs.",
        },
    )
