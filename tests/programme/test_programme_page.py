"""*Programmet*: the page on which an organiser writes a whole programme."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from programme.models import Appearance, ChoiceGroup, Event, Membership, Organisation, Session, Speaker, User
from registration.demo import september_2015
from tests.forms import shown

MOST_BYTES = 57_000


@pytest.fixture
def client(dorte: User) -> Client:
    client = Client()
    client.force_login(dorte)
    return client


@pytest.fixture
def bo(association: Organisation) -> Client:
    """Bo works with the same events."""
    user = User.objects.create_user("bo@example.org", "et-langt-kodeord", name="Bo Åberg")
    Membership.objects.create(user=user, organisation=association)
    client = Client()
    client.force_login(user)
    return client


def address(event: Event) -> str:
    return reverse("admin:programme_event_programme", args=[event.pk])


def rows(*typed: dict[str, str]) -> dict[str, str]:
    """A form with these rows."""
    data = {"rows": str(len(typed))}
    for index, row in enumerate(typed):
        data |= {f"r{index}-{name}": value for name, value in row.items()}
    return data


def press(client: Client, event: Event, act: str, data: dict[str, str]) -> HttpResponse:
    return client.post(address(event), data | {"do": act})


def save(client: Client, event: Event, data: dict[str, str], act: str = "save") -> HttpResponse:
    """Saves, and once more where the reading of the speakers is to be looked at first."""
    answer = press(client, event, act, data)
    if answer.status_code == 200 and answer.context["answer"].again:
        answer = press(client, event, act, shown(answer))
    return answer


def stored() -> list[tuple[str, str, str]]:
    rows = Session.objects.in_order().values_list("starts_at", "title", "kind")
    return [(f"{at:%-H.%M}" if at else "", title, kind) for at, title, kind in rows]


def focused(page: HttpResponse) -> str:
    """The name or the value of the one thing that has the focus."""
    tags = re.findall(r"<[^>]* autofocus[^>]*>", page.content.decode())
    assert len(tags) == 1, tags
    found = re.search(r' (?:name="(?!do)|value=")([^"]*)"', tags[0])
    return found[1] if found else tags[0].split()[0].lstrip("<")


def said(page: HttpResponse) -> list[str]:
    return [sentence for _id, sentence in page.context["problems"]]


FIFTEEN = [
    {
        "time": f"{9 + number // 3}.{number % 3 * 20:02}",
        "title": f"Oplæg {number} på Ærø",
        "by": f"Åse Dam {number}, leder, Øby",
    }
    for number in range(15)
]


# ------------------------------------------------------------------ rights


def test_the_programme_of_others_is_not_there(library: Organisation, event: Event) -> None:
    erik = User.objects.create_user("erik@example.org", "et-langt-kodeord")
    Membership.objects.create(user=erik, organisation=library)
    client = Client()
    client.force_login(erik)
    for answer in (client.get(address(event)), press(client, event, "save", rows({"title": "Kuppet"}))):
        assert answer.status_code == 404
        assert "Læring" not in answer.content.decode()
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "status"), [("administrator", 200), ("organiser", 200), ("desk", 403), ("reader", 403)]
)
def test_who_may_change_the_event_writes_its_programme(
    client: Client, dorte: User, event: Event, role: str, status: int
) -> None:
    Membership.objects.filter(user=dorte).update(role=role)
    assert client.get(address(event)).status_code == status
    answer = press(client, event, "save", rows({"title": "Velkomst"}))
    assert (answer.status_code, Session.objects.count()) == ((302, 1) if status == 200 else (403, 0))


def test_nobody_writes_without_logging_in(event: Event) -> None:
    answer = press(Client(), event, "save", rows({"title": "Velkomst"}))
    assert (answer.status_code, "Du er blevet logget ud" in answer.content.decode()) == (403, True)
    assert Session.objects.count() == 0


def test_known_speakers_of_others_are_not_offered(
    client: Client, event: Event, library: Organisation
) -> None:
    Speaker.objects.create(owner=library, name="Hemmelig Person")
    Speaker.objects.create(owner=event.owner, name="Åse Ægir")
    page = client.get(address(event)).content.decode()
    assert '<option value="Åse Ægir">' in page
    assert "Hemmelig" not in page


# ------------------------------------------------------------------ typing and saving


@pytest.mark.long
def test_fifteen_items_with_speakers_in_one_save(client: Client, event: Event) -> None:
    assert save(client, event, rows(*FIFTEEN)).status_code == 302
    assert [row[:2] for row in stored()] == [(row["time"], row["title"]) for row in FIFTEEN]
    assert Appearance.objects.filter(title="leder", affiliation="Øby").count() == 15


@pytest.mark.long
def test_an_empty_programme_has_rows_ready_and_empty_rows_are_no_items(client: Client, event: Event) -> None:
    page = client.get(address(event))
    assert (len(page.context["days"][0].rows), focused(page)) == (15, "r0-time")
    answer = save(client, event, shown(page) | {"r3-time": "kl. 9-9.15", "r3-title": "Kaffe"})
    assert answer.status_code == 302
    assert stored() == [("9.00", "Kaffe", "break")]
    page = client.get(address(event))
    assert [one.row.title for one in page.context["days"][0].rows] == ["Kaffe", "", "", ""]


@pytest.mark.long
def test_the_whole_september_programme_is_typed_and_stands_as_in_the_demo(
    client: Client, make_event: Callable[..., Event]
) -> None:
    event = make_event(starts_on=date(2015, 9, 16), ends_on=date(2015, 9, 16), registration_opens_on=None,
                       registration_closes_on=None, binding_after=None)  # fmt: skip
    wanted = [one for item in september_2015.PROGRAMME for one in (item, *item.talks)]
    talks = {talk.title for item in september_2015.PROGRAMME for talk in item.talks}
    typed = [
        {
            "time": one.hours,
            "title": ("– " if one.title in talks else "") + one.title,
            "text": one.abstract,
            "by": "\n".join(", ".join(filter(None, (by.name, by.title, by.affiliation))) for by in one.by),
        }
        for one in wanted
    ]
    assert save(client, event, rows(*typed)).status_code == 302
    sessions = {row.title: row for row in Session.objects.prefetch_related("appearances__speaker")}
    group = sessions["2 biblioteker om tværgående kommunalt samarbejde i praksis"]
    assert {row.title for row in sessions.values() if row.parent_id == group.pk} == talks
    kinds = {"Morgenbrød og te/kaffe": "meal"}
    for one in wanted:
        row = sessions[one.title]
        assert (row.starts_at, row.ends_at, row.kind, row.abstract) == (
            *one.times, kinds.get(one.title, one.kind), one.abstract,
        )  # fmt: skip
        assert [
            (app.speaker.name, app.title, app.affiliation, app.role) for app in row.appearances.all()
        ] == [(by.name, by.title, by.affiliation, by.role) for by in one.by]
    assert Speaker.objects.filter(name="Bodil Have").count() == 1


def test_how_the_speakers_are_read_is_shown_before_it_is_saved(client: Client, event: Event) -> None:
    data = rows({"title": "Velkomst", "by": "Bodil Have, chef ved Ærø Bibliotek\nBo Ågård og Åse Dam"})
    page = press(client, event, "save", data)
    assert (page.status_code, Session.objects.count(), focused(page)) == (200, 0, "save")
    text = " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())
    assert "Bodil Have chef Ærø Bibliotek ny Bo Ågård – – ny Åse Dam – – ny" in text
    assert "En linje er læst som flere personer: Bo Ågård; Åse Dam." in text
    assert shown(page)["r0-by"] == "Bodil Have, chef ved Ærø Bibliotek\nBo Ågård og Åse Dam"
    assert press(client, event, "save", shown(page)).status_code == 302
    assert list(Appearance.objects.values_list("speaker__name", "title", "affiliation")) == [
        ("Bodil Have", "chef", "Ærø Bibliotek"),
        ("Bo Ågård", "", ""),
        ("Åse Dam", "", ""),
    ]


@pytest.mark.long
def test_lines_that_changed_after_they_were_shown_are_shown_again(client: Client, event: Event) -> None:
    page = press(client, event, "save", rows({"title": "Velkomst", "by": "Åse Dam"}))
    again = press(client, event, "save", shown(page) | {"r0-by": "Åse Dahm"})
    assert (again.status_code, again.context["answer"].again) == (200, "save")
    moved = press(client, event, "insert.0", shown(again))
    assert press(client, event, "save", shown(moved)).status_code == 302


@pytest.mark.long
def test_a_save_that_touches_no_speaker_needs_no_second_look(client: Client, event: Event) -> None:
    save(client, event, rows({"time": "9", "title": "Velkomst", "by": "Åse Dam, leder i Øby Kommune"}))
    answer = press(client, event, "save", shown(client.get(address(event))) | {"r0-time": "9.30"})
    assert answer.status_code == 302
    assert stored() == [("9.30", "Velkomst", "welcome")]


def test_a_known_name_is_enough(client: Client, event: Event, add_session: Callable[..., Session]) -> None:
    add_session(event, "Gammelt", time(9), by=[("Bodil Have", "bibliotekschef")])
    data = shown(client.get(address(event)))
    data |= {"r1-title": "Nyt", "r1-add": "Bodil Have", "r2-title": "Andet", "r2-by": "Bo Ø, chef, Øby"}
    page = press(client, event, "save", data | {"r3-title": "Tredje", "r3-by": "bo ø"})
    people = [
        (voice.name, voice.title, voice.affiliation, is_known)
        for split in page.context["splits"]
        for voice, _role, is_known in split["people"]
    ]
    assert people == [
        ("Bodil Have", "bibliotekschef", "", True),
        ("Bo Ø", "chef", "Øby", False),
        ("Bo Ø", "chef", "Øby", False),
    ]
    assert shown(page)["r1-by"] == "Bodil Have"
    assert press(client, event, "save", shown(page)).status_code == 302
    assert list(Appearance.objects.filter(session__title="Nyt").values_list("title", flat=True)) == [
        "bibliotekschef"
    ]


@pytest.mark.long
def test_a_person_who_stands_without_a_title_is_given_none(
    client: Client, event: Event, add_session: Callable[..., Session]
) -> None:
    add_session(event, "Et", time(9), by=[("Bodil Have", "bibliotekschef")])
    add_session(event, "To", time(10), by=[("Bodil Have", "")])
    data = shown(client.get(address(event))) | {"r1-title": "To til"}
    assert press(client, event, "save", data).status_code == 302
    assert Appearance.objects.get(session__title="To til").title == ""


def test_enter_looks_it_over_and_stores_nothing(client: Client, event: Event) -> None:
    typed = {"time": "9.00 – 9.15", "title": "Kaffe", "text": "Med <kage> & brød", "by": ""}
    page = client.post(address(event), rows(typed))
    assert Session.objects.count() == 0
    assert focused(page) == "section"
    kept = shown(page)
    assert (kept["r0-time"], kept["r0-title"], kept["r0-text"], kept["r0-kind"]) == (
        "9.00-9.15", "Kaffe", "Med <kage> & brød", "break",
    )  # fmt: skip
    assert "Alt kan læses, og intet støder sammen." in page.content.decode()


@pytest.mark.parametrize(
    ("times", "last_day", "is_a_slip"),
    [
        ("20-5.59", date(2026, 9, 16), False),
        ("20-6", date(2026, 9, 16), True),
        ("10.30-9", date(2026, 9, 16), True),
        ("20-24", date(2026, 9, 16), False),
        ("6-6.01", date(2026, 9, 16), False),
        ("20-6", date(2026, 9, 17), False),
    ],
)
def test_what_ends_before_it_begins_is_a_slip_unless_the_evening_is_long(
    times: str, last_day: date, is_a_slip: bool, client: Client, event: Event
) -> None:
    Event.objects.update(ends_on=last_day)
    answer = save(client, event, rows({"time": times, "title": "Fest på Ærø"}))
    assert answer.status_code == (200 if is_a_slip else 302)
    assert Session.objects.count() == (0 if is_a_slip else 1)
    told = "Det slutter, før det begynder: Se på de to tidspunkter. Kun det, der slutter før kl. 6.00, går over midnat."
    assert (told in answer.content.decode()) == is_a_slip


@pytest.mark.long
def test_what_clashes_is_said_and_can_be_saved(client: Client, event: Event) -> None:
    data = rows(
        {"time": "9-10", "title": "Ål", "by": "Åse Dam", "room": "Salen"},
        {"time": "9.30-10.30", "title": "Øl", "by": "Åse Dam", "room": "Salen"},
        {"time": "16.30", "title": "Sent"},
    )
    page = press(client, event, "check", data)
    assert page.context["clashes"] == [
        "»Sent« ligger uden for arrangementets tid.",
        "»Ål« og »Øl« er i samme lokale (Salen) på samme tid.",
        "Åse Dam er på »Ål« og »Øl« på samme tid.",
    ]
    assert save(client, event, data).status_code == 302
    assert client.get(address(event)).context["clashes"] == page.context["clashes"]
    Session.objects.filter(title="Øl").update(status="cancelled")
    assert client.get(address(event)).context["clashes"] == page.context["clashes"][:1]


WRONG = [
    ({"time": "9.15 Velkomst", "title": "x"}, "time",
     "Programpunkt 1: Skriv tiden som for eksempel 9.00-9.30, eller kun hvornår det begynder: 9.00."),
    ({"time": "25", "title": "x"}, "time",
     "Programpunkt 1: 25 er ikke et klokkeslæt. Timer går fra 0 til 23, minutter fra 00 til 59."),
    ({"time": "9-9", "title": "x"}, "time",
     "Programpunkt 1: Det slutter i samme minut, som det begynder: Se på de to klokkeslæt."),
    ({"time": "9"}, "title", "Programpunkt 1: Skriv en titel."),
    ({"title": "x", "day": "15-09-2026"}, "day", "Programpunkt 1: Denne dag ligger uden for arrangementet."),
    ({"title": "x" * 301}, "title", "Programpunkt 1: Titlen må højst have 300 tegn; den har 301."),
    ({"title": "x", "by": "Å" * 201}, "by",
     f"Programpunkt 1: Navnet {'Å' * 40}… er længere end 200 tegn."),
]  # fmt: skip


@pytest.mark.parametrize("act", ["save", "check", "publish"])
def test_what_is_wrong_is_a_sentence_with_a_way_to_the_field_and_everything_is_kept(
    client: Client, event: Event, act: str
) -> None:
    for typed, field, sentence in WRONG:
        page = press(client, event, act, rows(typed, {"title": "Et punkt til"}))
        html = page.content.decode()
        assert said(page) == [sentence]
        assert f'<a href="#r0-{field}">' in html
        assert html.count(f'id="r0-{field}"') == 1
        assert {f"r0-{name}": value for name, value in typed.items()}.items() <= shown(page).items()
        assert focused(page) == "section"
    assert Session.objects.count() == 0


# ------------------------------------------------------------------ the buttons of a row


def test_every_button_keeps_the_text_and_puts_the_focus_where_one_goes_on(
    client: Client, event: Event
) -> None:
    data = rows(
        {"time": "9-10", "title": "Ål", "by": "Åse Dam", "text": "Om ål"},
        {"time": "10-11", "title": "Øl", "min": "5"},
        {"time": "vrøvl", "title": "Is"},
    )
    wanted = {
        "insert.0": (["Ål", "", "Øl", "Is"], "r1-time"),
        "add.16-09-2026": (["Ål", "Øl", "Is", ""], "r3-time"),
        "up.1": (["Øl", "Ål", "Is"], "up.0"),
        "down.0": (["Øl", "Ål", "Is"], "down.1"),
        "in.1": (["Ål", "Øl", "Is"], "out.1"),
        "gone.1": (["Ål", "Øl", "Is"], "back.1"),
        "shift.1": (["Ål", "Øl", "Is"], "r1-min"),
        "rooms": (["Ål", "Øl", "Is"], "r0-room"),
    }
    for act, (titles, focus) in wanted.items():
        page = press(client, event, act, data)
        kept = shown(page)
        assert [kept.get(f"r{index}-title", "") for index in range(int(kept["rows"]))] == titles, act
        assert focused(page) == focus
        ale = titles.index("Ål")
        assert (kept[f"r{ale}-by"], kept[f"r{ale}-text"]) == ("Åse Dam", "Om ål")
        assert kept[f"r{titles.index('Is')}-time"] == "vrøvl"
    assert shown(press(client, event, "shift.1", data))["r1-time"] == "10.05-11.05"
    refused = press(client, event, "shift.1", data | {"r1-min": "abc"})
    assert shown(refused)["r1-min"] == "abc"
    sentence = "Skriv hvor mange minutter, for eksempel 10 eller -10."
    assert (
        f'<ul class="errorlist" id="r1-m" role="alert"><li>{sentence}</li></ul>' in refused.content.decode()
    )
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("act", "cursor", "focus"),
    [
        ("down.0", "title", "r1-title"),
        ("up.1", "time", "r0-time"),
        ("in.1", "title", "r1-title"),
        ("in.1", "vrøvl", "out.1"),
    ],
)
def test_whoever_moves_a_row_by_a_key_stays_in_its_field(
    client: Client, event: Event, act: str, cursor: str, focus: str
) -> None:
    data = rows({"time": "9-10", "title": "Ål"}, {"time": "10-11", "title": "Øl"})
    assert focused(press(client, event, act, data | {"cursor": cursor})) == focus


def test_a_button_that_no_page_of_ours_has_only_looks_it_over(client: Client, event: Event) -> None:
    data = rows({"title": "Ål"})
    for act in ("up.7", "up.", "up.²", "up." + "9" * 5000, "vrøvl", "shift.x", "add.vrøvl", "gone.-1"):
        assert shown(press(client, event, act, data))["r0-title"] == "Ål", act


@pytest.mark.long
def test_a_removed_item_can_be_fetched_back_until_it_is_saved(client: Client, event: Event) -> None:
    save(client, event, rows({"title": "Ål", "text": "Om ål"}, {"title": "Øl"}))
    gone = press(client, event, "gone.0", shown(client.get(address(event))))
    assert "»Ål« fjernes, når du gemmer." in gone.content.decode()
    assert Session.objects.count() == 2
    back = press(client, event, "back.0", shown(press(client, event, "check", shown(gone))))
    assert (shown(back)["r0-title"], shown(back)["r0-text"], focused(back)) == ("Ål", "Om ål", "r0-title")
    assert press(client, event, "save", shown(back)).status_code == 302
    assert Session.objects.count() == 2
    assert press(client, event, "save", shown(press(client, event, "gone.0", shown(back)))).status_code == 302
    assert [row.title for row in Session.objects.all()] == ["Øl"]


def test_talks_are_indented_moved_with_their_group_and_stored_in_it(client: Client, event: Event) -> None:
    typed = [{"time": "9-10", "title": "Gruppe"}, {"title": "Et oplæg"}, {"time": "10-11", "title": "Tak"}]
    page = press(client, event, "in.1", rows(*typed))
    page = press(client, event, "down.0", shown(page))
    assert save(client, event, shown(page)).status_code == 302
    group, talk = Session.objects.get(title="Gruppe"), Session.objects.get(title="Et oplæg")
    assert (group.kind, group.starts_at, talk.parent) == ("group", time(10), group)
    rows_ = client.get(address(event)).context["days"][0].rows
    assert [(one.row.title, one.row.inside) for one in rows_][:3] == [
        ("Tak", ""),
        ("Gruppe", ""),
        ("Et oplæg", "1"),
    ]


# ------------------------------------------------------------------ days and rooms


def test_an_event_of_several_days_has_a_heading_for_each_and_a_choice_in_each_row(
    client: Client, make_event: Callable[..., Event]
) -> None:
    event = make_event(ends_on=date(2026, 9, 17))
    page = client.get(address(event))
    headings = re.findall(r'<h2 class="sheet-day">(.*?)</h2>', page.content.decode())
    assert headings == ["Onsdag den 16. september", "Torsdag den 17. september"]
    assert [len(day.rows) for day in page.context["days"]] == [7, 7]
    data = shown(page) | {
        "r0-title": "Første dag",
        "r7-title": "Anden dag",
        "r1-title": "Også",
        "r1-day": "17-09-2026",
    }
    assert save(client, event, data).status_code == 302
    assert list(Session.objects.in_order().values_list("day", "title")) == [
        (date(2026, 9, 16), "Første dag"),
        (date(2026, 9, 17), "Også"),
        (date(2026, 9, 17), "Anden dag"),
    ]
    added = press(client, event, "add.16-09-2026", shown(client.get(address(event))))
    assert focused(added) == "r2-time"


@pytest.mark.long
def test_of_a_long_event_the_day_is_typed(client: Client, make_event: Callable[..., Event]) -> None:
    event = make_event(ends_on=date(2026, 12, 1))
    data = shown(client.get(address(event))) | {"r0-title": "Finissage", "r0-day": "1. december 2026"}
    assert save(client, event, data).status_code == 302
    assert Session.objects.get().day == date(2026, 12, 1)
    assert "Tirsdag den 1. december" in client.get(address(event)).content.decode()
    refused = press(client, event, "save", data | {"r0-day": "2. december 2026"})
    assert said(refused) == ["Programpunkt 15: Denne dag ligger uden for arrangementet."]


@pytest.mark.long
def test_rooms_are_asked_for_where_there_are_several(client: Client, event: Event) -> None:
    assert "r0-room" not in shown(client.get(address(event)))
    page = press(client, event, "rooms", rows({"title": "Ål"}))
    assert save(client, event, shown(page) | {"r0-room": "Loftet"}).status_code == 302
    page = client.get(address(event))
    assert shown(page)["r0-room"] == "Loftet"
    assert '<datalist id="rooms"><option value="Loftet">' in page.content.decode()


def test_a_very_long_programme_is_mended_item_by_item(
    client: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programme.admin.programme_page.MOST_ITEMS", 2)
    save(client, event, rows({"title": "Ål"}, {"title": "Øl"}))
    assert client.get(address(event)).status_code == 200
    Session.objects.create(event=event, day=event.starts_on, title="Is")
    answer = client.get(address(event), follow=True)
    assert answer.redirect_chain[0][0] == f"/admin/programme/session/?event__id__exact={event.pk}"
    assert {row.title for row in answer.context["cl"].result_list} == {"Ål", "Øl", "Is"}


# ------------------------------------------------------------------ two people at once


def test_a_save_over_a_newer_version_is_refused_with_who_and_what_and_keeps_the_text(
    client: Client, bo: Client, event: Event
) -> None:
    save(client, event, rows({"time": "9", "title": "Ål"}, {"time": "10", "title": "Øl"}))
    dortes = shown(client.get(address(event))) | {"r0-title": "Dortes ål", "r2-title": "Dortes nye"}
    assert save(bo, event, shown(bo.get(address(event))) | {"r0-time": "9.30-10"}).status_code == 302
    save(bo, event, shown(bo.get(address(event))) | {"r1-text": "Bos tekst"})

    refused = press(client, event, "save", dortes)
    (sentence,) = said(refused)
    # The time is that of the machine.
    assert re.sub(r"\(.* kl\. [0-9.]*\)", "(…)", sentence) == (
        "Programpunkt 1: Ikke gemt: Bo Åberg har ændret dette programpunkt imens (…). "
        "Gemt nu: Tid: 9.30-10.00; Titel: Ål. Gem en gang til, hvis din tekst skal gemmes hen over."
    )
    assert shown(refused)["r0-title"] == "Dortes ål"
    assert set(Session.objects.values_list("title", flat=True)) == {"Ål", "Øl"}

    assert press(client, event, "save", shown(refused)).status_code == 302
    assert list(Session.objects.in_order().values_list("title", "abstract")) == [
        ("Dortes ål", ""),
        ("Øl", "Bos tekst"),
        ("Dortes nye", ""),
    ]


def test_an_item_somebody_deleted_meanwhile_can_be_put_back(client: Client, bo: Client, event: Event) -> None:
    save(client, event, rows({"title": "Ål"}))
    dortes = shown(client.get(address(event))) | {"r0-title": "Dortes ål"}
    save(bo, event, shown(press(bo, event, "gone.0", shown(bo.get(address(event))))))
    refused = press(client, event, "save", dortes)
    assert "Bo Åberg har fjernet dette programpunkt imens" in said(refused)[0]
    assert press(client, event, "save", shown(refused)).status_code == 302
    assert [row.title for row in Session.objects.all()] == ["Dortes ål"]


def test_an_item_one_removes_while_another_changes_it_is_asked_about(
    client: Client, bo: Client, event: Event
) -> None:
    save(client, event, rows({"title": "Ål"}))
    dortes = shown(press(client, event, "gone.0", shown(client.get(address(event)))))
    save(bo, event, shown(bo.get(address(event))) | {"r0-title": "Bos ål"})
    refused = press(client, event, "save", dortes)
    assert "Du har fjernet dette programpunkt, men Bo Åberg har ændret det imens" in said(refused)[0]
    assert Session.objects.count() == 1
    assert press(client, event, "save", shown(refused)).status_code == 302
    assert Session.objects.count() == 0


def test_a_page_that_was_open_too_long_costs_nobody_her_text(dorte: User, event: Event) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dorte)
    strict.get(address(event))
    page = press(strict, event, "save", rows({"time": "9", "title": "Ålens år"}))
    assert (page.status_code, Session.objects.count()) == (200, 0)
    assert "Siden havde været åben længe." in page.content.decode()
    kept = shown(page)
    assert (kept["r0-title"], focused(page)) == ("Ålens år", "p")
    assert press(strict, event, "save", kept).status_code == 302
    assert Session.objects.count() == 1


def test_a_stranger_with_an_expired_page_learns_nothing(library: Organisation, event: Event) -> None:
    erik = User.objects.create_user("erik@example.org", "et-langt-kodeord")
    Membership.objects.create(user=erik, organisation=library)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(erik)
    assert press(strict, event, "save", rows({"title": "Kuppet"})).status_code == 404


# ------------------------------------------------------------------ afterwards


def test_the_history_tells_what_was_done_to_the_programme(client: Client, event: Event) -> None:
    save(client, event, rows({"title": "Ål"}, {"title": "Øl"}))
    data = shown(client.get(address(event))) | {"r0-title": "Ørred", "r0-time": "9", "r0-by": "Åse Dam"}
    save(client, event, data | {"r1-gone": "1"})
    save(client, event, shown(client.get(address(event))))
    entries = LogEntry.objects.order_by("pk")
    assert [one.get_change_message() for one in entries] == [
        "Tilføjede programpunkt “Ål”. Tilføjede programpunkt “Øl”.",
        "Ændrede fra, titel og medvirkende for programpunkt “Ørred”. Slettede programpunkt “Øl”.",
    ]
    assert {one.object_id for one in entries} == {str(event.pk)}


def test_save_and_publish_shows_a_draft_with_what_it_lacks(
    client: Client, make_event: Callable[..., Event]
) -> None:
    draft = make_event(status=Event.Status.DRAFT, introduction="Kom og læs.")
    page = client.get(address(draft))
    assert "Gem og vis på hjemmesiden" in page.content.decode()
    answer = client.post(address(draft), shown(page) | {"r0-title": "Ål", "do": "publish"}, follow=True)
    draft.refresh_from_db()
    assert (draft.status, Session.objects.count()) == ("published", 1)
    assert [str(message) for message in answer.context["messages"]] == [
        "Programmet er gemt.",
        f"»{draft}« er nu på hjemmesiden.",
    ]
    assert "Gem og vis på hjemmesiden" not in answer.content.decode()


@pytest.mark.parametrize("act", ["preview", "more.0", "sign_up.0"])
def test_saving_leads_on_to_the_page_or_to_the_rest_of_an_item(
    client: Client, event: Event, act: str
) -> None:
    save(client, event, rows({"title": "Ål"}))
    answer = press(client, event, act, shown(client.get(address(event))) | {"r0-title": "Ørred"})
    session = Session.objects.get()
    where = {
        "preview": event.get_absolute_url(),
        "more.0": reverse("admin:programme_session_change", args=[session.pk]),
        "sign_up.0": reverse("admin:programme_session_change", args=[session.pk]) + "#id_needs_sign_up",
    }
    assert (answer["Location"], session.title) == (where[act], "Ørred")


def test_a_row_says_that_its_item_needs_signing_up_and_leads_to_it(client: Client, event: Event) -> None:
    group = ChoiceGroup.objects.create(event=event, name="Værksteder kl. 13")
    for title, more in {
        "Velkomst": {},
        "Læsning på tværs": {"needs_sign_up": True, "places": 12, "choice": group},
        "Spil og æventyr": {"needs_sign_up": True},
    }.items():
        Session.objects.create(event=event, day=event.starts_on, title=title, **more)
    Event.objects.update(has_choices=True)
    page = client.get(address(event))
    lines = re.findall(r'<p class="sign-up">(.*?) <button name="do" value="([^"]*)"', page.content.decode())
    until = "Kan vælges til og med tirsdag den 15. september 2026."
    assert sorted(lines) == sorted(
        (f"{said} {until}", f"sign_up.{row_of(page, title)}")
        for title, said in {
            "Læsning på tværs": "Kræver tilmelding: 0 af 12 pladser er taget. Hører til »Værksteder kl. 13«.",
            "Spil og æventyr": "Kræver tilmelding: 0 har valgt det.",
        }.items()
    )
    at = row_of(page, "Spil og æventyr")
    changed = shown(page) | {f"r{at}-title": "Spil og drøm"}
    answer = press(client, event, f"sign_up.{at}", changed)
    spil = Session.objects.get(title="Spil og drøm")
    setting = reverse("admin:programme_session_change", args=[spil.pk])
    assert answer["Location"] == f"{setting}#id_needs_sign_up"
    assert 'id="id_needs_sign_up"' in client.get(setting).content.decode()


def row_of(page: HttpResponse, title: str) -> int:
    found = re.search(r'name="r(\d+)-title"[^>]*value="' + title, page.content.decode())
    assert found
    return int(found[1])


# ------------------------------------------------------------------ light and quick


@pytest.fixture
def long_programme(september: Event, add_session: Callable[..., Session]) -> Event:
    """Fifteen items with texts of the usual length, in several rooms, and a hundred known speakers."""
    add_session(september, "Rundvisning på Nordkraft", time(16), kind="social")
    Session.objects.filter(parent=None).update(room="Det store auditorium")
    text = (
        "Oplægget gennemgår, hvad biblioteket kan bidrage med, og hvordan samarbejdet på tværs bliver til. "
        * 4
    )
    Session.objects.exclude(kind__in=["break", "meal"]).update(abstract=text)
    Speaker.objects.bulk_create(
        Speaker(owner=september.owner, name=f"Åse Ægirsdatter {number}") for number in range(120)
    )
    assert Session.objects.count() == 15
    return september


@pytest.mark.long
@pytest.mark.parametrize("last", [date(2015, 9, 16), date(2015, 9, 17)])
def test_the_page_with_fifteen_items_is_light_also_when_it_has_been_looked_over(
    client: Client, long_programme: Event, last: date
) -> None:
    Event.objects.filter(pk=long_programme.pk).update(ends_on=last, has_choices=True)
    group = ChoiceGroup.objects.create(event=long_programme, name="Værksteder kl. 13")
    last_four = Session.objects.order_by("-pk").values_list("pk", flat=True)[:4]
    Session.objects.filter(pk__in=list(last_four)).update(needs_sign_up=True, places=20, choice=group)
    page = client.get(address(long_programme))
    checked = press(client, long_programme, "check", shown(page))
    assert len(checked.context["splits"]) == 9
    assert max(len(page.content), len(checked.content)) < MOST_BYTES


def test_the_page_asks_as_much_for_fifteen_items_as_for_two(
    client: Client, event: Event, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    save(client, event, rows(*FIFTEEN[:2]))
    Event.objects.update(has_choices=True)
    Session.objects.update(needs_sign_up=True)
    with django_assert_max_num_queries(14) as few:
        client.get(address(event))
    most = len(few.captured_queries)
    save(client, event, shown(client.get(address(event))) | rows(*FIFTEEN) | {"shown": ""})
    Event.objects.update(has_choices=True)
    Session.objects.update(needs_sign_up=True)
    with django_assert_max_num_queries(most):
        client.get(address(event))
    data = shown(client.get(address(event)))
    with django_assert_max_num_queries(most):
        press(client, event, "check", data)


def test_every_field_has_a_name_and_every_row_its_own(client: Client, event: Event) -> None:
    Speaker.objects.create(owner=event.owner, name="Åse Ægir")
    html = press(client, event, "rooms", rows({"title": "Ål"}, {"title": "Øl"})).content.decode()
    sheet = html[
        html.index('<form method="post" novalidate') : html.index("</form>", html.index("novalidate"))
    ]
    fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*>', sheet)
    named: list[Any] = re.findall(r"<label[^>]*>.*?</label>", sheet, flags=re.S)
    assert len(fields) == len(named) == 16
    assert re.findall(r'role="group" aria-label="([^"]*)"', sheet) == ["Programpunkt 1", "Programpunkt 2"]
