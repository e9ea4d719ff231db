"""*Deltagere*, *Samlede tilmeldinger*, *Sendte mails* and *Historik*: whose rows they show, and what can be found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from programme.models import Event, User
from registration.admin.registration import RegistrationAdmin
from registration.models import Booking, HistoryEntry, OwedMail, PersonalNeeds, Registration
from registration.services import acts, cancelling, correcting, delivering, finding, needs, substituting
from registration.services.booking import SignedUp
from registration.services.people import Contact
from tests.cast import ANNE, ANNE_METTE, BO, BOUND, CLARA, EMIL, OPEN
from tests.forms import shown

PEOPLE = "/admin/registration/registration/"
SignUp = Callable[..., SignedUp]


def listed(response: Any) -> list[str]:
    return [row.name for row in response.context["cl"].result_list]


@pytest.fixture
def stranger(sign_up: SignUp, others_event: Event) -> Registration:
    """Bo comes to the library's event as well."""
    return sign_up(BO, event=others_event).registrations[0]


# ------------------------------------------------------------------ the list


def test_an_amount_in_the_list_stays_on_one_line() -> None:
    place = Registration(promised_fee_ore=129_500, promised_class="Medlem")
    shown_price = RegistrationAdmin(Registration, admin.site).price(place)
    assert shown_price == 'Medlem, <span class="nowrap">1.295 kr.</span> inkl. moms'


@pytest.mark.long
def test_the_list_is_of_those_who_come_in_danish_order(
    sign_up: SignUp, organiser: Client, stranger: Registration
) -> None:
    done = sign_up(BO, CLARA, EMIL, ANNE)
    cancelling.cancel(registration_id=done.registrations[1].pk, now=OPEN, actor=acts.CONTACT)
    response = organiser.get(PEOPLE)
    assert listed(response) == ["Anne Mette Sørensen", "Bo Ågård", "Emil Uden-Mail"]
    assert response.context["cl"].result_count == 3
    page = response.content.decode()
    assert "Deltagere" in page
    assert "1. juni 2026" in page
    assert "Ældre og læsning" not in page


def test_every_event_of_the_user_can_be_chosen_and_the_nearest_are_at_hand(
    organiser: Client, make_event: Callable[..., Event], sign_up: SignUp, others_event: Event
) -> None:
    event = make_event(slug="foerst")
    sign_up(ANNE, event=event)
    rows = [make_event(slug=f"nr-{number}", title=f"Åben aften {number}") for number in range(15)]
    last = make_event(
        slug="sidst", title="Sidst på året", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1)
    )
    near = organiser.get(PEOPLE)
    assert f"?event={rows[0].pk}" in near.content.decode()
    assert f"?event={last.pk}" not in near.content.decode()
    every = organiser.get(PEOPLE, {"event": "alle"})
    offered = every.content.decode()
    assert all(f"?event={one.pk}" in offered for one in (event, *rows, last))
    assert f"?event={others_event.pk}" not in offered
    assert (listed(every), "at_event" in every.context["cl"].list_display) == (["Anne Mette Sørensen"], True)
    assert every.context["title"] == near.context["title"]


@pytest.mark.long
@pytest.mark.parametrize(
    "typed", ["aagaard", "ÅGÅRD bo", "bo@example.org", "ærø", "aeroe bibliotek", "leder"]
)
def test_a_person_is_found_in_any_spelling(sign_up: SignUp, organiser: Client, typed: str) -> None:
    sign_up(BO, CLARA)
    assert listed(organiser.get(PEOPLE, {"q": typed})) == ["Bo Ågård"]


def test_a_booking_number_finds_its_people(
    sign_up: SignUp, organiser: Client, stranger: Registration
) -> None:
    done = sign_up(CLARA, BO)
    sign_up(ANNE)
    assert listed(organiser.get(PEOPLE, {"q": done.booking.number})) == ["Bo Ågård", "Clara Æbelø"]
    assert listed(organiser.get(PEOPLE, {"q": stranger.booking.number})) == []


