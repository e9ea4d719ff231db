"""The lines under *Ved*."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.reading.voices import Hint, Voice, Voices, fold_name, line_of, read_voices

BODIL = Voice("Bodil Have", "Bibliotekschef", "Aalborg Bibliotekerne")
VIBEKE = Voice("Vibeke Guldborg Breuerbach", "Playmaker og projektleder", "Skanderborg Kommune")
LISBET = Voice("Lisbet Jensen", "konsulent", "Skanderborg Kommune")
STEEN = Voice(
    "Steen B. Andersen", "Kulturudvalgsformand i Århus Kommune og formand for Danmarks Biblioteksforening"
)

ONE = [
    ("Bodil Have, Bibliotekschef, Aalborg Bibliotekerne", BODIL),
    ("Bodil Have, Bibliotekschef ved Aalborg Bibliotekerne", BODIL),
    ("Ved Bodil Have, Bibliotekschef ved Aalborg Bibliotekerne.", BODIL),
    ("v/ Bodil Have,Bibliotekschef,Aalborg Bibliotekerne;", BODIL),
    ("• Bodil Have | Bibliotekschef | Aalborg Bibliotekerne", BODIL),
    ("Oplægsholder: Bodil Have, Bibliotekschef, Aalborg Bibliotekerne", BODIL),
    ("Oplæg ved Bodil Have, Bibliotekschef, Aalborg Bibliotekerne", BODIL),
    ("By Christian Jervelund, partner at Copenhagen Economics",
     Voice("Christian Jervelund", "partner", "Copenhagen Economics")),
    ("Ved Christian Jervelund, partner i Copenhagen Economics",
     Voice("Christian Jervelund", "partner", "Copenhagen Economics")),
    ("Michel Steen-Hansen, Direktør for Danmarks Biblioteksforening",
     Voice("Michel Steen-Hansen", "Direktør", "Danmarks Biblioteksforening")),
    ("Jacob Torfing, Professor i politik og offentlig styring ved RUC",
     Voice("Jacob Torfing", "Professor i politik og offentlig styring", "RUC")),
    ("Jacob Torfing, Professor, leder af Center for Demokratisk Netværksstyring, RUC",
     Voice("Jacob Torfing", "Professor, leder af Center for Demokratisk Netværksstyring", "RUC")),
    (f"Ved {STEEN.name}, {STEEN.title}.", STEEN),
    ("Bente Kristoffersen, Bibliotekschef ved Brønderslev Bibliotek og MPG (master of public governance)",
     Voice("Bente Kristoffersen",
           "Bibliotekschef ved Brønderslev Bibliotek og MPG (master of public governance)")),
    ("Bente Kristoffersen, Bibliotekschef og MPG (master, ledelse), Brønderslev Bibliotek",
     Voice("Bente Kristoffersen", "Bibliotekschef og MPG (master, ledelse)", "Brønderslev Bibliotek")),
    ("Katrine Winther Adelssparre, leder, bibliotek- og medborgercenter Hedemarken",
     Voice("Katrine Winther Adelssparre", "leder", "bibliotek- og medborgercenter Hedemarken")),
    ("Anders Bondo, lærer og formand for Danmarks Lærerforening",
     Voice("Anders Bondo", "lærer og formand", "Danmarks Lærerforening")),
    ("Åse Dam, Ærø Bibliotek", Voice("Åse Dam", "", "Ærø Bibliotek")),
    ("Åse Dam (Ærø Bibliotek)", Voice("Åse Dam", "", "Ærø Bibliotek")),
    ("Åse Dam fra Ærø Bibliotek", Voice("Åse Dam", "", "Ærø Bibliotek")),
    ("Åse Dam, Kulturhuset i Øby", Voice("Åse Dam", "", "Kulturhuset i Øby")),
    ("Åse Dam, sociolog, forfatter", Voice("Åse Dam", "sociolog, forfatter")),
    ("Åse Dam, forfatter", Voice("Åse Dam", "forfatter")),
    ("Åse Dam", Voice("Åse Dam", is_bare=True)),
    ("Åse Dam,", Voice("Åse Dam")),
    ("Åse Dam |", Voice("Åse Dam")),
    ("Bo B.", Voice("Bo B.", is_bare=True)),
    ("Ordstyrer: Åse Dam, redaktør, Ærø Avis", Voice("Åse Dam", "redaktør", "Ærø Avis", "moderator")),
    ("Ordstyrer Åse Dam, redaktør", Voice("Åse Dam", "redaktør", role="moderator")),
    ("Moderator: Åse Dam", Voice("Åse Dam", role="moderator", is_bare=True)),
    ("Åse Dam (ordstyrer)", Voice("Åse Dam", role="moderator", is_bare=True)),
    ("Vært: Åse Dam, redaktør", Voice("Åse Dam", "redaktør", role="host")),
    ("Åse Dam, vært på Radio Ærø", Voice("Åse Dam", "vært", "Radio Ærø")),
    ("Jens Hansen, formand for Læs Dansk og Fri Debat", Voice("Jens Hansen", "formand", "Læs Dansk og Fri Debat")),
    ("Wertha Ågård", Voice("Wertha Ågård", is_bare=True)),
    ("Vedel Byskov, leder", Voice("Vedel Byskov", "leder")),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "voice"), ONE)
def test_a_line_is_one_person_with_title_and_place(typed: str, voice: Voice) -> None:
    assert read_voices(typed) == Voices((voice,))


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("Ved Vibeke Guldborg Breuerbach, Playmaker og projektleder, og Lisbet Jensen, konsulent, Skanderborg Kommune.",
         (VIBEKE, LISBET)),
        ("Ved Vibeke Guldborg Breuerbach, Playmaker og projektleder og Lisbet Jensen, konsulent, Skanderborg Kommune.",
         (VIBEKE, LISBET)),
        ("Anne Hansen og Bo Ågård, konsulenter, Øby Kommune",
         (Voice("Anne Hansen", "konsulenter", "Øby Kommune"), Voice("Bo Ågård", "konsulenter", "Øby Kommune"))),
        ("Anne Hansen, Bo Ågård og Clara Æbelø",
         tuple(Voice(name, is_bare=True) for name in ("Anne Hansen", "Bo Ågård", "Clara Æbelø"))),
        ("Anne Hansen, leder, Øby; Bo Ågård, chef, Ærø",
         (Voice("Anne Hansen", "leder", "Øby"), Voice("Bo Ågård", "chef", "Ærø"))),
        ("Ordstyrere: Anne Hansen og Bo Ågård",
         tuple(Voice(name, role="moderator", is_bare=True) for name in ("Anne Hansen", "Bo Ågård"))),
    ],
)  # fmt: skip
def test_a_line_with_clearly_several_people_is_parted_and_says_so(
    typed: str, people: tuple[Voice, ...]
) -> None:
    assert read_voices(typed) == Voices(people, (Hint("several", "; ".join(one.name for one in people)),))


def test_a_known_name_is_a_name_wherever_it_stands() -> None:
    typed = "Anne Hansen, leder i Øby og Madonna"
    assert [one.name for one in read_voices(typed).people] == ["Anne Hansen"]
    assert [one.name for one in read_voices(typed, known={"madonna"}).people] == ["Anne Hansen", "Madonna"]


def test_more_than_a_title_and_a_place_is_kept_as_typed_and_said() -> None:
    about = "Professor i politik ved RUC. Leder af Center for Demokratisk Netværksstyring"
    read = read_voices(f"Ved Jacob Torfing, {about}.")
    assert read == Voices((Voice("Jacob Torfing", about),), (Hint("sentences", "Jacob Torfing"),))


def test_a_line_that_may_be_several_people_stays_one_and_says_so() -> None:
    read = read_voices("Anne Hansen, leder, Øby Bibliotek, Bo Ågård, chef")
    assert [one.name for one in read.people] == ["Anne Hansen"]
    assert [hint.code for hint in read.hints] == ["maybe_several"]


def test_each_line_is_a_person_and_nobody_stands_there_twice_in_one_role() -> None:
    read = read_voices("Bodil Have, leder\r\n\r\n  Åse Dam\nBODIL  HAVE\nOrdstyrer: Bodil Have\n---\nVed")
    assert [(one.name, one.role) for one in read.people] == [
        ("Bodil Have", "speaker"),
        ("Åse Dam", "speaker"),
        ("Bodil Have", "moderator"),
    ]
    assert read.hints == (Hint("again", "BODIL HAVE"), Hint("nobody", "---"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Steen B. Andersen", "steen b  andersen", True),
        ("Michel Steen-Hansen", "Michel Steen‑Hansen", True),
        ("Åse Dam", "A\u030ase Dam", True),
        ("Åse Dam", "Aase Dam", False),
        ("Bo Ågård", "Bo Ågaard", False),
    ],
)
def test_two_spellings_of_one_name(one: str, other: str, same: bool) -> None:
    assert (fold_name(one) == fold_name(other)) == same


@pytest.mark.parametrize(
    ("voice", "line"),
    [
        (BODIL, "Bodil Have, Bibliotekschef, Aalborg Bibliotekerne"),
        (STEEN, f"{STEEN.name}, {STEEN.title}"),
        (Voice("Åse Dam"), "Åse Dam"),
        (Voice("Åse Dam", role="moderator"), "Ordstyrer: Åse Dam"),
        (Voice("Åse Dam", "leder", "Ærø", "host"), "Vært: Åse Dam, leder, Ærø"),
        (Voice("Åse Dam", "partner i Øby Huse"), "Åse Dam | partner i Øby Huse"),
        (Voice("Åse Dam", "leder", "ved åen"), "Åse Dam | leder | ved åen"),
        (Voice("Åse Dam", "", "ved åen"), "Åse Dam |  | ved åen"),
        (Voice("Anne Hansen og Bo Ågård"), "Anne Hansen og Bo Ågård | "),
    ],
)
def test_a_stored_person_is_written_as_a_line_that_is_read_as_the_same(voice: Voice, line: str) -> None:
    assert line_of(voice) == line
    (read,) = read_voices(line).people
    assert (read.name, read.title, read.affiliation, read.role) == (
        voice.name, voice.title, voice.affiliation, voice.role,
    )  # fmt: skip


WORDS = st.text("abcÅæøØ ,.;:()&-–12", min_size=1, max_size=30).map(lambda text: " ".join(text.split()))
NAMES = WORDS.filter(lambda text: text[:1].isalpha())


@pytest.mark.long
@given(NAMES, WORDS, WORDS, st.sampled_from(["speaker", "moderator", "host"]))
def test_any_stored_person_survives_being_written(name: str, title: str, place: str, role: str) -> None:
    voice = Voice(name, title, place, role)
    (read,) = read_voices(line_of(voice)).people
    assert (read.name, read.title, read.affiliation, read.role) == (name, title, place, role)


@pytest.mark.long
@given(st.text() | st.text("Ved Åse Dam, og;|.()\n-•ordstyrer:ABC"), st.sets(st.text()))
def test_no_text_makes_reading_fail(text: str, known: set[str]) -> None:
    for voice in read_voices(text, known=known).people:
        assert any(letter.isalpha() for letter in voice.name)


@given(st.text("Ved Åse Dam, og.()ABC"))
def test_no_letter_of_a_line_is_lost(text: str) -> None:
    read = read_voices(f"Xx {text}")
    kept = " ".join(f"{one.name} {one.title} {one.affiliation}" for one in read.people)
    assert {letter for letter in text if letter.isalpha()} <= set(kept) | set("og")
