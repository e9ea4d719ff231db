"""Where the printed programme goes over to the next page, read from the PDF alone: random programmes, and what a reader
would find torn, lost or left empty."""

import base64
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import page
import pytest
from PIL import Image
from pypdf import PdfReader

from programme import breaking, pdf
from programme.printed import Facts

WORDS = [
    *("samarbejde", "bibliotek", "borger", "ældre", "læsning", "øvelse", "åben", "kommune", "fællesskab"),
    *("spørgsmål", "debat", "by", "ø", "udvikling", "forvaltning", "ledelse", "hverdag", "kultur", "viden"),
    *("møde", "sprog", "række", "fortælling", "frivillighed", "erfaring", "praksis"),
]
# The page in points: where its text begins and ends, without the foot.
TOP, FOOT = 842 - 48.2, 59.5


@dataclass(frozen=True)
class Line:
    """A piece of text on a page: how high it stands and how it is set."""

    text: str
    y: float
    size: float
    is_bold: bool


def words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))


def portrait() -> str:
    out = io.BytesIO()
    Image.new("RGB", (96, 96), "#7a8f96").save(out, "JPEG")
    return base64.b64encode(out.getvalue()).decode()


def item(chance: random.Random, number: int, day: date, speakers: list[Facts], *, inside: bool) -> Facts:
    """An item with a mark in its title and one in its very last line."""
    hour = 8 + number % 12
    is_pause = not inside and chance.random() < 0.2
    paragraphs = [] if is_pause else [words(chance, 4, chance.choice([12, 60, 60, 250, 700]))]
    paragraphs += [words(chance, 20, 90) for _more in range(chance.choice([0, 0, 0, 2]))]
    talks = []
    if not is_pause and not inside and chance.random() < 0.15:
        talks = [
            item(chance, number * 100 + more, day, speakers, inside=True)
            for more in range(chance.randint(1, 4))
        ]
    by = []
    if not is_pause and not talks:
        speakers.append(
            {"name": f"Navn{number}", "biography": words(chance, 0, chance.choice([0, 0, 40, 150]))}
        )
        by = [
            {
                "role": "speaker",
                "title": words(chance, 1, 9),
                "affiliation": f"slut{number}x",
                "number": len(speakers) - 1,
            }
        ]
    return {
        "day": day.isoformat(),
        "starts_at": None if inside else f"{hour:02}:{number % 60:02}:00",
        "ends_at": None if inside else f"{hour + 1:02}:{number % 60:02}:00",
        "kind": "break" if is_pause else "group" if talks else "talk",
        "title": f"Punkt{number}x {words(chance, 1, 12)}",
        "abstract": "\n\n".join(paragraphs),
        "room": chance.choice(["", "Store Sal", "Loftet"]),
        "track": chance.choice(["", "", "Ledelse"]),
        "status": chance.choice(["planned"] * 9 + ["cancelled"]),
        "note": "",
        "speakers": by,
        "talks": talks,
    }