@pytest.mark.long
def test_a_search_finds_those_who_have_left_too(sign_up: SignUp, organiser: Client) -> None:
    gone = sign_up(CLARA).registrations[0]
    cancelling.cancel(registration_id=gone.pk, now=OPEN, actor=acts.CONTACT)
    assert listed(organiser.get(PEOPLE)) == []
    assert listed(organiser.get(PEOPLE, {"q": "clara"})) == ["Clara Æbelø"]
    assert listed(organiser.get(PEOPLE, {"q": "clara", "status": "nu"})) == []


def test_the_list_is_narrowed_by_status_event_and_substitutes(
    sign_up: SignUp, organiser: Client, make_event: Callable[..., Event]
) -> None:
    done = sign_up(ANNE, BO, CLARA)
    anne, bo, clara = done.registrations
    substituting.substitute(registration_id=anne.pk, person=EMIL, now=OPEN, actor=acts.CONTACT)
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=acts.CONTACT)
    cancelling.give_back(registration_id=clara.pk, now=BOUND, actor=acts.CONTACT)
    other = make_event(title="Øer i litteraturen", slug="oeer")
    sign_up(BO, event=other)
    found = {
        query: listed(organiser.get(f"{PEOPLE}?{query}"))
        for query in [
            "",
            "status=confirmed",
            "status=cancelled",
            "status=givet-tilbage",
            "status=substituted",
            "status=alle",
            f"event={other.pk}",
            f"event={done.booking.event_id}&stedfortraeder=ja",
            "stedfortraeder=nej",
            "event=nonsens",
        ]
    }
    assert found == {
        "": ["Bo Ågård", "Emil Uden-Mail"],
        "status=confirmed": ["Bo Ågård", "Emil Uden-Mail"],
        "status=cancelled": ["Bo Ågård"],
        "status=givet-tilbage": ["Clara Æbelø"],
        "status=substituted": ["Anne Mette Sørensen"],
        "status=alle": ["Anne Mette Sørensen", "Bo Ågård", "Bo Ågård", "Clara Æbelø", "Emil Uden-Mail"],
        f"event={other.pk}": ["Bo Ågård"],
        f"event={done.booking.event_id}&stedfortraeder=ja": ["Emil Uden-Mail"],
        "stedfortraeder=nej": ["Bo Ågård"],
        "event=nonsens": ["Bo Ågård", "Emil Uden-Mail"],
    }


def many(event: Event, number: int) -> None:
    """So many places, written in bulk."""
    booking = Booking.objects.create(
        event=event,
        contact_name="Anne Mette Sørensen",
        contact_email="anne.mette@example.org",
        idempotency_key="many",
        content_hash="many",
        created_at=OPEN,
    )
    rows = [
        Registration(
            booking=booking,
            event=event,
            name=f"Åse Østergård {number:05}",
            email=f"aase{number}@example.org",
            organisation="Ærø Bibliotek",
            status="confirmed",
            created_at=OPEN,
            confirmed_at=OPEN,
            promised_binding_after=event.binding_after,
        )
        for number in range(number)
    ]
    for row in rows:
        row.set_person_columns(contact_email=booking.contact_email)
    Registration.objects.bulk_create(rows, batch_size=1000)


@pytest.mark.long
@pytest.mark.parametrize("number", [3, pytest.param(10_000, marks=pytest.mark.long)])
def test_the_list_costs_the_same_whatever_its_length(
    event: Event, organiser: Client, django_assert_max_num_queries: Any, number: int
) -> None:
    many(event, number)
    with django_assert_max_num_queries(12):
        response = organiser.get(PEOPLE)
    assert response.context["cl"].result_count == number
    assert len(listed(response)) == min(number, 100)
    with django_assert_max_num_queries(12):
        response = organiser.get(PEOPLE, {"q": "østergaard", "event": str(event.pk), "p": "1"})
    assert response.context["cl"].result_count == number


# ------------------------------------------------------------------ lists to take along


def csv_names(response: Any) -> list[str]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [line.split(";")[1] for line in text.split("\r\n")[1:] if line]


