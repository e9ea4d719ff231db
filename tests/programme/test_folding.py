"""Text as people write it: tidy, in Danish order, found however it is typed."""

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.folding import NAME_SORT_LENGTH, name_sort, search_terms, search_text, tidy


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# --- Tidy text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bo \t Ågård\r\n", "Bo Ågård"),
        (nfd("Søren Ågård"), "Søren Ågård"),
        ("Anne\u00a0Mette\u2003Pedersen", "Anne Mette Pedersen"),
        ("An\u200bne \u202eMette\u202c\ufeff", "Anne Mette"),
        ("a\u200d\u030age", "åge"),
        ("Bo\x00\x07 Å", "Bo Å"),
        ("\ud800Bo", "Bo"),
        ("\u3164 \u2800", ""),
        ("Åse \u200b Ærø", "Åse Ærø"),
        ("o" + "\u0301" * 50, "ó" + "\u0301" * 3),
        ("", ""),
    ],
)
def test_text_is_kept_without_what_nobody_can_see(typed, kept):
    assert tidy(typed) == kept


@given(st.text())
def test_tidying_twice_changes_nothing_and_fits_any_database(text):
    once = tidy(text)
    assert tidy(once) == once
    assert "\0" not in once.encode().decode()


# --- Danish order

IN_DANISH_ORDER = [
    "2. suppleant",
    "A. Bek",
    "Abel Zahle",
    "Andre Dam",
    "André Dam",
    "Anna Åberg",
    "Anne Kjær",
    "Anne Mette Dam",
    "Anne-Mette Holm",
    "Anne Åberg",
    "Annelise Bo",
    "Bo Aagesen Zeus",
    "bo Åris",
    "Clara O'Brien",
    "Clara Obro",
    "Wanda",
    "Ülle Jensen",
    "Yrsa Holm",
    "Zoë Bang",
    "Ænne Vad",
    "Ärla Vad",
    "Ærø Vad",
    "Øjvind Kok",
    "Örjan Kok",
    "Østen Kok",
    "Åge Dam",
    "Aage Dam",
    "Aage Holm",
    "Åge Skov",
    "Aase Bo",
    "Åse Dam",
    "Иван Петров",
]


def test_names_sort_in_the_danish_alphabet():
    backwards = list(reversed(IN_DANISH_ORDER))
    assert sorted(backwards, key=name_sort) == IN_DANISH_ORDER


def test_a_database_that_compares_bytes_sorts_them_alike():
    rows = sqlite3.connect(":memory:")
    rows.execute("CREATE TABLE person (name TEXT, name_sort TEXT)")
    rows.executemany(
        "INSERT INTO person VALUES (?, ?)", [(n, name_sort(n)) for n in reversed(IN_DANISH_ORDER)]
    )
    assert [name for (name,) in rows.execute("SELECT name FROM person ORDER BY name_sort")] == IN_DANISH_ORDER
    rows.close()


@pytest.mark.parametrize("name", IN_DANISH_ORDER)
def test_a_decomposed_name_sorts_where_the_composed_one_does(name):
    assert name_sort(nfd(name)) == name_sort(name) == name_sort(name.upper())


def test_two_letters_a_in_two_words_are_not_one_letter():
    assert name_sort("Anna Andersen") < name_sort("Anna Ågård") == name_sort("ANNA  ågård")
    assert name_sort("Maria-Anna") < name_sort("Mariab")


@given(st.text())
def test_a_sort_key_is_digits_within_its_column(name):
    key = name_sort(name)
    assert key.isascii()
    assert key.isdigit()
    assert len(key) <= NAME_SORT_LENGTH


# --- Searching

PEOPLE = {
    "Bo Ågård": search_text("Bo Ågård", "bo@example.org", "Ærø Bibliotek", "12 34 56 78"),
    "Åse Sørensen": search_text(nfd("Åse Sørensen"), "aase@example.org", "Aarhus Kommunes Biblioteker"),
    "Anne-Mette Müller": search_text("Anne-Mette Müller", "anne-mette_m@example.org", "Café Bøgen"),
    "Clara Aagaard": search_text("Clara Aagaard", "", "", "+46 70 123 45 67"),
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ågård", {"Bo Ågård", "Clara Aagaard"}),
        ("AAGAARD", {"Bo Ågård", "Clara Aagaard"}),
        ("agard", {"Bo Ågård"}),
        ("å", {"Bo Ågård", "Åse Sørensen", "Clara Aagaard"}),
        ("soren", {"Åse Sørensen"}),
        ("soerensen åse", {"Åse Sørensen"}),
        (nfd("sørensen"), {"Åse Sørensen"}),
        ("ærø", {"Bo Ågård"}),
        ("aero", {"Bo Ågård"}),
        ("århus", {"Åse Sørensen"}),
        ("anne mette", {"Anne-Mette Müller"}),
        ("anne-mette_m@example.org", {"Anne-Mette Müller"}),
        ("muller cafe", {"Anne-Mette Müller"}),
        ("mette ågård", set()),
        ("BO@EXAMPLE.ORG", {"Bo Ågård"}),
        ("12345678", {"Bo Ågård"}),
        ("12 34 56 78", {"Bo Ågård"}),
        ("+46701234567", {"Clara Aagaard"}),
        ("", set(PEOPLE)),
    ],
)
def test_a_query_finds_people_however_the_letters_are_typed(query, found):
    terms = search_terms(query)
    assert {name for name, text in PEOPLE.items() if all(term in text for term in terms)} == found


def test_a_query_has_at_most_ten_terms_each_once():
    assert search_terms("bo Bo BO å Aa") == ["bo", "aa"]
    assert search_terms(" ".join(map(str, range(11)))) == [str(number) for number in range(10)]


@given(st.text())
def test_a_text_is_found_by_itself(text):
    found = search_text(text)
    assert all(term in found for term in search_terms(text))
