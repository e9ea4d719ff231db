"""What is coming and what has been: by month, a page at a time, as a visitor narrows it."""

import gzip
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client

from programme import narrowing
from programme.lists import PER_PAGE
from programme.models import Event, Organisation, Organiser, Rescheduling, TargetGroup, User, Venue
from programme.publishing import programme_changed
from tests.pages import read, text_of

AUGUST = datetime(2026, 8, 1, 10, tzinfo=UTC)
NO_DEADLINES: dict[str, Any] = {
    "registration_opens_on": None,
    "registration_closes_on": None,
    "binding_after": None,
}
Announce = Callable[..., Event]


@pytest.fixture(autouse=True)
def _in_august() -> Any:
    with time_machine.travel(AUGUST, tick=False):
        yield


@pytest.fixture
def announce(make_event: Callable[..., Event]) -> Announce:
    """An event without deadlines on a day, as the organisers' pages write it."""

    def do(
        title: str, day: date, *, last: date | None = None, groups: tuple[str, ...] = (), **fields: Any
    ) -> Event:
        slug = f"e{Event.objects.count()}"
        event = make_event(
            title=title, slug=slug, starts_on=day, ends_on=last or day, **(NO_DEADLINES | fields)
        )
        event.target_groups.set([TargetGroup.objects.get_or_create(name=name)[0] for name in groups])
        programme_changed(event, now=AUGUST)
        return event

    return do