@pytest.mark.long
def test_the_filter_or_the_selection_is_taken_along(
    sign_up: SignUp, organiser: Client, stranger: Registration
) -> None:
    anne, bo, clara = sign_up(ANNE, BO, CLARA).registrations
    assert csv_names(organiser.get(f"{PEOPLE}deltagere.csv", {"q": "example.org"})) == [
        "Anne Mette Sørensen",
        "Bo Ågård",
        "Clara Æbelø",
    ]
    assert csv_names(organiser.get(f"{PEOPLE}deltagere.csv", {"q": "bo"})) == ["Bo Ågård"]
    chosen = {"action": "export_csv", "_selected_action": [clara.pk, anne.pk, stranger.pk]}
    response = organiser.post(PEOPLE, chosen)
    assert csv_names(response) == ["Anne Mette Sørensen", "Clara Æbelø"]
    assert response["Content-Disposition"] == 'attachment; filename="deltagere-laering-paa-tvaers.csv"'
    everybody = {"action": "export_csv", "_selected_action": [bo.pk], "select_across": "1"}
    assert len(csv_names(organiser.post(PEOPLE, everybody))) == 3
    workbook = organiser.get(f"{PEOPLE}deltagere.xlsx")
    assert b"".join(workbook.streaming_content)[:2] == b"PK"
    assert workbook["Content-Disposition"] == 'attachment; filename="deltagere-laering-paa-tvaers.xlsx"'


@pytest.mark.long
@pytest.mark.parametrize("typed", ["1" + "0" * 30, "9" * 5000, "²", "-1", "0"])
def test_a_number_that_no_list_of_ours_sends_narrows_nothing(
    sign_up: SignUp, organiser: Client, typed: str
) -> None:
    sign_up(BO)
    for page in (
        f"{PEOPLE}?event={typed}",
        f"{PEOPLE}?event={typed}&punkt={typed}",
        f"/admin/programme/event/?organisation={typed}",
    ):
        assert organiser.get(page).status_code == 200


FORGED = [
    "name__nonsens=x",
    "needs__isnull=False",
    "id__in=99999999999999999999999",
    "created_at__year=99999999999",
    "booking__contact_email=anne.mette@example.org",
    "event__owner=1",
]


@pytest.mark.parametrize("page", ["", "deltagere.csv", "deltagere.xlsx", "addresses/"])
def test_the_list_is_narrowed_by_its_own_filters_and_by_nothing_typed_into_the_address(
    sign_up: SignUp, colleague: Callable[[str], Client], organiser: Client, page: str
) -> None:
    place = sign_up(BO).registrations[0]
    PersonalNeeds.objects.create(
        registration=place, dietary_needs="Ingen nødder", consent="Ja", consented_at=OPEN
    )
    for somebody in (colleague("reader"), organiser):
        refused = {typed: somebody.get(f"{PEOPLE}{page}?{typed}").status_code for typed in FORGED}
        assert refused == dict.fromkeys(FORGED, 400)
        right = somebody.get(f"{PEOPLE}{page}?event={place.event_id}")
        assert (right.status_code, bool(b"".join(right))) == (200, True)


@pytest.mark.long
def test_the_history_does_not_tell_who_has_a_need(
    sign_up: SignUp, colleague: Callable[[str], Client], organiser: Client
) -> None:
    bo, clara = sign_up(BO, CLARA).registrations
    for place, dietary_needs in ((bo, "Ingen nødder"), (clara, "")):
        needs.save_needs(
            registration_id=place.pk,
            dietary_needs=dietary_needs,
            access_needs="",
            consent="Ja",
            newsletter_consent=False,
            now=OPEN,
            actor=acts.ATTENDEE,
        )
    lines = HistoryEntry.objects.filter(verb="needs_saved").order_by("pk")
    assert list(lines.values_list("registration", "fields")) == [(bo.pk, []), (clara.pk, [])]
    page = colleague("reader").get("/admin/registration/historyentry/").content.decode()
    assert page.count("Gemte ønsker på sin egen side") + page.count("gemte ønsker på sin egen side") >= 2
    assert "nødder" not in page
    assert "Bo Ågård" in page
    assert "Læring på tværs" in page


