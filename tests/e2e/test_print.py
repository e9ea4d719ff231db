"""An event's page on paper, straight from the browser."""

import io
from typing import Any, Literal

import pytest
from pypdf import PdfReader

from programme.models import Event
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PATH = "/laering-paa-tvaers/"
ENDING = ["Stedet", "9999 Øby", "Kontakt Dorte Ørsted dorte@example.org"]
# For each stretch of the line of deadlines: what is said on it, and whether it has an edge at its beginning.
EDGES = """all => all.map(one => [one.innerText.trim(), getComputedStyle(one).borderInlineStartWidth !== "0px"])"""


def test_the_last_page_never_holds_a_lone_line(visitor: Visitor, event: Event) -> None:
    visitor.open(PATH)
    endings = set()
    for height in range(150, 300, 10):
        pages = PdfReader(io.BytesIO(visitor.page.pdf(width="210mm", height=f"{height}mm"))).pages
        last = " ".join(pages[-1].extract_text().split())
        endings.add(len(pages))
        missing = [words for words in ENDING if words not in last]
        assert missing == [], (height, last)
    assert len(endings) > 1, "the heights show different endings"


@pytest.mark.parametrize("way", [{"media": "print"}, {"forced_colors": "active"}])
def test_no_stretch_of_the_line_is_a_box_without_words(
    visitor: Visitor, event: Event, way: dict[Literal["media", "forced_colors"], Any]
) -> None:
    visitor.open(PATH)
    visitor.page.emulate_media(**way)
    edges = visitor.page.locator(".stretch").evaluate_all(EDGES)
    assert [bool(words) for words, _has_edge in edges] == [True, True, False]
    assert [has_edge for _words, has_edge in edges] == [True, True, False]