def titles(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.findall(r'<h3><a href="[^"]+">([^<]+)<', answer.content.decode())


def headings(client: Client, path: str) -> list[str]:
    return [
        text_of(one) for one in re.findall(r'<h2 id="m[^>]*>(.*?)</h2>', client.get(path).content.decode())
    ]


# ------------------------------------------------------------------ in order


@pytest.mark.long
def test_the_front_page_shows_what_is_coming_the_nearest_first(client: Client, announce: Announce) -> None:
    announce("Sidst", date(2026, 10, 1), last=date(2026, 10, 2))
    announce("I går", date(2026, 7, 31))
    announce("I dag", date(2026, 8, 1))
    announce("Aflyst dag", date(2026, 9, 16), status="cancelled")
    assert titles(client, "/") == ["I dag", "Aflyst dag", "Sidst"]
    assert headings(client, "/") == ["August 2026", "September 2026", "Oktober 2026"]
    said = read(client, "/")
    assert "3 kommende arrangementer" in said
    assert (
        "Aflyst dag Onsdag den 16. september 2026 kl. 9.00-16.00 Kulturhuset Åen, Øby Foreningen for Læsning Aflyst"
    ) in said


def test_what_began_before_this_month_stands_first_as_going_on_already(
    client: Client, announce: Announce
) -> None:
    announce("Udstilling om Ærø", date(2026, 5, 2), last=date(2026, 8, 30))
    announce("Begynder i dag", date(2026, 8, 1))
    assert headings(client, "/") == ["Allerede i gang", "August 2026"]
    assert titles(client, "/") == ["Udstilling om Ærø", "Begynder i dag"]


def test_the_day_turns_at_midnight_in_denmark(client: Client, event: Event) -> None:
    with time_machine.travel(datetime(2026, 9, 16, 21, 59, 59, tzinfo=UTC), tick=False):
        assert (titles(client, "/"), titles(client, "/tidligere/")) == (["Læring på tværs"], [])
    with time_machine.travel(datetime(2026, 9, 16, 22, tzinfo=UTC), tick=False):
        assert (titles(client, "/"), titles(client, "/tidligere/")) == ([], ["Læring på tværs"])


def test_a_moved_event_says_so_in_the_list(client: Client, event: Event) -> None:
    Rescheduling.objects.create(
        event=event,
        old_starts_on=date(2026, 6, 17),
        old_ends_on=date(2026, 6, 17),
        old_slug="laering-i-juni",
        at=AUGUST,
    )
    assert "Foreningen for Læsning Flyttet til en anden dag Få pladser" in read(client, "/")


def test_empty_lists_say_so(client: Client, db: None) -> None:
    assert "Der er ingen arrangementer lige nu" in read(client, "/")
    assert "Søg" not in read(client, "/")
    assert "No event is over yet" in read(client, "/en/tidligere/")


# ------------------------------------------------------------------ by year


@pytest.mark.long
def test_past_events_stand_by_year(client: Client, announce: Announce) -> None:
    for year in (2015, 2016):
        announce(f"Året {year}", date(year, 5, 23))
    assert titles(client, "/tidligere/") == ["Året 2016"]
    assert titles(client, "/tidligere/?aar=2015") == ["Året 2015"]
    for nonsense in ("2014", "x", "²", "20155"):
        assert client.get("/tidligere/", {"aar": nonsense}).status_code == 404


@pytest.mark.long
def test_a_search_among_past_events_looks_in_all_years_and_offers_each(
    client: Client, announce: Announce
) -> None:
    for year in (2014, 2015, 2016):
        announce(f"{'Lærernes' if year == 2014 else 'Årets'} dag {year}", date(year, 5, 23))
    assert titles(client, "/tidligere/?q=aarets") == ["Årets dag 2016", "Årets dag 2015"]
    assert titles(client, "/tidligere/?q=aarets&aar=2015") == ["Årets dag 2015"]
    html = client.get("/tidligere/?q=aarets&aar=2015").content.decode()
    nav = html.partition('class="years"')[2].partition("</ul>")[0]
    years = re.findall(r'<li><a href="([^"]+)"( aria-current="page")?>([^<]+)<', nav)
    assert years == [
        ("/tidligere/?q=aarets", "", "Alle år"),
        ("/tidligere/?q=aarets&amp;aar=2016", "", "2016"),
        ("/tidligere/?q=aarets&amp;aar=2015", ' aria-current="page"', "2015"),
    ]


def test_a_year_in_which_nothing_matches_is_an_empty_list_and_no_error(
    client: Client, announce: Announce
) -> None:
    announce("Årets dag", date(2016, 5, 23))
    assert "Vi fandt ikke noget, der passer" in read(client, "/tidligere/?q=åre&aar=2015")
    assert client.get("/tidligere/?q=åre&aar=201").status_code == 404


# ------------------------------------------------------------------ narrowed


@pytest.fixture
def several(announce: Announce, library: Organisation, association: Organisation) -> None:
    house = Venue.objects.create(owner=association, name="Nordkraft", city="Aalborg")
    other = Venue.objects.create(owner=association, name="Hovedbiblioteket", city="Aalborg")
    nowhere = Venue.objects.create(owner=association, name="Bogbussen")
    first = announce("Læsegruppe", date(2026, 8, 5), groups=("Ældre",))
    announce("Kodeklub", date(2026, 8, 6), venue=house, groups=("Børn", "Ældre"))
    announce("Højtlæsning", date(2026, 8, 7), venue=other, owner=library, groups=("Børn",))
    announce("Bogbus på tur", date(2026, 8, 8), venue=nowhere)
    announce("Uden sted", date(2026, 8, 9), venue=None)
    announce("Gammel læsegruppe", date(2026, 7, 9), groups=("Lærere",))
    Organiser.objects.create(event=first, organisation=library, role="supporter", order=1)
    programme_changed(first, now=AUGUST)


def key(model: Any, name: str) -> int:
    return int(model.objects.get(name=name).pk)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "laese"}, ["Læsegruppe"]),
        ({"q": "LÆSNING oplæs", "sted": "Aalborg"}, []),
        ({"q": "hojt", "sted": "Aalborg"}, ["Højtlæsning"]),
        ({"sted": "Aalborg"}, ["Kodeklub", "Højtlæsning"]),
        ({"sted": "Nordkraft, Aalborg"}, ["Kodeklub"]),
        ({"sted": "Bogbussen"}, ["Bogbus på tur"]),
        ({"sted": "Nordkraft"}, []),
        ({"sted": "Skagen"}, []),
        ({"arrangoer": "Ærø Bibliotek"}, ["Læsegruppe", "Højtlæsning"]),
        ({"arrangoer": "Ærø Bibliotek", "maalgruppe": "Børn"}, ["Højtlæsning"]),
        ({"maalgruppe": "Ældre"}, ["Læsegruppe", "Kodeklub"]),
        ({"maalgruppe": "Lærere"}, []),
    ],
)
def test_what_is_chosen_holds_together(
    client: Client, several: None, asked: dict[str, str], found: list[str]
) -> None:
    for name, model in (("arrangoer", Organisation), ("maalgruppe", TargetGroup)):
        if name in asked:
            asked = asked | {name: str(key(model, asked[name]))}
    answer = client.get("/", asked)
    html = answer.content.decode()
    assert re.findall(r'<h3><a href="[^"]+">([^<]+)<', html) == found
    number = "1 kommende arrangement" if len(found) == 1 else f"{len(found)} kommende arrangementer"
    said = (
        f"{number} passer til dit valg Ryd filtre" if found else "Ryd filtre Vi fandt ikke noget, der passer"
    )
    assert said in text_of(html)
    assert ("Vi fandt ikke noget, der passer" in html) is (not found)
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.long
@pytest.mark.parametrize(
    "nonsense",
    [{"q": " "}, {"arrangoer": "x"}, {"maalgruppe": "²"}, {"sted": "\0"}, {"arrangoer": "0"}, {"side": "x"}],
)
def test_what_cannot_be_read_asks_for_nothing(
    client: Client, several: None, nonsense: dict[str, str]
) -> None:
    said = text_of(client.get("/", nonsense).content.decode())
    assert ("5 kommende arrangementer" in said, "Ryd filtre" in said) == (True, False)


