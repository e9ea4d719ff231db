"""The conference announced for 17 June 2015 in Aalborg and held there on 16 September 2015."""

from datetime import UTC, date, datetime, time

from programme.models import Event, Organiser, Session
from registration.demo.institutions import AALBORG, ASSOCIATION
from registration.demo.shapes import Announcement, By, Item, Moved, Place

BODIL_HAVE = By("Bodil Have", "Bibliotekschef", "Aalborg Bibliotekerne")

PROGRAMME = (
    Item("9.00–9.15", "Morgenbrød og te/kaffe", Session.Kind.BREAK),
    Item("9.15–9.30", "Velkomst og indledning", Session.Kind.WELCOME, (BODIL_HAVE,)),
    Item(
        "9.30–11.00",
        "Fra New Public Management til New Public Governance",
        by=(
            By(
                "Jacob Torfing",
                "Professor i politik og offentlig styring, leder af Center for Demokratisk Netværksstyring",
                "RUC",
            ),
        ),
        abstract=(
            "I mange år har mål, kontrakter og konkurrence præget den måde, det offentlige bliver styret på. Nu vinder "
            "en anden tanke frem: at løsningerne bliver bedst, når myndigheder, borgere og foreninger udvikler dem i "
            "fællesskab. Hvad betyder det for bibliotekets opgave, og hvordan kan biblioteket være stedet, hvor de "
            "nye løsninger bliver til?"
        ),
    ),
    Item("11.00–11.10", "Strække ben pause", Session.Kind.BREAK),
    Item(
        "11.10–11.45",
        "Folkebibliotekernes samfundsøkonomiske værdi",
        by=(By("Christian Jervelund", "partner", "Copenhagen Economics"),),
        abstract=(
            "Hvad er et folkebibliotek værd i kroner og øre? Copenhagen Economics har regnet på det, blandt andet på, "
            "hvad samfundet får igen, når børn bliver bedre læsere. Oplægget gennemgår beregningerne og viser, "
            "hvordan de kan hjælpe biblioteket med at vælge både indsatser og samarbejdspartnere."
        ),
    ),
    Item(
        "11.45–12.30",
        "Kend fremtiden, forstå værdien og placer biblioteket strategisk",
        by=(By("Michel Steen-Hansen", "Direktør", "Danmarks Biblioteksforening"),),
        abstract=(
            "Hvad får borgerne brug for om nogle år, og hvad sker der i netop jeres kommune? Oplægget handler om at "
            "læse tegnene i tide, tale med dem, der træffer beslutningerne, og vise dem, hvor biblioteket gør "
            "størst nytte."
        ),
    ),
    Item("12.30–13.15", "Frokost", Session.Kind.MEAL),
    Item(
        "13.15–14.00",
        "Kommunen 3.0.",
        by=(
            By("Vibeke Guldborg Breuerbach", "Playmaker og projektleder", "Skanderborg Kommune"),
            By("Lisbet Jensen", "konsulent", "Skanderborg Kommune"),
        ),
        abstract=(
            "Skanderborg Kommune er ved at ændre forholdet til sine borgere. Medarbejderne beholder deres fag, men "
            "skal også kunne bakke op om det, borgerne selv sætter i gang. De to oplægsholdere fortæller, hvordan "
            "arbejdet bliver grebet an, og hvad det gør ved synet på velfærd."
        ),
    ),
    Item("14.00–14.15", "Kaffe", Session.Kind.BREAK),
    Item(
        "14.15–14.35",
        "Den politiske vinkel",
        by=(
            By(
                "Steen B. Andersen",
                "Kulturudvalgsformand i Århus Kommune og formand for Danmarks Biblioteksforening",
            ),
        ),
        abstract=(
            "Der er kamp om politikernes tid, og et område, der ikke selv kan sige, hvorfor det er vigtigt, bliver let "
            "overset. Med foreningens Strategi2020 i hånden giver en erfaren politiker sit bud på, hvordan "
            "biblioteket kommer med i byrådets prioriteringer."
        ),
    ),
    Item(
        "14.35–15.40",
        "2 biblioteker om tværgående kommunalt samarbejde i praksis",
        Session.Kind.GROUP,
        talks=(
            Item(
                "",
                "Biblioteket på udebane – eksempler på tværgående samarbejde fra den virkelige verden "
                "i Brønderslev Kommune med Brønderslev Bibliotek som medspiller",
                by=(
                    By(
                        "Bente Kristoffersen",
                        "Bibliotekschef og MPG (master of public governance)",
                        "Brønderslev Bibliotek",
                    ),
                ),
                abstract=(
                    "Hvad sker der, når biblioteket selv går ud i kommunen og tilbyder sin hjælp? Erfaringer med at "
                    "skabe kontakter og løse opgaver sammen med andre, både for lederen og for medarbejderne."
                ),
            ),
            Item(
                "",
                "Fra filial til platform for samskabende byudvikling",
                by=(
                    By(
                        "Katrine Winther Adelssparre",
                        "leder",
                        "bibliotek- og medborgercenter Hedemarken",
                    ),
                ),
                abstract=(
                    "I Albertslund har den lokale filial i Hedemarken fået ansvar for at udvikle kvarteret sammen med "
                    "beboere, foreninger, boligselskaber og butikker. Hør om vejen dertil, og om hvordan biblioteket "
                    "fik plads i kommunens planer."
                ),
            ),
        ),
    ),
    Item("15.40–16.00", "Opsamling – dialog – afslutning", Session.Kind.WELCOME, (BODIL_HAVE,)),
)

