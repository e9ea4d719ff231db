"""What the demo, loaded on 1 August 2026, says of its coming edition at each moment of its clock. The edition is on 30
September at 9.00; cancelling is free to the end of 9 September, and one signs up to the end of 22 September."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One moment. `button` is the one that signs up, "" where nobody can; `mail` is the rule in both mails, that of
    the sign-up and that with the links, "" where no mail can be had."""

    moment: str
    clock: str
    page: str
    form: str
    button: str
    own: str
    mail: str


@dataclass(frozen=True)
class Language:
    """The words of the way through the pages, the two mails with a `{rule}` each, and the table."""

    prefix: str
    go_on: str
    accept: str
    what_holds: str
    fee: str
    mail_links: str
    confirmed: str
    links: str
    closed_2016: str
    form_2016: str
    no_longer: str
    rows: tuple[Row, ...]


CLOSES = "Tilmeld dig senest tirsdag den 22. september 2026."
FREE = (
    "Du kan melde afbud uden udgift til og med onsdag den 9. september 2026. "
    "Derefter er tilmeldingen bindende, men en anden person kan deltage i stedet."
)
BOUND = (
    "Tilmeldingen er bindende, fordi sidste dag for frit afbud var onsdag den 9. september 2026. "
    "En anden person kan deltage i stedet."
)
WRITE = "Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org."
TOO_LATE = (
    f"Arrangementet begyndte onsdag den 30. september 2026, så man kan ikke længere tilmelde sig. {WRITE}"
)
OVER = f"Arrangementet begyndte onsdag den 30. september 2026, så det kan ikke længere ændres her. {WRITE}"
BEGUN = (
    "Arrangementet begyndte onsdag den 30. september 2026, så der kan ikke længere meldes afbud eller overdrages "
    f"pladser. Navne og adresser kan stadig rettes, indtil det slutter. {WRITE}"
)
FIND = "Find min tilmelding – for at melde afbud, overdrage eller rette."
FEE, NOT_SENT = (
    "Deltagergebyret er 1.295 kr. for hver person.",
    "Intet er sendt endnu: på næste side ser du det hele igennem. Fortsæt",
)
CANNOT_COME = "Hvis du ikke kan komme"
NEW_PERSON = "Jeg er den nye person – hvis du har fået dette link af den, der ikke kan komme."
FREE_PAGE = f"Tilmelding Åben for tilmelding {CLOSES} {FREE} Tilmeld {FIND}"
FREE_BUTTON = "Tilmeld 1 person – bindende efter 9. september 2026"
FREE_OWN = f"{CANNOT_COME} {FREE} Overdrag pladsen Meld afbud {NEW_PERSON}"
BOUND_OWN = f"{CANNOT_COME} {BOUND} Overdrag pladsen Giv pladsen tilbage {NEW_PERSON}"
INSTEAD = (
    "En anden person kan deltage i stedet for den, der er forhindret: brug linket i din mail, eller få det sendt igen. "
    "Du kan også skrive til {0} med den nye persons navn, stilling, arbejdsplads og e-mail."
)

