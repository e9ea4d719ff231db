"""Two names that mean the same workplace, and two that do not."""

import pytest

from registration.workplaces import same_workplace


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Øby Bibliotek", "Øby Bibliotek", True),
        ("Øby Bibliotek", "  øby   bibliotek ", True),
        ("Øby Bibliotek", "ØBY-BIBLIOTEK", True),
        ("Øby Bibliotek", "Oeby Bibliotek", True),
        ("Øby Bibliotek", "Øby bibliotekerne", True),
        ("Øby Bibliotek", "Øbybibliotekerne", True),
        ("Øby Bibliotek", "Bibliotekerne i Øby", True),
        ("Øby Bibliotek", "Øby Kommunes Biblioteker", True),
        ("Øby Bibliotek", "Øby Kommune", True),
        ("Øby Bib.", "Øby Hovedbibliotek", True),
        ("Øby Bibliotek", "Øby Bibliotek, Børn og Unge", True),
        ("Aarhus Kommune", "Århus Bibliotek", True),
        ("Kbh. Kommune", "Københavns Kommune", True),
        ("GBI", "Gladsaxe Bibliotek og Idræt", True),
        ("Biblioteket", "Øby Bibliotek", True),
        ("", "Øby Bibliotek", True),
        ("Øby Bibliotek", "", True),
        ("–", "Øby Bibliotek", True),
        ("Øby Bibliotek", "Ærø Bibliotek", False),
        ("Øby Bibliotek", "Øby Gymnasium", False),
        ("Øby Kommune", "Ærø Kommune", False),
        ("GBI", "Ærø Bibliotek og Idræt", False),
        ("Øby Bibliotek, Børn og Unge", "Ærø Bibliotek, Børn og Unge", False),
        ("Firma A/S", "Øby Bibliotek", False),
    ],
)
def test_names_of_workplaces_are_compared_as_people_read_them(one: str, other: str, same: bool) -> None:
    assert (same_workplace(one, other), same_workplace(other, one)) == (same, same)
