"""A programme with everything in it: a break, two speakers on one item, talks inside a group, rooms side by side."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from programme.models import Appearance, Event, Membership, Organisation, Organiser, Session, Speaker, User

SEPTEMBER = date(2015, 9, 16)
PEOPLE = {
    "Bodil Have": "Bibliotekschef, Aalborg Bibliotekerne",
    "Jacob Torfing": "Professor i politik og offentlig styring, RUC",
    "Christian Jervelund": "Partner, Copenhagen Economics",
    "Michel Steen-Hansen": "Direktør, Danmarks Biblioteksforening",
    "Vibeke Guldborg Breuerbach": "Playmaker og projektleder, Skanderborg Kommune",
    "Lisbet Jensen": "Konsulent, Skanderborg Kommune",
    "Steen B. Andersen": "Kulturudvalgsformand i Århus Kommune, Danmarks Biblioteksforening",
    "Bente Kristoffersen": "Bibliotekschef, Brønderslev Bibliotek",
    "Katrine Winther Adelssparre": "Leder, Bibliotek- og medborgercenter Hedemarken",
}
ITEMS: list[tuple[time, time, str, str, list[str]]] = [
    (time(9, 0), time(9, 15), "meal", "Morgenbrød og te/kaffe", []),
    (time(9, 15), time(9, 30), "welcome", "Velkomst og indledning", ["Bodil Have"]),
    (
        time(9, 30),
        time(11, 0),
        "talk",
        "Fra New Public Management til New Public Governance",
        ["Jacob Torfing"],
    ),
    (time(11, 0), time(11, 10), "break", "Strække ben pause", []),
    (
        time(11, 10),
        time(11, 45),
        "talk",
        "Folkebibliotekernes samfundsøkonomiske værdi",
        ["Christian Jervelund"],
    ),
    (
        time(11, 45),
        time(12, 30),
        "talk",
        "Kend fremtiden og placer biblioteket strategisk",
        ["Michel Steen-Hansen"],
    ),
    (time(12, 30), time(13, 15), "meal", "Frokost", []),
    (time(13, 15), time(14, 0), "talk", "Kommunen 3.0", ["Vibeke Guldborg Breuerbach", "Lisbet Jensen"]),
    (time(14, 0), time(14, 15), "break", "Kaffe", []),
    (time(14, 15), time(14, 35), "talk", "Den politiske vinkel", ["Steen B. Andersen"]),
    (time(14, 35), time(15, 40), "group", "2 biblioteker om samarbejde i praksis", []),
    (time(15, 40), time(16, 0), "welcome", "Opsamling – dialog – afslutning", ["Bodil Have"]),
]
TALKS = [
    ("Biblioteket på udebane", "Bente Kristoffersen"),
    ("Fra filial til platform for samskabende byudvikling", "Katrine Winther Adelssparre"),
]


@pytest.fixture
def add_session(association: Organisation) -> Callable[..., Session]:
    """A session of an event; `by` holds (name, title) or (name, title, role)."""

    def add(event: Event, title: str, starts_at: time | None = None, **fields: Any) -> Session:
        by = fields.pop("by", [])
        session = Session.objects.create(
            **{"event": event, "title": title, "day": event.starts_on, "starts_at": starts_at} | fields
        )
        for order, (name, described, *role) in enumerate(by):
            speaker = Speaker.objects.get_or_create(owner=association, name=name)[0]
            Appearance.objects.create(
                session=session,
                speaker=speaker,
                title=described,
                order=order,
                role=role[0] if role else Appearance.Role.SPEAKER,
            )
        return session

    return add


@pytest.fixture
def programme(event: Event, add_session: Callable[..., Session]) -> Event:
    """The event with a programme of one day."""
    add_session(event, "Kaffe og rundstykker", time(9), ends_at=time(9, 15), kind="break")
    add_session(
        event,
        "Velkommen på Ærø",
        time(9, 15),
        ends_at=time(9, 30),
        kind="welcome",
        by=[("Åse Thygesen", "borgmester, Øby", "moderator")],
    )
    add_session(
        event,
        "Fælles sprog",
        time(9, 30),
        ends_at=time(11),
        by=[("Søren Ågård", "professor"), ("Lærke Ø", "")],
        abstract="Om **sprog**.",
    )
    group = add_session(event, "To biblioteker", time(11), ends_at=time(12), kind="group")
    add_session(event, "Fra filial til platform", parent=group, order=2, by=[("Bente Bæk", "leder")])
    add_session(event, "På udebane", parent=group, order=1, by=[("Jens Ål", "bibliotekschef")])
    return event


@pytest.fixture
def other_day() -> date:
    return date(2026, 9, 17)


@pytest.fixture
def september(
    make_event: Callable[..., Event], add_session: Callable[..., Session], library: Organisation
) -> Event:
    """Twelve timed items and two talks inside a group, as announced for 16 September 2015."""
    event = make_event(
        title="Styrk det strategiske samarbejde i kommunen",
        slug="samarbejde-i-kommunen",
        subtitle="Tværkommunal samskabelse og samarbejdsdreven innovation",
        introduction="En dag om, hvad biblioteket kan **sammen** med andre.",
        description="Vi ser på forskning og praksis.\n\n## Udbytte\n\n- overblik\n- argumenter",
        audience="Ledere og medarbejdere i biblioteker og forvaltninger samt politikere",
        starts_on=SEPTEMBER,
        ends_on=SEPTEMBER,
        registration_opens_on=None,
        registration_closes_on=date(2015, 9, 9),
        binding_after=date(2015, 9, 2),
    )
    Organiser.objects.create(event=event, organisation=library, role=Organiser.Role.SUPPORTER, order=1)
    for begins, ends, kind, title, names in ITEMS:
        session = add_session(
            event,
            title,
            begins,
            ends_at=ends,
            kind=kind,
            by=[(name, PEOPLE[name]) for name in names],
            abstract=f"Om {title.lower()}: hvad det betyder for bibliotekets arbejde." if names else "",
        )
        if kind == "group":
            for order, (talk, name) in enumerate(TALKS):
                add_session(event, talk, parent=session, order=order, by=[(name, PEOPLE[name])])
    return event


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine gets more time to make a PDF than a visitor is asked to wait."""
    monkeypatch.setattr("programme.publishing.VISITOR_SECONDS", 120.0)


@pytest.fixture
def dorte_client(dorte: User) -> Client:
    client = Client()
    client.force_login(dorte)
    return client


@pytest.fixture
def outsider(library: Organisation) -> Client:
    """Erik organises for Ærø Bibliotek, and has nothing to do with Foreningen for Læsning."""
    erik = User.objects.create_user("erik@example.org", "et-langt-kodeord", name="Erik Ærø")
    Membership.objects.create(user=erik, organisation=library)
    client = Client()
    client.force_login(erik)
    return client


@pytest.fixture
def session(event: Event) -> Session:
    return Session.objects.create(
        event=event,
        day=event.starts_on,
        starts_at=time(10),
        ends_at=time(11),
        title="Ørens lyst",
        room="Salen",
    )


@pytest.fixture
def speaker(association: Organisation) -> Speaker:
    return Speaker.objects.create(owner=association, name="Åse Ægir")


@pytest.fixture
def appearance(session: Session, speaker: Speaker) -> Appearance:
    return Appearance.objects.create(session=session, speaker=speaker, title="Forfatter")