DANISH = Language(
    prefix="",
    go_on="Fortsæt",
    accept="Jeg accepterer disse betingelser",
    what_holds="Det gælder",
    fee=FEE,
    mail_links="Send mig links",
    confirmed="""\
Kære {name}, du er tilmeldt »Fælles om borgeren 2026«.

Tid: onsdag den 30. september 2026 kl. 9.00-16.00
Sted: Kulturhuset Åkanden, Store Sal, 1. sal, Bibliotekstorvet 1, 9999 Åby Havn
Sådan finder du vej: Fra stationen er der otte minutters gang langs åen. Bus 12 standser ved hovedindgangen. \
Der er parkering bag huset.
Adgang: Trinfri adgang fra torvet, elevator til alle etager, teleslynge i Store Sal og handicaptoilet.
Deltagergebyr: 1.295 kr. pr. person
I alt 1.295 kr., heraf moms 259 kr.
Tilmeldingsnummer: 000000
Til din kalender: den vedhæftede fil kalender.ics

{rule}

Der er garderobe i foyeren, og dørene åbner kl. 8.30.

På din egen side kan du fortælle os om kost, allergi og særlige behov, rette dine oplysninger og se, hvad du gør, hvis \
du bliver forhindret. Linket er personligt:
plads/…

Vi ved endnu ikke, hvem der skal have fakturaen. Skriv det her, så snart du ved det, og gerne inden arrangementet \
begynder. Det kan rettes, indtil arrangøren henter oplysningerne til fakturaen:
plads/…

Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org.

Venlig hilsen
Danmarks Biblioteksforening""",
    links="""\
Her er de links, du bad om, til din tilmelding til »Fælles om borgeren 2026«.

Tid: onsdag den 30. september 2026 kl. 9.00-16.00
Sted: Kulturhuset Åkanden, Store Sal, 1. sal, Bibliotekstorvet 1, 9999 Åby Havn

{rule}

Pladsen for {name}:
plads/…

Alle under tilmeldingsnummer 000000:
samlet/…

Var det ikke dig, der bad om dem? Så skal du ikke gøre noget. Linkene er kun sendt til denne adresse.

Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org.

Venlig hilsen
Danmarks Biblioteksforening""",
    closed_2016=(
        "Tilmelding Tilmelding lukket Tilmeldingen til arrangementet er lukket. Spørgsmål om tilmelding: db@db.dk "
        f"Tilmeldinger er bindende efter tirsdag den 10. maj 2016. {INSTEAD.format('db@db.dk')}"
    ),
    form_2016="Tilmeldingen lukkede efter søndag den 17. april 2016. Spørgsmål? Skriv til db@db.dk.",
    no_longer=OVER,
    rows=(
        Row(
            moment="i dag",
            clock="Demo: uret viser den rigtige tid, lørdag den 1. august 2026.",
            page=FREE_PAGE,
            form=f"{FREE} {FEE} {NOT_SENT}",
            button=FREE_BUTTON,
            own=FREE_OWN,
            mail=FREE,
        ),
        Row(
            moment="dagen før fristen",
            clock="Demo: uret står på tirsdag den 8. september 2026 kl. 12.00.",
            page=FREE_PAGE,
            form=f"{FREE} {FEE} {NOT_SENT}",
            button=FREE_BUTTON,
            own=FREE_OWN,
            mail=FREE,
        ),
        Row(
            moment="fristens sidste sekund",
            clock="Demo: uret står på onsdag den 9. september 2026 kl. 23.59.59.",
            page=FREE_PAGE,
            form=f"{FREE} {FEE} {NOT_SENT}",
            button=FREE_BUTTON,
            own=FREE_OWN,
            mail=FREE,
        ),
        Row(
            moment="dagen efter",
            clock="Demo: uret står på torsdag den 10. september 2026 kl. 0.00.",
            page=f"Tilmelding Åben for tilmelding {CLOSES} {BOUND} Tilmeld {FIND}",
            form=f"{BOUND} {FEE} {NOT_SENT}",
            button="Tilmeld 1 person – bindende med det samme",
            own=BOUND_OWN,
            mail=BOUND,
        ),
        Row(
            moment="dagen før",
            clock="Demo: uret står på tirsdag den 29. september 2026 kl. 12.00.",
            page=(
                "Tilmelding Tilmelding lukket Tilmeldingen til arrangementet er lukket. "
                "Spørgsmål om tilmelding: Dorte Ørsted, dorte@example.org "
                "Tilmeldinger er bindende efter onsdag den 9. september 2026. "
                f"{INSTEAD.format('dorte@example.org')} Hent programmet"
            ),
            form=f"Tilmeldingen lukkede efter tirsdag den 22. september 2026. {WRITE}",
            button="",
            own=BOUND_OWN,
            mail=BOUND,
        ),
        Row(
            moment="på dagen",
            clock="Demo: uret står på onsdag den 30. september 2026 kl. 10.00.",
            page=f"Tilmelding I gang nu Arrangementet er begyndt. {WRITE}",
            form=TOO_LATE,
            button="",
            own=f"{CANNOT_COME} {BEGUN}",
            mail="",
        ),
        Row(
            moment="11. maj 2016",
            clock="Demo: uret står på onsdag den 11. maj 2016 kl. 9.00.",
            page=(
                f"Tilmelding Ikke åben endnu Tilmeldingen åbner lørdag den 18. juli 2026. {WRITE} "
                f"{CLOSES} {FREE} {FIND}"
            ),
            form=f"Tilmeldingen åbner lørdag den 18. juli 2026. {WRITE}",
            button="",
            own=FREE_OWN,
            mail=FREE,
        ),
    ),
)

CANCELLED = """\
Kære Åse Lind, vi har modtaget dit afbud til »Fælles om borgeren 2026«.

Tid: onsdag den 30. september 2026 kl. 9.00-16.00
Sted: Kulturhuset Åkanden, Store Sal, 1. sal, Bibliotekstorvet 1, 9999 Åby Havn
Fjern det fra din kalender med den vedhæftede fil kalender.ics

Der skal ikke betales for pladsen. Det personlige link viser nu kun, hvad der er sket.

Hvis du alligevel kan komme, kan du tilmelde dig igen, så længe der er ledige pladser:
/faelles-om-borgeren-2026/

Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org.

Venlig hilsen
Danmarks Biblioteksforening"""

GIVEN_BACK = """\
Kære Bo Østby, du har givet din plads på »Fælles om borgeren 2026« tilbage.

Tid: onsdag den 30. september 2026 kl. 9.00-16.00
Sted: Kulturhuset Åkanden, Store Sal, 1. sal, Bibliotekstorvet 1, 9999 Åby Havn
Fjern det fra din kalender med den vedhæftede fil kalender.ics

Tak, fordi du gav besked – så kan en anden få pladsen. Sidste dag for frit afbud var onsdag den 9. september 2026, \
og deltagergebyret på 1.295 kr. skal derfor stadig betales.

Det personlige link viser nu kun, hvad der er sket.

Vi ved endnu ikke, hvem der skal have fakturaen. Skriv det her, så snart du ved det, og gerne inden arrangementet \
begynder. Det kan rettes, indtil arrangøren henter oplysningerne til fakturaen:
plads/…

Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org.

Venlig hilsen
Danmarks Biblioteksforening"""

NO_LONGER_FREE = (
    "Pladsen er bindende, fordi sidste dag for afbud var onsdag den 9. september 2026. "
    f"En anden person kan deltage i stedet. {WRITE}"
)
