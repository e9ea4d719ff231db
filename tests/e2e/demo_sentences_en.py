"""As in `demo_sentences`, in English; the organiser's own words stay Danish."""

from tests.e2e.demo_sentences import Language, Row

CLOSES = "Sign up no later than Tuesday 22 September 2026."
FREE = (
    "You can cancel free of charge up to and including Wednesday 9 September 2026. "
    "After that your sign-up is binding, but another person may come instead."
)
BOUND = (
    "The sign-up is binding, because the last day of free cancellation was Wednesday 9 September 2026. "
    "Another person may come instead."
)
WRITE = "Questions? Write to Dorte Ørsted, dorte@example.org."
TOO_LATE = f"The event began on Wednesday 30 September 2026, so nobody can sign up any longer. {WRITE}"
OVER = f"The event began on Wednesday 30 September 2026, so this can no longer be changed here. {WRITE}"
BEGUN = (
    "The event began on Wednesday 30 September 2026, so places can no longer be cancelled or handed over. Names and "
    f"addresses can still be put right until it ends. {WRITE}"
)
FIND = "Find my sign-up – to cancel, hand over or correct."
FEE, NOT_SENT = (
    "The fee is DKK 1,295 for each person.",
    "Nothing is sent yet: on the next page you see everything once more. Continue",
)
CANNOT_COME = "If you cannot come"
NEW_PERSON = "I am the new person – if you were given this link by the one who cannot come."
FREE_PAGE = f"Sign-up Open for sign-up {CLOSES} {FREE} Sign up {FIND}"
FREE_BUTTON = "Sign up 1 person – binding after 9 September 2026"
FREE_OWN = f"{CANNOT_COME} {FREE} Hand the place over Cancel the place {NEW_PERSON}"
BOUND_OWN = f"{CANNOT_COME} {BOUND} Hand the place over Give the place back {NEW_PERSON}"
INSTEAD = (
    "Another person may come instead of somebody who cannot: use the link in your mail, or have it mailed again. "
    "You can also write to {0} with the new person's name, title, workplace and e-mail."
)

ENGLISH = Language(
    prefix="/en",
    go_on="Continue",
    accept="I accept these terms",
    what_holds="What holds",
    fee=FEE,
    mail_links="Mail me the links",
    confirmed="""\
Dear {name}, you are signed up for “Fælles om borgeren 2026”.

When: Wednesday 30 September 2026, 9:00–16:00
Where: Kulturhuset Åkanden, Store Sal, 1. sal, Bibliotekstorvet 1, 9999 Åby Havn
Getting there: Fra stationen er der otte minutters gang langs åen. Bus 12 standser ved hovedindgangen. \
Der er parkering bag huset.
Access: Trinfri adgang fra torvet, elevator til alle etager, teleslynge i Store Sal og handicaptoilet.
Fee: DKK 1,295 for each person
In all DKK 1,295, of which VAT DKK 259.
Booking number: 000000
For your calendar: the attached file kalender.ics

{rule}

Der er garderobe i foyeren, og dørene åbner kl. 8.30.

On your own page you can tell us about food, allergies and other needs, put your details right, and see what to do if \
you cannot come. The link is yours alone:
plads/…

We do not know yet who is to have the invoice. Write it here as soon as you know it, and preferably before the event \
begins. It can be put right until the organiser fetches the facts for the invoice:
plads/…

Questions? Write to Dorte Ørsted, dorte@example.org.

Kind regards
Danmarks Biblioteksforening""",
    links="""\
Here are the links to your sign-up for “Fælles om borgeren 2026”, as you asked for.

When: Wednesday 30 September 2026, 9:00–16:00
Where: Kulturhuset Åkanden, Store Sal, 1. sal, Bibliotekstorvet 1, 9999 Åby Havn

{rule}

The place of {name}:
plads/…

Everybody in booking number 000000:
samlet/…

Was it not you who asked? Then you need do nothing: only this address has been sent the links.

Questions? Write to Dorte Ørsted, dorte@example.org.

Kind regards
Danmarks Biblioteksforening""",
    closed_2016=(
        "Sign-up Sign-up closed Sign-up for this event is closed. Questions about your sign-up: db@db.dk "
        f"Sign-ups are binding after Tuesday 10 May 2016. {INSTEAD.format('db@db.dk')}"
    ),
    form_2016="Sign-up closed after Sunday 17 April 2016. Questions? Write to db@db.dk.",
    no_longer=OVER,
    rows=(
        Row(
            moment="today",
            clock="Demo: the clock shows the real time, Saturday 1 August 2026.",
            page=FREE_PAGE,
            form=f"{FREE} {FEE} {NOT_SENT}",
            button=FREE_BUTTON,
            own=FREE_OWN,
            mail=FREE,
        ),
        Row(
            moment="day before the deadline",
            clock="Demo: the clock stands at Tuesday 8 September 2026, 12:00.",
            page=FREE_PAGE,
            form=f"{FREE} {FEE} {NOT_SENT}",
            button=FREE_BUTTON,
            own=FREE_OWN,
            mail=FREE,
        ),
        Row(
            moment="deadline's last second",
            clock="Demo: the clock stands at Wednesday 9 September 2026, 23:59:59.",
            page=FREE_PAGE,
            form=f"{FREE} {FEE} {NOT_SENT}",
            button=FREE_BUTTON,
            own=FREE_OWN,
            mail=FREE,
        ),
        Row(
            moment="day after",
            clock="Demo: the clock stands at Thursday 10 September 2026, 0:00.",
            page=f"Sign-up Open for sign-up {CLOSES} {BOUND} Sign up {FIND}",
            form=f"{BOUND} {FEE} {NOT_SENT}",
            button="Sign up 1 person – binding at once",
            own=BOUND_OWN,
            mail=BOUND,
        ),
        Row(
            moment="day before",
            clock="Demo: the clock stands at Tuesday 29 September 2026, 12:00.",
            page=(
                "Sign-up Sign-up closed Sign-up for this event is closed. "
                "Questions about your sign-up: Dorte Ørsted, dorte@example.org "
                "Sign-ups are binding after Wednesday 9 September 2026. "
                f"{INSTEAD.format('dorte@example.org')} Download the programme"
            ),
            form=f"Sign-up closed after Tuesday 22 September 2026. {WRITE}",
            button="",
            own=BOUND_OWN,
            mail=BOUND,
        ),
        Row(
            moment="on the day",
            clock="Demo: the clock stands at Wednesday 30 September 2026, 10:00.",
            page=f"Sign-up Going on now The event has begun. {WRITE}",
            form=TOO_LATE,
            button="",
            own=f"{CANNOT_COME} {BEGUN}",
            mail="",
        ),
        Row(
            moment="11 May 2016",
            clock="Demo: the clock stands at Wednesday 11 May 2016, 9:00.",
            page=(
                f"Sign-up Not open yet Sign-up opens on Saturday 18 July 2026. {WRITE} {CLOSES} {FREE} {FIND}"
            ),
            form=f"Sign-up opens on Saturday 18 July 2026. {WRITE}",
            button="",
            own=FREE_OWN,
            mail=FREE,
        ),
    ),
)
