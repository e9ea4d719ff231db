import io
from datetime import date
from pathlib import Path

import page
import pytest
from django.utils.translation import override
from pypdf import PdfReader

from programme import characters, fonts, pdf, printed
from programme.models import Event, Session, Speaker


def test_what_no_font_has_is_named_with_the_words_it_stands_in(september: Event) -> None:
    Event.objects.filter(pk=september.pk).update(
        subtitle="Læs 🚲 mere \uf0b7 𝐍𝐮 ﬁn 中 e\u0301n\u0007 ✅❓", introduction="Første\u2028linje ✂️"
    )
    september.refresh_from_db()
    facts = printed.content(september)
    found = characters.missing(facts)
    assert [(one.character, one.words, one.printed) for one in found] == [
        ("🚲", "Læs 🚲 mere", ""),
        ("中", "𝐍𝐮 ﬁn 中 én ✅❓", "?"),
        ("✂", "Første linje ✂️", ""),
    ]
    assert characters.legible(facts)["event"]["subtitle"] == "Læs  mere • Nu ﬁn ? én  ✓?"
    with override("da"):
        assert [one.sentence() for one in found[:2]] == [
            "Det trykte program kan ikke vise 🚲 (U+1F6B2) i »Læs 🚲 mere«: Det udelades der.",
            "Det trykte program kan ikke vise 中 (U+4E2D) i »𝐍𝐮 ﬁn 中 én ✅❓«: Der trykkes »?« i stedet.",
        ]


def test_an_ordinary_text_misses_no_character(september: Event) -> None:
    assert characters.missing(printed.content(september)) == []


def test_what_is_usual_is_in_every_face() -> None:
    assert fonts.characters() >= fonts.USUAL


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("Æblekage på Ærø – “én” ½ €", "Æblekage på Ærø – “én” ½ €"),
        ("😀 Kom!", ":-) Kom!"),
        ("👩‍👩‍👧", "–"),
        ("  ", "  "),
        ("", ""),
        ("🎉🎉 Fest", " Fest"),
        ("ặ", "ặ"),
        ("한", "?"),
    ],
)
def test_every_text_is_printed_in_characters_that_can_be_read(typed: str, stands: str) -> None:
    assert characters.legible({"title": typed}) == {"title": stands}


@pytest.mark.pango
@pytest.mark.long
def test_pictures_in_title_name_and_text_leave_an_accessible_pdf(september: Event, tmp_path: Path) -> None:
    Event.objects.filter(pk=september.pk).update(
        title="👩‍👩‍👧", subtitle="🎉 Fest", description="## 🎉\n\n- 🚲"
    )
    Session.objects.filter(event=september).update(title="🎉", abstract="Kom 🚲 på cykel", room="🚪")
    Speaker.objects.filter(name="Bodil Have").update(name="Bodil 🌻 Have", biography="🌻")
    september.refresh_from_db()
    data = pdf.render(printed.content(september), changed_on=date(2015, 9, 2), address="https://example.org/")
    place = tmp_path / "program.pdf"
    place.write_bytes(data)
    assert list(page.validate_pdf(str(place), profile="ua1").failures) == []
    text = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages).split())
    assert "Bodil Have" in text
    assert "Kom på cykel" in text
