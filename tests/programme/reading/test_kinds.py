"""What kind of item a title begins."""

import pytest

from programme.reading.kinds import kind_of


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Frokost", "meal"),
        ("Frokostbuffet og netværk", "meal"),
        ("Morgenbrød og te/kaffe", "meal"),
        ("Kaffe", "break"),
        ("Kaffe og kage", "break"),
        ("Te/kaffe", "break"),
        ("Ankomst og kaffe", "break"),
        ("Indskrivning og morgenkaffe", "break"),
        ("Velkomstkaffe", "break"),
        ("Pause", "break"),
        ("Kaffepause med musik", "break"),
        ("Strække ben pause", "break"),
        ("Velkomst og indledning", "welcome"),
        ("Velkommen på Ærø", "welcome"),
        ("Opsamling – dialog – afslutning", "welcome"),
        ("Workshop: Læselyst", "workshop"),
        ("Værksted A", "workshop"),
        ("Værksteder: Ét mål, tre forvaltninger", "workshop"),
        ("Kaffens historie", "talk"),
        ("Ankomsten til Ærø", "talk"),
        ("Værkstedets verden", "talk"),
        ("Teater for børn", "talk"),
        ("Pausen som metode", "talk"),
        ("Den politiske vinkel", "talk"),
        ("", "talk"),
    ],
)
def test_a_title_says_of_what_kind_an_item_is(title: str, kind: str) -> None:
    assert kind_of(title, has_voices=False) == kind


@pytest.mark.parametrize(("title", "kind"), [("Frokost", "talk"), ("Kaffe", "talk"), ("Velkomst", "welcome")])
def test_nobody_speaks_in_a_break(title: str, kind: str) -> None:
    assert kind_of(title, has_voices=True) == kind