def test_the_number_of_a_booking_with_nobody_new_finds_the_places_its_contact_has(
    sign_up: SignUp, organiser: Client, others_event: Event
) -> None:
    sign_up(ANNE, CLARA)
    sign_up(BO, contact=replace(ANNE_METTE, email="b@example.org"))
    sign_up(ANNE, event=others_event)
    again = sign_up(ANNE, BO)
    assert again.registrations == []
    assert listed(organiser.get(PEOPLE, {"q": again.booking.number})) == [
        "Anne Mette Sørensen",
        "Clara Æbelø",
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("12345678", ["Bo Ågård"]),
        ("+45 12 34 56 78", ["Bo Ågård"]),
        ("87654321", ["Bo Ågård", "Clara Æbelø"]),
        ("12345679", []),
    ],
)
def test_whoever_telephones_is_found_by_her_number_and_by_the_contacts(
    sign_up: SignUp, organiser: Client, typed: str, found: list[str]
) -> None:
    sign_up(replace(BO, phone="12 34 56 78"), CLARA, contact=replace(ANNE_METTE, phone="87 65 43 21"))
    assert listed(organiser.get(PEOPLE, {"q": typed})) == found


def test_a_contact_who_does_not_come_herself_is_found_by_name_and_address(
    sign_up: SignUp, organiser: Client, stranger: Registration
) -> None:
    grethe = Contact(name="Grethe Sekretær", email="grethe@example.org", organisation="Ågård Bibliotek")
    made = sign_up(BO, CLARA, contact=grethe).booking

    def contacts(**asked: Any) -> list[tuple[Booking, int]]:
        response = organiser.get(PEOPLE, asked)
        return [(one, one.people_coming) for one in response.context["of_contacts"]]

    assert contacts(q="grethe") == contacts(q="Grethe@example.org") == [(made, 2)]
    assert contacts(q="grethe", event=made.event_id) == [(made, 2)]
    assert contacts(q="ågård bibliotek") == contacts(q="") == contacts() == []
    # Whose booking another organisation has is not told.
    assert contacts(q=stranger.booking.contact_name.split()[0]) == []
    assert (
        reverse("admin:registration_booking_change", args=[made.pk])
        in organiser.get(PEOPLE, {"q": "grethe"}).content.decode()
    )


@pytest.mark.long
def test_a_list_of_one_event_does_not_name_it_on_every_line(
    sign_up: SignUp, organiser: Client, event: Event
) -> None:
    sign_up(BO)
    columns = [
        organiser.get(PEOPLE, query).context["cl"].list_display for query in ({}, {"event": str(event.pk)})
    ]
    assert ["at_event" in names for names in columns] == [True, False]


@pytest.mark.long
@pytest.mark.parametrize("kind", ["registration", "booking", "owedmail", "historyentry"])
def test_a_list_of_one_event_names_it_in_its_heading_and_title(
    kind: str, sign_up: SignUp, organiser: Client, event: Event, others_event: Event
) -> None:
    sign_up(BO)
    path = f"/admin/registration/{kind}/"
    name = "Læring på tværs (16. september 2026)"
    for query, is_named in (({}, False), ({"event": event.pk}, True), ({"event": others_event.pk}, False)):
        html = organiser.get(path, query).content.decode()
        heading = html.partition("<h1>")[2].partition("</h1>")[0]
        assert [name in heading, name in html.partition("</title>")[0]] == [is_named] * 2
        assert "Ældre og læsning" not in heading


def test_how_it_went_with_links_for_an_address_nobody_signed_up_with_is_said(
    sign_up: SignUp, organiser: Client, event: Event
) -> None:
    place = sign_up(BO).registrations[0]
    for email in ("ukendt@example.org", "bo@example.org"):
        finding.mail_links(event=event, email=email, now=OPEN)
    delivering.send_due(clock=lambda: OPEN)
    OwedMail.objects.filter(kind="place_confirmed").update(status="dropped", sent_at=None)
    unknown = OwedMail.objects.get(to_email="ukendt@example.org")
    said = "ikke sendt: adressen har ingen tilmelding at åbne"
    page = organiser.get("/admin/registration/owedmail/").content.decode()
    assert [page.count(said), page.count("gælder ikke længere, ikke sendt</td>")] == [1, 1]
    assert (
        f"I{said[1:]}" in organiser.get(f"/admin/registration/owedmail/{unknown.pk}/change/").content.decode()
    )
    assert said not in organiser.get(f"/admin/registration/registration/{place.pk}/change/").content.decode()