def options(html: str, name: str) -> list[str]:
    """What a menu offers, with the names of its groups and a star at what is chosen."""
    menu = re.search(rf'<select[^>]* name="{name}">(.*?)</select>', html)
    if menu is None:
        return []
    found = re.findall(r'<optgroup label="([^"]+)|<option value="[^"]*"( selected)?>([^<]+)', menu[1])
    return [f"[{group}]" if group else f"{label}{'*' if chosen else ''}" for group, chosen, label in found]


@pytest.mark.long
def test_only_what_coming_events_have_is_offered_in_danish_order(client: Client, several: None) -> None:
    html = client.get("/", {"sted": "Nordkraft, Aalborg"}).content.decode()
    assert options(html, "arrangoer") == ["Alle", "Foreningen for Læsning", "Ærø Bibliotek"]
    assert options(html, "sted") == [
        "Alle steder", "Bogbussen", "Øby", "[Aalborg]", "Hele Aalborg", "Hovedbiblioteket", "Nordkraft*",
    ]  # fmt: skip
    assert options(html, "maalgruppe") == ["Alle", "Børn", "Ældre"]


@pytest.mark.long
def test_what_was_chosen_stays_chosen_although_nothing_has_it_any_more(client: Client, several: None) -> None:
    group = key(TargetGroup, "Lærere")
    html = client.get("/", {"sted": "Skagen", "maalgruppe": group, "q": 'åse & "bo"'}).content.decode()
    assert options(html, "sted")[-1] == "Skagen*"
    assert options(html, "maalgruppe") == ["Alle", "Børn", "Lærere*", "Ældre"]
    assert 'value="åse &amp; &quot;bo&quot;"' in html
    elsewhere = re.search(r'<a href="(/tidligere/[^"]+)"', html)
    assert elsewhere is not None
    assert parse_qs(urlsplit(elsewhere[1].replace("&amp;", "&")).query) == {
        "q": ["åse & \"bo\""], "sted": ["Skagen"], "maalgruppe": [str(group)],
    }  # fmt: skip


def test_a_menu_with_a_single_choice_is_left_out(client: Client, announce: Announce) -> None:
    announce("Læsegruppe", date(2026, 8, 5), groups=("Ældre",))
    html = client.get("/").content.decode()
    assert [options(html, name) for name in ("arrangoer", "sted", "maalgruppe")] == [[], [], []]
    assert 'name="q"' in html


# ------------------------------------------------------------------ hundreds


