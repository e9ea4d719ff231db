"""A catalogue that is not complete is found out, without gettext's programs."""

import re
import struct
from pathlib import Path

import pytest

from scripts.check_translations import ROOT, entries, problems, strings, template_strings

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: programme/models.py
msgid "Place"
msgstr "Sted"

msgctxt "seat"
msgid "Place"
msgstr "Plads"

#, python-format
msgid "%(count)s place"
msgid_plural "%(count)s places"
msgstr[0] "%(count)s plads"
msgstr[1] ""
"%(count)s "
"pladser på Ærø"

#~ msgid "gone"
#~ msgstr ""
"""
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
COMPILED = {
    "": HEADER,
    "Place": "Sted",
    "seat\4Place": "Plads",
    "%(count)s place\0%(count)s places": "%(count)s plads\0%(count)s pladser på Ærø",
}
NEEDED: dict[tuple[str | None, str], str] = {
    (None, "Place"): "a.py",
    ("seat", "Place"): "a.py",
    (None, "%(count)s place"): "a.html",
}


def compile_into(place: Path, entries: dict[str, str]) -> None:
    pairs = sorted((name.encode(), text.encode()) for name, text in entries.items())
    tables, data = [b"", b""], b""
    start = 28 + 16 * len(pairs)
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<II", len(pair[column]), start + len(data))
            data += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    place.write_bytes(head + tables[0] + tables[1] + data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "django.po").write_text(PO, encoding="utf-8")
    compile_into(tmp_path / "django.mo", COMPILED)
    return tmp_path


def test_a_complete_catalogue_has_no_problems(folder: Path) -> None:
    assert problems(folder, NEEDED) == []


def test_a_string_of_the_code_that_is_not_in_the_catalogue_is_named(folder: Path) -> None:
    assert problems(folder, NEEDED | {("room", "Place"): "programme/views.py"}) == [
        "not in the catalogue: 'Place' (programme/views.py)"
    ]


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('msgstr "Sted"', 'msgstr ""', "not translated: 'Place'"),
        ('"pladser på Ærø"', '""', "not compiled: '%(count)s place'"),
        ('msgstr "Plads"', 'msgstr "Stol"', "not compiled: 'Place'"),
        ("#, python-format", "#, fuzzy, python-format", "fuzzy: '%(count)s place'"),
    ],
)
def test_a_catalogue_that_is_not_finished_is_told(
    folder: Path, before: str, after: str, problem: str
) -> None:
    (folder / "django.po").write_text(PO.replace(before, after), encoding="utf-8")
    assert problems(folder, NEEDED) == [problem]


def test_strings_are_found_in_code_and_templates() -> None:
    code = (
        '_("one") + gettext_lazy("two") + pgettext("seat", "three") + ngettext("four", "fours", n) + _(name)'
    )
    page = (
        '{% load i18n %}{% translate "one" %}{% translate "Place" context "seat" %}'
        "{% blocktranslate trimmed count n=n %}\n  one seat of 100%\n  {% plural %}\n  {{ n }} seats\n"
        "{% endblocktranslate %}{% comment %}{% translate 'not this' %}{% endcomment %}"
    )
    assert set(strings(code, "a.py")) == {(None, "one"), (None, "two"), ("seat", "three"), (None, "four")}
    assert list(template_strings(page, "a.html")) == [
        (None, "one"),
        ("seat", "Place"),
        (None, "one seat of 100%%"),
    ]


TAG = re.compile(r"<[^>]*>")
DANISH = ROOT / "conference" / "locale" / "da" / "LC_MESSAGES" / "django.po"


def quoted(text: str) -> str:
    """The quotation marks of a sentence in the order they stand, those of tags left out."""
    return "".join(re.findall('[“”„»«"]', TAG.sub("", text)))


def test_danish_sentences_quote_in_one_way_and_english_ones_in_another() -> None:
    odd = []
    for entry in entries(DANISH.read_text(encoding="utf-8")):
        english = [text for text in (entry.id, entry.plural) if quoted(text).replace("“”", "")]
        danish = [text for text in entry.translations if quoted(text).replace("»«", "")]
        odd += english + danish
    assert odd == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [("Tryk på »Fortsæt«.", "»«"), ('<a href="x">“Å”</a>', "“”"), ('Sig "ja"', '""'), ("„Ø“", "„“")],
)
def test_the_quotation_marks_of_a_sentence_are_found(text: str, marks: str) -> None:
    assert quoted(text) == marks