@pytest.mark.long
def test_addresses_are_ready_to_copy(sign_up: SignUp, organiser: Client, stranger: Registration) -> None:
    done = sign_up(BO, EMIL, CLARA)
    cancelling.cancel(registration_id=done.registrations[2].pk, now=OPEN, actor=acts.CONTACT)
    response = organiser.get(f"{PEOPLE}addresses/", {"status": "alle"})
    page = response.content.decode()
    assert (
        "Bo Ågård &lt;bo@example.org&gt;; Clara Æbelø &lt;clara@example.org&gt;; "
        "Anne Mette Sørensen &lt;anne.mette@example.org&gt;</textarea>" in page
    )
    assert "1 person har ikke egen e-mail" in page
    assert "Emil Uden-Mail" in page
    assert "1 af dem har ikke længere en plads." in page
    chosen = {"action": "copy_addresses", "_selected_action": [done.registrations[0].pk, stranger.pk]}
    page = organiser.post(PEOPLE, chosen).content.decode()
    assert "Bo Ågård &lt;bo@example.org&gt;</textarea>" in page
    assert "1 kontaktperson, som har tilmeldt andre og ikke står ovenfor" in page
    assert "Anne Mette Sørensen &lt;anne.mette@example.org&gt;</textarea>" in page


# ------------------------------------------------------------------ whose rows


def addresses_of(registration: Registration, event: Event) -> list[str]:
    """Every address that is about this place, its booking, its mails, its history or its event."""
    place = [
        "change",
        "delete",
        "history",
        "correct",
        "hand_over",
        "cancel",
        "give_back",
        "release",
        "new_link",
    ]
    mail = OwedMail.objects.filter(event=event).first()
    entry = HistoryEntry.objects.filter(event=event).first()
    assert mail is not None
    assert entry is not None
    return [
        *(reverse(f"admin:registration_registration_{name}", args=[registration.pk]) for name in place),
        *(
            reverse(f"admin:registration_booking_{name}", args=[registration.booking_id])
            for name in ("change", "delete", "history", "contact")
        ),
        *(
            reverse(f"admin:registration_owedmail_{name}", args=[mail.pk])
            for name in ("change", "delete", "again")
        ),
        *(
            reverse(f"admin:registration_historyentry_{name}", args=[entry.pk])
            for name in ("change", "delete")
        ),
        *(
            reverse(f"admin:programme_event_{name}", args=[event.pk])
            for name in ("change", "sign_up", "kitchen", "addresses", "excel", "csv", "mails")
        ),
    ]


def everything() -> list[list[dict[str, Any]]]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Registration, Booking, OwedMail, HistoryEntry, PersonalNeeds)
    ]


SENT = {
    "name": "Overtaget",
    "email": "erik@example.org",
    "same_person": "1",
    "set_aside": "on",
    "reason": "Fordi",
    "action": "confirm",
    "post": "yes",
    "contact_name": "Erik Ærø",
    "contact_email": "erik@example.org",
    "p1-name": "Overtaget",
    "rows": "1",
    "key": "k",
}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_place_of_others_is_not_there_whatever_one_sends(
    sign_up: SignUp, outsider: Client, event: Event, stranger: Registration, method: str
) -> None:
    bo = sign_up(BO).registrations[0]
    before = everything()
    for address in addresses_of(bo, event):
        response = getattr(outsider, method)(address, SENT)
        refused = 404
        if "/registration/" in address and address.endswith("/delete/"):
            refused = 403
        elif "/registration/" in address and address.endswith("/change/") and method == "post":
            refused = 405
        assert response.status_code == refused, address
        assert "Ågård" not in response.content.decode(), address
    assert everything() == before