@pytest.fixture
def hundreds(association: Organisation, library: Organisation, venue: Venue) -> Callable[[int], None]:
    def make(number: int) -> None:
        day = date(2026, 8, 2)
        events = [
            Event(
                owner=(association, library)[place % 2],
                title=f"Arrangement nr. {place} på biblioteket",
                subtitle="Kom, som du er, og tag en ven med, hvis du har lyst",
                slug=f"nr-{place}",
                starts_on=day + timedelta(days=place),
                starts_at=time(10),
                ends_on=day + timedelta(days=place),
                venue=venue,
                contact_email="dorte@example.org",
                status="published",
                capacity=20,
                search_text=f"nr {place}",
            )
            for place in range(number)
        ]
        Event.objects.bulk_create(events)
        Organiser.objects.bulk_create(
            Organiser(event=one, organisation=one.owner) for one in Event.objects.all()
        )

    return make


@pytest.mark.long
@pytest.mark.parametrize("number", [10, 300])
def test_the_lists_ask_eight_times_however_many_events_there_are(
    client: Client, hundreds: Callable[[int], None], number: int, django_assert_num_queries: Any, dorte: User
) -> None:
    hundreds(number)
    client.force_login(dorte)
    with django_assert_num_queries(7):
        client.get("/")
    with django_assert_num_queries(7):
        client.get("/?q=nr&sted=Øby")
    with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC), tick=False), django_assert_num_queries(8):
        client.get("/tidligere/")
    with django_assert_num_queries(1):
        client.get("/kalender.ics")


@pytest.mark.long
def test_hundreds_of_events_come_a_page_at_a_time_with_links_to_every_month(
    client: Client, hundreds: Callable[[int], None]
) -> None:
    hundreds(300)
    answer = client.get("/")
    html = answer.content.decode()
    assert len(titles(client, "/")) == PER_PAGE
    assert len(gzip.compress(answer.content)) < 15_000
    assert "300 kommende arrangementer" in html
    assert re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span class="quiet">(\d+)', html)[:4] == [
        ("/#m2026-08", "August 2026", "30"),
        ("/#m2026-09", "September 2026", "30"),
        ("/?side=2#m2026-10", "Oktober 2026", "31"),
        ("/?side=3#m2026-11", "November 2026", "30"),
    ]
    assert "Side 1 af 8" in html
    assert 'href="/?side=2" rel="next"' in html
    assert headings(client, "/?side=2") == ["September 2026 (fortsat)", "Oktober 2026"]
    assert titles(client, "/?side=2")[0] == f"Arrangement nr. {PER_PAGE} på biblioteket"


@pytest.mark.long
@pytest.mark.parametrize(("number", "pages"), [(PER_PAGE, 0), (PER_PAGE + 1, 2)])
def test_a_list_that_fits_one_page_has_no_others(
    client: Client, hundreds: Callable[[int], None], number: int, pages: int
) -> None:
    hundreds(number)
    said = read(client, "/")
    assert (f"Side 1 af {pages}" in said) is bool(pages)
    assert len(titles(client, "/?side=2")) == (1 if pages else number)
    assert titles(client, "/?side=99") == titles(client, "/?side=2")


@pytest.mark.parametrize(("number", "linked"), [(12, False), (13, True)])
def test_a_short_list_has_no_links_to_its_months(
    client: Client, hundreds: Callable[[int], None], number: int, linked: bool
) -> None:
    hundreds(number)
    Event.objects.filter(slug="nr-0").update(ends_on=date(2026, 12, 1), starts_on=date(2026, 12, 1))
    assert ("#m2026-12" in client.get("/").content.decode()) is linked


@pytest.mark.long
def test_the_links_to_months_and_pages_keep_what_was_chosen(
    client: Client, hundreds: Callable[[int], None]
) -> None:
    hundreds(300)
    html = client.get("/?q=nr&sted=Øby&side=2").content.decode()
    assert 'href="/?q=nr&amp;sted=%C3%98by&amp;side=3" rel="next"' in html
    assert 'href="/?q=nr&amp;sted=%C3%98by" rel="prev"' in html
    assert "/?q=nr&amp;sted=%C3%98by&amp;side=3#m2026-11" in html


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("007", 7), ("9" * 9, 999_999_999), ("1" + "0" * 9, None), ("9" * 5000, None)]
    + [(text, None) for text in ("", "0", "-1", "1.0", "²", "٣", "ti")],
)
def test_a_whole_number_has_one_to_nine_digits_and_is_more_than_nothing(
    text: str, number: int | None
) -> None:
    assert narrowing.whole_number(text) == number