def programme(seed: int, *, items: int = 0) -> tuple[Facts, Facts]:
    """A day or some; `items` of them, or as many as the chance has it."""
    chance = random.Random(seed)
    first = date(2027, 3, 1)
    days = chance.choice([1, 1, 2, 3])
    speakers: list[Facts] = []
    sessions = []
    for number in range(1, items or chance.randint(4, 34)):
        day = first + timedelta(days=number * days // (items or 34))
        # The talks of item 1 are 101 and on, so the items of many are 1001 and on.
        sessions.append(item(chance, number + 1000 * bool(items), day, speakers, inside=False))
    facts: Facts = {
        "event": {
            "title": words(chance, 1, 14), "subtitle": words(chance, 0, 20),
            "introduction": words(chance, 0, 70), "description": words(chance, 0, 400),
            "audience": words(chance, 0, 30), "language": chance.choice(["da", "da", "en"]),
            "starts_on": first.isoformat(), "starts_at": "09:00:00",
            "ends_on": (first + timedelta(days=days - 1)).isoformat(), "ends_at": "16:00:00",
            "contact_name": "Dorte Ørsted", "contact_email": "dorte@example.org", "contact_phone": "12 34 56 78",
            "fee_ore": chance.choice([None, 129_500]), "sign_up": chance.choice(["here", "elsewhere", "none"]),
            "sign_up_url": "https://example.org/tilmelding/", "registration_opens_on": None,
            "registration_closes_on": chance.choice([None, "2027-02-20"]),
            "binding_after": chance.choice([None, "2027-02-10"]),
            "substitutes_until": chance.choice([None, "2027-02-27"]),
        },
        "cancelled": chance.random() < 0.1, "cancellation_note": "Huset er lukket.", "moved_from": None,
        "venue": {
            "name": "Kulturhuset Åen", "street_address": "Søndre Allé 1", "postal_code": "9999", "city": "Øby",
            "room_note": "3. sal", "directions": words(chance, 0, chance.choice([20, 200, 900])),
            "access_notes": words(chance, 0, 40),
        },
        "organisers": [{"name": "Foreningen for Læsning", "role": "organiser"}],
        "speakers": speakers,
        "sessions": sessions,
    }  # fmt: skip
    photos = {str(number): portrait() for number in range(len(speakers)) if chance.random() < 0.5}
    return facts, {"colour": "#7a1f3d", "is_limited": True, "photos": photos}


def lines_of(reader: PdfReader) -> list[list[Line]]:
    """The text of each page without its foot, piece by piece."""
    pages = []
    for one in reader.pages:
        found: list[Line] = []

        def visit(
            text: str, cm: list[float], tm: list[float], font: Any, size: float, into: Any = found
        ) -> None:
            if text.strip():
                x, y = tm[4], tm[5]
                height = cm[1] * x + cm[3] * y + cm[5]
                bold = "Bold" in str((font or {}).get("/BaseFont", ""))
                into.append(Line(text.strip(), height, abs(size * tm[3] * cm[3]), bold))

        one.extract_text(visitor_text=visit)
        pages.append([line for line in found if line.y > FOOT - 6])
    return pages


def where(pages: list[list[Line]], mark: str) -> list[tuple[int, float]]:
    return [(number, line.y) for number, lines in enumerate(pages) for line in lines if mark in line.text]


def printed_items(facts: Facts) -> list[Facts]:
    return [one for session in facts["sessions"] for one in (session, *session["talks"])]


def check(seed: int, folder: Path, *, items: int = 0) -> None:
    facts, dress = programme(seed, items=items)
    data = pdf.render(facts, dress=dress, changed_on=date(2027, 1, 5), address="https://example.org/marts/")
    place = folder / f"{seed}.pdf"
    place.write_bytes(data)
    assert list(page.validate_pdf(str(place), profile="ua1").failures) == []
    reader = PdfReader(io.BytesIO(data))
    pages = lines_of(reader)
    whole_text = " ".join(" ".join(one.extract_text() for one in reader.pages).split())
    bookmarks = {str(one.title) for one in flat(reader.outline)}

    lost = [one["title"] for one in printed_items(facts) if " ".join(one["title"].split()) not in whole_text]
    assert lost == []
    assert [one["title"] for one in printed_items(facts) if one["title"] not in bookmarks] == []
    for number in range(1, len(pages) + 1):
        said = f"Side {number} af" if facts["event"]["language"] == "da" else f"Page {number} of"
        assert f"{said} {len(pages)}" in whole_text

    for one in facts["sessions"]:
        number = one["title"].split()[0]
        begins = where(pages, number)
        assert begins, number
        last = one["talks"][-1] if one["talks"] else one
        ends = where(pages, last["speakers"][0]["affiliation"]) if last["speakers"] else begins
        assert ends, f"{number} has lost its end"
        (first_page, top), (last_page, bottom) = begins[0], ends[0]
        if first_page != last_page:
            filled_before = (TOP - top) / (TOP - FOOT)
            height = (top - FOOT) + (TOP - bottom) + (last_page - first_page - 1) * (TOP - FOOT)
            # The headings above the item would go to the next page with it.
            assert filled_before < 0.65 or height > (TOP - FOOT) * 0.9, (
                f"{number} is torn, and fits on a page"
            )

    for number, lines in enumerate(pages[:-1]):
        lowest = min(lines, key=lambda line: line.y)
        # The first page is printed from its upper edge.
        top = TOP if number else 842
        assert (top - lowest.y) / (top - FOOT) > 0.48, f"page {number + 1} is mostly empty"
        assert not (lowest.is_bold and lowest.size > 10.8), f"page {number + 1} ends with {lowest.text!r}"


def flat(outline: list[Any]) -> list[Any]:
    return [deep for one in outline for deep in (flat(one) if isinstance(one, list) else [one])]


@pytest.mark.pango
def test_nothing_is_lost_torn_or_left_empty(tmp_path: Path) -> None:
    check(3, tmp_path, items=10)


PRACTICAL = ["Praktisk", "Sted", "Find vej", "Adgang", "Tilmelding", "Afbud", "Kontakt", "Arrangører"]


def practical(about: int, way: int) -> tuple[list[list[str]], list[float]]:
    """Of a programme without items, with so many words about it and about the way there: the parts of the practical
    matters on each page, and how far down each page its words go."""
    facts, dress = programme(3, items=1)
    chance = random.Random(3)
    facts["cancelled"] = False
    facts["event"] |= {
        "language": "da", "description": words(chance, about, about), "sign_up": "here",
        "ends_on": facts["event"]["starts_on"],
    }  # fmt: skip
    facts["venue"] |= {"directions": words(chance, way, way), "access_notes": words(chance, 20, 20)}
    data = pdf.render(facts, dress=dress, changed_on=date(2027, 1, 5), address="https://example.org/marts/")
    pages = [sorted(lines, key=lambda line: -line.y) for lines in lines_of(PdfReader(io.BytesIO(data)))]
    found = [[line.text for line in lines if line.text in PRACTICAL] for lines in pages]
    tops = [842, *[TOP] * (len(pages) - 1)]
    return found, [(top - lines[-1].y) / (top - FOOT) for top, lines in zip(tops, pages, strict=True)]


@pytest.mark.pango
def test_practical_matters_go_over_the_page_between_their_parts() -> None:
    pages, (filled, _rest) = practical(about=15, way=60)
    assert pages == [PRACTICAL[:3], PRACTICAL[3:]]
    assert filled > 0.9


@pytest.mark.pango
@pytest.mark.parametrize(
    ("next_to_nothing", "pages"), [(0.0, [PRACTICAL[:-2], PRACTICAL[-2:]]), (0.3, [PRACTICAL])]
)
def test_a_page_that_would_hold_next_to_nothing_is_spared_by_drawing_closer(
    next_to_nothing: float, pages: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where it is not, the organisers do not stand there alone."""
    monkeypatch.setattr(breaking, "NEXT_TO_NOTHING", next_to_nothing)
    assert practical(about=0, way=15)[0] == pages


@pytest.mark.pango
@pytest.mark.long
@pytest.mark.parametrize("about", range(0, 220, 10))
def test_practical_matters_leave_no_page_half_empty_and_no_heading_alone(about: int) -> None:
    pages, filled = practical(about, way=60)
    assert [head for heads in pages for head in heads] == PRACTICAL
    assert [heads for heads in pages if heads in (["Praktisk"], ["Arrangører"])] == []
    assert min([1.0, *filled[:-1]]) > 0.85


@pytest.mark.pango
@pytest.mark.long
@pytest.mark.parametrize("seed", [*range(14), 115, 129])
def test_nothing_is_lost_torn_or_left_empty_in_many_programmes(seed: int, tmp_path: Path) -> None:
    check(seed, tmp_path)


@pytest.mark.pango
@pytest.mark.long
@pytest.mark.parametrize("seed", [6, 7])
def test_nothing_is_lost_torn_or_left_empty_in_a_programme_of_many_pages(seed: int, tmp_path: Path) -> None:
    check(seed, tmp_path, items=150)


def sheet(
    *pieces: tuple[str, float, float] | tuple[str, float, float, float], filled: float = 1
) -> breaking.Sheet:
    return breaking.Sheet([breaking.Piece(*one) for one in pieces], filled)


@pytest.mark.parametrize(
    ("above", "headings", "heights", "is_needless"),
    [
        (0.5, 0.0, [0.5, 0.5], True),
        (0.49, 0.0, [0.5, 0.5], False),
        (0.5, 0.0, [0.5, 0.51], False),
        (0.9, 0.0, [0.05, 0.3], True),
        (0.9, 0.0, [0.8], False),
        # The headings above it would go to the next page with it, and stand there alone where it does not fit.
        (0.5, 0.125, [0.375, 0.5], True),
        (0.5, 0.126, [0.375, 0.5], False),
    ],
)
def test_what_fits_on_a_page_is_torn_only_where_it_would_leave_one_half_empty(
    above: float, headings: float, heights: list[float], is_needless: bool
) -> None:
    first, *rest = heights
    pages = [
        sheet(("i1", 0, above), ("i2", above, first, headings)),
        *(sheet(("i2", 0, one)) for one in rest),
    ]
    assert breaking.torn_needlessly(pages) == ({"i2"} if is_needless else set())


@pytest.mark.parametrize(
    ("filled", "spared", "every", "parted"),
    [
        (0.5, set(), True, set()),
        (0.49, set(), True, {"i2", "i3"}),
        (0.49, set(), False, {"i2"}),
        (0.49, {"i2"}, False, {"i3"}),
    ],
)
def test_what_leaves_a_page_half_empty_is_parted_the_first_alone_or_all(
    filled: float, spared: set[str], every: bool, parted: set[str]
) -> None:
    pages = [sheet(("i1", 0, 0.4), filled=filled), sheet(("i2", 0, 0.4), filled=filled), sheet(("i3", 0, 1))]
    assert breaking.to_be_parted(pages, set(), spared=spared, every=every) == parted


def test_what_no_page_can_hold_is_parted() -> None:
    pages = [sheet(("i1", 0, 1)), sheet(("i1", 0, 0.3), ("i2", 0.3, 1))]
    assert breaking.to_be_parted(pages, set(), spared=set(), every=False) == {"i1"}
    assert breaking.to_be_parted(pages, {"i1"}, spared=set(), every=False) == set()
    assert breaking.to_be_parted(pages, set(), spared={"i1"}, every=False) == set()