@pytest.mark.long
@pytest.mark.parametrize("model", ["registration", "booking", "owedmail", "historyentry"])
def test_the_lists_show_none_of_the_others(
    sign_up: SignUp, outsider: Client, event: Event, stranger: Registration, model: str
) -> None:
    done = sign_up(CLARA, contact=Contact(name="Tove Ålund", email="tove@example.org"))
    response = outsider.get(f"/admin/registration/{model}/", {"q": ""})
    page = response.content.decode()
    assert response.context["cl"].result_count > 0
    for theirs in ("Clara", "Tove", "tove@example.org", "Læring på tværs", done.booking.number):
        assert theirs not in page
    theirs_only = outsider.get(f"/admin/registration/{model}/", {"event": str(event.pk)})
    assert theirs_only.context["cl"].result_count == 0


def test_lists_to_take_along_hold_none_of_the_others(
    sign_up: SignUp, outsider: Client, event: Event, stranger: Registration
) -> None:
    clara = sign_up(CLARA).registrations[0]
    for query in ({}, {"event": str(event.pk)}, {"q": "clara"}):
        told = b"".join(outsider.get(f"{PEOPLE}deltagere.csv", query).streaming_content).decode()
        told += outsider.get(f"{PEOPLE}addresses/", query).content.decode()
        assert "clara@example.org" not in told
    for action in ("export_csv", "copy_addresses", "export_excel"):
        response = outsider.post(PEOPLE, {"action": action, "_selected_action": [clara.pk]})
        told = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"clara" not in told.lower()


ROLES_AND_ACTS = {
    "reader": {"change"},
    "desk": {"change", "correct", "hand_over", "new_link", "contact", "sign_up", "again"},
    "organiser": {
        *("change", "correct", "hand_over", "new_link", "contact", "sign_up", "again"),
        *("cancel", "give_back", "release"),
    },
}


@pytest.mark.parametrize("role", ["reader", "desk", "organiser", "administrator"])
def test_a_role_opens_what_it_is_for(
    sign_up: SignUp, clock: Any, colleague: Callable[[str], Client], event: Event, role: str
) -> None:
    bo = sign_up(BO).registrations[0]
    mail = OwedMail.objects.earliest("pk")
    addresses = {
        **{
            name: reverse(f"admin:registration_registration_{name}", args=[bo.pk])
            for name in ("change", "correct", "hand_over", "cancel", "give_back", "release", "new_link")
        },
        "contact": reverse("admin:registration_booking_contact", args=[bo.booking_id]),
        "again": reverse("admin:registration_owedmail_again", args=[mail.pk]),
        "sign_up": reverse("admin:programme_event_sign_up", args=[event.pk]),
    }
    client = colleague(role)
    opened = {name for name, address in addresses.items() if client.get(address).status_code != 403}
    assert opened == ROLES_AND_ACTS.get(role, ROLES_AND_ACTS["organiser"])
    posted = {name for name, address in addresses.items() if client.post(address, {}).status_code != 403}
    assert posted - {"change"} == opened - {"change"}


@pytest.mark.long
def test_a_reader_sees_people_and_takes_lists_along_but_finds_no_buttons(
    sign_up: SignUp, clock: Any, colleague: Callable[[str], Client], event: Event
) -> None:
    bo = sign_up(BO).registrations[0]
    reader = colleague("reader")
    assert listed(reader.get(PEOPLE)) == ["Bo Ågård"]
    page = reader.get(f"{PEOPLE}{bo.pk}/change/").content.decode()
    assert "bo@example.org" in page
    assert "Overdrag til en anden" not in page
    assert csv_names(reader.get(f"/admin/programme/event/{event.pk}/deltagere.csv")) == ["Bo Ågård"]


@pytest.mark.long
def test_whoever_is_not_logged_in_is_asked_to(sign_up: SignUp, clock: Any, event: Event) -> None:
    bo = sign_up(BO).registrations[0]
    for address in addresses_of(bo, event):
        response = Client().get(address)
        assert (response.status_code, response["Location"][:13]) == (302, "/admin/login/"), address


@pytest.mark.long
def test_whoever_was_logged_out_while_she_wrote_keeps_her_text(
    sign_up: SignUp, clock: Any, event: Event
) -> None:
    bo = sign_up(BO).registrations[0]
    for address in addresses_of(bo, event):
        response = Client().post(address, {"reason": "Kort", "password": "x" * 20})
        if not getattr(resolve(address).func, "keeps_typed_text", False):
            assert response["Location"].startswith("/admin/login/"), address
            continue
        page = response.content.decode()
        assert response.status_code == 403, address
        assert "Du er blevet logget ud" in page
        assert shown(response)["reason"] == "Kort"
        assert "x" * 20 not in page