ANNOUNCEMENT = Announcement(
    fields={
        "title": "Styrk det strategiske samarbejde i kommunen",
        "slug": "styrk-samarbejdet-2015",
        "introduction": (
            "Kommunens opgaver følger sjældent grænserne mellem forvaltningerne. Hvad kan biblioteket bidrage med, når "
            "politikere, forvaltninger og borgere skal finde løsningerne sammen?"
        ),
        "description": (
            "Borgerne får nye behov, kommunerne sætter nye mål, og stadig flere opgaver må løses af flere i "
            "forening. Det mærker bibliotekerne også: De skal kunne vise, hvad de har at byde på uden for egne "
            "mure.\n\n"
            "Dagen veksler mellem forskning, politik og erfaringer fra hverdagen. Undervejs spørger vi:\n\n"
            "- Hvad kan kommunen nå, når bibliotek og forvaltning lægger planer sammen?\n"
            "- Hvordan får politikerne øje på bibliotekets muligheder?\n"
            "- Hvad skal ledere og medarbejdere gøre anderledes?"
        ),
        "audience": "Politikere samt ledere og medarbejdere fra kommunernes forvaltninger og biblioteker.",
        "starts_on": date(2015, 9, 16),
        "starts_at": time(9),
        "ends_on": date(2015, 9, 16),
        "ends_at": time(16),
        "contact_name": "Anne Mette Pedersen",
        "contact_email": "konference-2015@example.org",
        "sign_up": Event.SignUp.ELSEWHERE,
        "sign_up_url": "https://centralbibliotek.dk/",
    },
    place=Place("Nordkraft", "Kjellerupstorv 1", "9000", "Aalborg", room_note="6. etage"),
    organisers=((AALBORG, Organiser.Role.ORGANISER), (ASSOCIATION, Organiser.Role.ORGANISER)),
    programme=PROGRAMME,
    # When it was moved was not announced; it was before the first day.
    moved_from=Moved(
        date(2015, 6, 17), "styrk-samarbejdet-17-juni-2015", datetime(2015, 6, 1, 10, tzinfo=UTC)
    ),
    biographies={
        "Jacob Torfing": "Forsker i samarbejdsdreven innovation og i, hvordan det offentlige bliver styret.",
    },
)