def test_whoever_sends_a_page_that_was_open_too_long_is_shown_her_text(
    sign_up: SignUp, dorte: User, event: Event
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dorte)
    page = strict.post("/admin/programme/event/", {"introduction": "En indledning på dansk"})
    assert page.status_code == 403
    assert "En indledning på dansk</textarea>" in page.content.decode()
    assert "Kopiér det, du havde skrevet" in page.content.decode()


# ------------------------------------------------------------------ the other lists


def test_bookings_count_their_people(sign_up: SignUp, organiser: Client, stranger: Registration) -> None:
    done = sign_up(ANNE, BO, CLARA)
    cancelling.cancel(registration_id=done.registrations[1].pk, now=OPEN, actor=acts.CONTACT)
    rows = organiser.get("/admin/registration/booking/").context["cl"].result_list
    assert [(row.number, row.people_coming) for row in rows] == [(done.booking.number, 2)]
    for typed in (done.booking.number, "soerensen", "Øby"):
        found = organiser.get("/admin/registration/booking/", {"q": typed}).context["cl"].result_list
        assert [row.pk for row in found] == [done.booking.pk], typed
    theirs = organiser.get("/admin/registration/booking/", {"q": stranger.booking.number})
    assert theirs.context["cl"].result_count == 0


def test_the_history_names_people_as_they_are_called_now_and_rules_set_aside(
    sign_up: SignUp, organiser: Client, dorte: User
) -> None:
    bo, clara = sign_up(BO, CLARA).registrations
    correcting.correct(
        registration_id=bo.pk,
        person=replace(BO, name="Bo Østergård"),
        same_person=True,
        now=OPEN,
        actor=acts.ATTENDEE,
    )
    actor = acts.organiser(dorte, reason="Hun er blevet syg")
    cancelling.cancel(registration_id=bo.pk, now=BOUND, actor=actor)
    cancelling.cancel(registration_id=clara.pk, now=OPEN, actor=acts.CONTACT)
    page = organiser.get("/admin/registration/historyentry/", {"regel": "ja"}).content.decode()
    assert "pladsen var bindende" in page
    assert "Hun er blevet syg" in page
    assert "Dorte Ørsted" in page
    assert "Bo Østergård" in page
    assert "Ågård" not in organiser.get("/admin/registration/historyentry/").content.decode()


@pytest.mark.long
def test_the_menu_begins_with_people(organiser: Client, event: Event) -> None:
    groups = organiser.get("/admin/").context["app_list"]
    assert [model["name"] for model in groups[0]["models"]] == [
        "Deltagere",
        "Samlede tilmeldinger",
        "Sendte mails",
        "Historik",
    ]


@pytest.mark.long
def test_nothing_here_is_written_in_django_s_own_forms(sign_up: SignUp, organiser: Client) -> None:
    bo = sign_up(BO).registrations[0]
    before = everything()
    assert organiser.get(f"{PEOPLE}add/").status_code == 403
    assert organiser.post(f"{PEOPLE}{bo.pk}/change/", {"name": "En anden"}).status_code == 405
    assert organiser.post(f"{PEOPLE}{bo.pk}/delete/", {"post": "yes"}).status_code == 403
    delete = {"action": "delete_selected", "_selected_action": [bo.pk], "post": "yes"}
    organiser.post(PEOPLE, delete)
    assert everything() == before


@pytest.mark.long
def test_past_events_leave_the_filter_but_the_chosen_one_stays(
    organiser: Client, make_event: Callable[..., Event]
) -> None:
    day = timezone.localdate() - timedelta(days=90)
    old = make_event(
        slug="gammel",
        title="Gammelt møde",
        starts_on=day,
        ends_on=day,
        registration_opens_on=None,
        registration_closes_on=None,
        binding_after=None,
    )
    assert "Gammelt møde" not in organiser.get(PEOPLE).content.decode()
    assert "Gammelt møde" in organiser.get(PEOPLE, {"event": str(old.pk)}).content.decode()
