"""Pasted lists: what people copy out of Outlook, Excel and mails becomes people, and nothing is lost in silence."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registration.pasting import Pasted, PastedPerson, PasteWarning, read_people
from registration.pasting.reading import LONGEST_ENTRY, LONGEST_LINE, MOST_CELLS, MOST_ENTRIES, MOST_WARNINGS
from registration.persons import has_cpr_shape

ANNE = PastedPerson("Anne Mette Pedersen", "amp@example.org")
BO = PastedPerson("Bo Ågård", "bo@example.org")
CLARA = PastedPerson("Clara Øst", "clara@example.org")
ANNE_THE_LIBRARIAN = PastedPerson("Anne Mette Pedersen", "amp@example.org", "Bibliotekar", "Køge Bibliotek")


def names(*people: str) -> tuple[PastedPerson, ...]:
    return tuple(map(PastedPerson, people))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        # Outlook and other mail programs
        ("Anne Mette Pedersen <amp@example.org>; Bo Ågård <bo@example.org>", (ANNE, BO)),
        ("Anne Mette Pedersen <amp@example.org>;\r\nBo Ågård <bo@example.org>;\r\n", (ANNE, BO)),
        ("Til: \"Pedersen, Anne Mette\" <AMP@example.org>; 'Bo Ågård' <bo@example.org>", (ANNE, BO)),
        ("Cc: Pedersen, Anne Mette <amp@example.org>; Ågård, Bo <bo@example.org>", (ANNE, BO)),
        (
            "Anne Mette Pedersen <amp@example.org>, Bo Ågård <bo@example.org>,\nClara Øst <clara@example.org>",
            (ANNE, BO, CLARA),
        ),
        ('"Pedersen, Anne Mette" <amp@example.org>, "Ågård, Bo" <bo@example.org>', (ANNE, BO)),
        ("Anne Mette Pedersen <amp@example.org>, Bo Ågård", (ANNE, *names("Bo Ågård"))),
        ("Bo Ågård; Anne Mette Pedersen <amp@example.org>", (*names("Bo Ågård"), ANNE)),
        ("Bo Ågård <bo@example.org<mailto:bo@example.org>>", (BO,)),
        ("Bo Ågård [mailto:bo@example.org]", (BO,)),
        ("Bo Ågård (bo@example.org)", (BO,)),
        ("Bo Ågård bo@example.org", (BO,)),
        ("bo@example.org Bo Ågård", (BO,)),
        (unicodedata.normalize("NFD", "Bo Ågård <bo@example.org>"), (BO,)),
        (
            "Anne Mette Pedersen (Køge Bibliotek) <amp@example.org>",
            (PastedPerson("Anne Mette Pedersen", "amp@example.org", "", "Køge Bibliotek"),),
        ),
        # Excel with a header
        (
            "Navn\tStilling\tArbejdsplads\tE-mail\n"
            "Anne Mette Pedersen\tBibliotekar\tKøge Bibliotek\tamp@example.org\nBo Ågård\t\t\tbo@example.org",
            (ANNE_THE_LIBRARIAN, BO),
        ),
        (
            "EMAIL\tTitel\tBibliotek\tNAVN\namp@example.org\tBibliotekar\tKøge Bibliotek\tPedersen, Anne Mette\n",
            (ANNE_THE_LIBRARIAN,),
        ),
        (
            "Nr.\tFornavn\tEfternavn\tMail\n1\tAnne Mette\tPedersen\tamp@example.org\n2\tBo\tÅgård\tbo@example.org",
            (ANNE, BO),
        ),
        ("Navn\tEfternavn\nBo\tÅgård", names("Bo Ågård")),
        ("Navn;E-mail\r\n;\r\nBo Ågård;bo@example.org\r\n", (BO,)),
        ("| Navn | E-mail |\n| Bo Ågård | bo@example.org |", (BO,)),
        ("Navn\nBo Ågård\nClara Øst", names("Bo Ågård", "Clara Øst")),
        (
            "Navn\tStilling\nBo Ågård\tLeder af børn, unge og kultur",
            (PastedPerson("Bo Ågård", "", "Leder af børn, unge og kultur"),),
        ),
        # Excel without a header
        ("Anne Mette Pedersen\tBibliotekar\tKøge Bibliotek\tamp@example.org", (ANNE_THE_LIBRARIAN,)),
        ("amp@example.org\tAnne Mette Pedersen\tKøge Bibliotek\tBibliotekar", (ANNE_THE_LIBRARIAN,)),
        (
            "Bo Ågård\tAarhus Kommune\tbo@example.org",
            (PastedPerson("Bo Ågård", "bo@example.org", "", "Aarhus Kommune"),),
        ),
        ("Bo\tÅgård\tbo@example.org", (BO,)),
        ("1\tBo Ågård\tbo@example.org", (BO,)),
        ("•\tBo Ågård\n•\tClara Øst", names("Bo Ågård", "Clara Øst")),
        # Semicolons, commas and dashes
        ("Anne Mette Pedersen;Bibliotekar;Køge Bibliotek;amp@example.org", (ANNE_THE_LIBRARIAN,)),
        ("Anne Mette Pedersen, Bibliotekar, Køge Bibliotek, amp@example.org", (ANNE_THE_LIBRARIAN,)),
        ('"Pedersen, Anne Mette",Bibliotekar,Køge Bibliotek,amp@example.org', (ANNE_THE_LIBRARIAN,)),
        ("Anne Mette Pedersen - Bibliotekar – Køge Bibliotek - amp@example.org", (ANNE_THE_LIBRARIAN,)),
        ("Anne Mette Pedersen <amp@example.org>, Bibliotekar, Køge Bibliotek", (ANNE_THE_LIBRARIAN,)),
        ("Bo Ågård, Biblioteksleder", (PastedPerson("Bo Ågård", "", "Biblioteksleder"),)),
        ("Bo Ågård, Bibliotekarforbundet", (PastedPerson("Bo Ågård", "", "", "Bibliotekarforbundet"),)),
        # Names alone
        ("Bo Ågård\n\nClara Øst\n", names("Bo Ågård", "Clara Øst")),
        ("Bo Ågård; Clara Øst", names("Bo Ågård", "Clara Øst")),
        ("Bo Ågård, Clara Øst, Dorte Ærø", names("Bo Ågård", "Clara Øst", "Dorte Ærø")),
        ("Deltagere: Bo Ågård, Clara Øst", names("Bo Ågård", "Clara Øst")),
        (
            "1. Bo Ågård\n2) Clara Øst\n(3) Dorte Ærø\n4.Erik Å",
            names("Bo Ågård", "Clara Øst", "Dorte Ærø", "Erik Å"),
        ),
        (
            "- Bo Ågård\n• Clara Øst\n* Dorte Ærø\n– Erik Å\no Finn",
            names("Bo Ågård", "Clara Øst", "Dorte Ærø", "Erik Å", "Finn"),
        ),
        ("Vi Nguyen\nbo ågård", names("Vi Nguyen", "bo ågård")),
        # Forms sent by mail
        (
            "Navn: Anne Mette Pedersen\nStilling: Bibliotekar\nArbejdsplads: Køge Bibliotek\nE-mail: amp@example.org\n"
            "\nNavn: Bo Ågård\nMail: bo@example.org",
            (ANNE_THE_LIBRARIAN, BO),
        ),
        # Nothing at all
        ("", ()),
        (" \r\n\t\n;;;\n", ()),
    ],
)
def test_what_people_paste_is_read_without_a_word_of_doubt(text, people):
    assert read_people(text) == Pasted(people=people)


@pytest.mark.parametrize(
    ("text", "people", "warnings"),
    [
        (
            "anne.mette.pedersen@example.org",
            (PastedPerson("Anne Mette Pedersen", "anne.mette.pedersen@example.org"),),
            [(1, "name_guessed", "Anne Mette Pedersen <anne.mette.pedersen@example.org>")],
        ),
        (
            "bo-ågård2+kursus@example.org",
            (PastedPerson("Bo Ågård", "bo-ågård2+kursus@example.org"),),
            [(1, "name_guessed", "Bo Ågård <bo-ågård2+kursus@example.org>")],
        ),
        (
            "amp@example.org; b.aagaard@example.org",
            (PastedPerson("", "amp@example.org"), PastedPerson("", "b.aagaard@example.org")),
            [(1, "name_missing", "<amp@example.org>"), (1, "name_missing", "<b.aagaard@example.org>")],
        ),
        (
            "Pedersen, Anne Mette\nÅgård, Bo",
            names("Anne Mette Pedersen", "Bo Ågård"),
            [(1, "name_turned", "Pedersen, Anne Mette"), (2, "name_turned", "Ågård, Bo")],
        ),
        ("Bo Ågård\n\nbo  ågård", names("Bo Ågård"), [(3, "duplicate", "bo ågård")]),
        ("Bo Ågård <bo@example.org>\nBO@EXAMPLE.ORG", (BO,), [(2, "duplicate", "<bo@example.org>")]),
        (
            "Bo Ågård\nBo Ågård, leder, Øby Bibliotek",
            names("Bo Ågård"),
            [(2, "duplicate", "Bo Ågård, leder, Øby Bibliotek")],
        ),
        (
            "Bo Ågård <bo@example.org>\nClara Øst <bo@example.org>",
            (BO, PastedPerson("Clara Øst", "bo@example.org")),
            [],
        ),
        ("Bo Ågård <bo@example>", names("Bo Ågård"), [(1, "address", "bo@example")]),
        ("Bo Ågård, bo.example.org", names("Bo Ågård"), [(1, "address", "bo.example.org")]),
        ("Bo Ågård\tbo(at)example.org", names("Bo Ågård"), [(1, "address", "bo(at)example.org")]),
        ("Bo Ågård <bo.example.org>", names("Bo Ågård"), [(1, "address", "bo.example.org")]),
        (
            "Bo Ågård, Leder, www.oeby.example.org",
            (PastedPerson("Bo Ågård", "", "Leder", "www.oeby.example.org"),),
            [],
        ),
        (
            "Navn\tE-mail\nBo Ågård\tbo hos biblioteket",
            names("Bo Ågård"),
            [(2, "address", "bo hos biblioteket")],
        ),
        (
            "Bo Ågård <bo@example.org>, bo2@example.org",
            (BO, PastedPerson("", "bo2@example.org")),
            [(1, "name_missing", "<bo2@example.org>")],
        ),
        ("Bo Ågård\tbo@example.org\tbo2@example.org", (BO,), [(1, "left_out", "bo2@example.org")]),
        ("Bo Ågård\tbo@example.org\t12 34 56 78", (BO,), [(1, "left_out", "12 34 56 78")]),
        ("Bo Ågård tlf. 12 34 56 78", names("Bo Ågård"), [(1, "left_out", "12 34 56 78")]),
        ("Bo Ågård (BÅ) <bo@example.org>", (BO,), [(1, "left_out", "BÅ")]),
        (
            "Bo Ågård\tLeder\tKøge\tSjælland",
            (PastedPerson("Bo Ågård", "", "Leder", "Køge"),),
            [(1, "left_out", "Sjælland")],
        ),
        (
            "Navn\tTelefon\tHund\tE-mail\nBo Ågård\t12345678\tja\tbo@example.org\tmere",
            (BO,),
            [(1, "column", "Telefon"), (1, "column", "Hund"), (2, "left_out", "mere")],
        ),
        ("Navn: Bo Ågård\nTlf.: 12345678", names("Bo Ågård"), [(2, "column", "Tlf.: 12345678")]),
        ("Bo Ågård 010190-1234", names("Bo Ågård"), [(1, "cpr", "Bo Ågård …")]),
        (
            "Navn\tCPR\tMail\nBo Ågård\t0101901234\tbo@example.org",
            (BO,),
            [(1, "column", "CPR"), (2, "cpr", "…")],
        ),
        (
            "12345\n???\n+45 12 34 56 78",
            (),
            [(1, "unreadable", "12345"), (2, "unreadable", "???"), (3, "unreadable", "+45 12 34 56 78")],
        ),
        (
            "Hej Dorte,\nVi vil gerne tilmelde disse personer til konferencen.\nBo Ågård\n"
            "Med venlig hilsen\nLeder, Køge Bibliotek",
            names("Bo Ågård"),
            [
                (1, "unreadable", "Hej Dorte"),
                (2, "unreadable", "Vi vil gerne tilmelde disse personer til konferencen."),
                (4, "unreadable", "Med venlig hilsen"),
                (5, "unreadable", "Leder, Køge Bibliotek"),
            ],
        ),
    ],
)
def test_what_is_doubtful_or_left_out_is_told_with_its_line(text, people, warnings):
    assert read_people(text) == Pasted(people=people, warnings=tuple(PasteWarning(*w) for w in warnings))


@pytest.mark.parametrize("closing", ["Venlig hilsen", "Med venlige hilsner", "Mvh", "--", "Kind regards"])
def test_whoever_signs_beneath_a_list_is_not_in_it(closing):
    read = read_people(f"Bo Ågård\n{closing}\nSøren\nÆrø Bibliotek\nClara Øst <clara@example.org>")
    assert read.people == (*names("Bo Ågård"), PastedPerson(name="Clara Øst", email="clara@example.org"))
    assert [(one.line_number, one.code) for one in read.warnings] == [
        (number, "unreadable") for number in (2, 3, 4)
    ]


def test_a_list_below_a_signature_is_read():
    assert read_people("Mvh Dorte\nBo Ågård\nClara Øst").people == names("Bo Ågård", "Clara Øst")


@pytest.mark.parametrize(
    "person",
    [
        PastedPerson(name="Bo Ågård", email="bo@example.org"),
        PastedPerson(
            name="Bo Ågård", email="bo@example.org", job_title="Bibliotekar", organisation="Øby Bibliotek"
        ),
        PastedPerson(name="Clara Øst"),
    ],
)
def test_the_line_about_a_person_is_read_as_she_is(person):
    assert read_people(person.line).people == (person,)


@pytest.mark.parametrize(("limit", "kept"), [(1, 1), (2, 2), (3, 3), (4, 3)])
def test_the_first_are_kept_and_those_beyond_the_limit_are_told(limit, kept):
    everybody = names("Bo Ågård", "Clara Øst", "Dorte Ærø")
    read = read_people("Bo Ågård\nClara Øst\nDorte Ærø", limit=limit)
    beyond = tuple(
        PasteWarning(number, "limit", person.name) for number, person in enumerate(everybody[kept:], kept + 1)
    )
    assert read == Pasted(people=everybody[:kept], warnings=beyond)


@pytest.mark.parametrize(
    ("length", "code"),
    [(LONGEST_ENTRY, "unreadable"), (LONGEST_ENTRY + 1, "long"), (LONGEST_LINE + 1, "long")],
)
def test_a_line_too_long_is_told_in_its_first_words(length, code):
    assert read_people("å" * length + "\nBo Ågård") == Pasted(
        people=names("Bo Ågård"), warnings=(PasteWarning(1, code, "å" * 199 + "…"),)
    )


def test_a_row_of_more_cells_than_any_list_has_is_told():
    assert read_people("\t".join(["Bo Ågård", *[""] * (MOST_CELLS - 2), "bo@example.org"])) == Pasted(
        people=(BO,)
    )
    row = "\t".join(["Bo Ågård", *[""] * (MOST_CELLS - 1), "bo@example.org"])
    assert read_people(row) == Pasted(warnings=(PasteWarning(1, "long", "Bo Ågård bo@example.org"),))


def test_reading_ends_after_so_many_lines_and_says_where():
    text = "\n".join(["Bo Ågård"] * MOST_ENTRIES)
    assert [warning.code for warning in read_people(text).warnings] == ["duplicate"] * (MOST_WARNINGS - 1) + [
        "more"
    ]
    more = read_people(f"{text}\nClara Øst").warnings[-2:]
    told = MOST_ENTRIES - 1 - (MOST_WARNINGS - 1) + 1
    assert more == (
        PasteWarning(MOST_WARNINGS + 1, "more", str(told)),
        PasteWarning(MOST_ENTRIES + 1, "rest", "Clara Øst"),
    )


def test_as_many_warnings_as_there_is_room_for_are_all_told():
    assert len(read_people("?\n" * MOST_WARNINGS).warnings) == MOST_WARNINGS
    last = read_people("?\n" * (MOST_WARNINGS + 1)).warnings[-1]
    assert last == PasteWarning(MOST_WARNINGS, "more", "2")


IDA = PastedPerson("Ida Holm", "ida@example.org")


@pytest.mark.parametrize(
    ("text", "people", "told"),
    [
        ("Ida Holm ida@example.org (vegetar)", (IDA,), ["vegetar"]),
        ("Ida Holm, vegetar, ida@example.org", (IDA,), ["vegetar"]),
        ("Ida Holm\tida@example.org\tglutenallergi", (IDA,), ["glutenallergi"]),
        ("Ida Holm; svær nøddeallergi; ida@example.org", (IDA,), ["svær nøddeallergi"]),
        ("Ida Holm <ida@example.org> Vegetar", (IDA,), ["Vegetar"]),
        ("ida@example.org Ida Holm vegetar", (IDA,), ["vegetar"]),
        ("Ida Holm er veganer ida@example.org", (IDA,), ["er veganer"]),
        ("Ida Holm: spiser ikke svinekød, ida@example.org", (IDA,), ["spiser ikke svinekød"]),
        ("Ida Holm - bruger kørestol - ida@example.org", (IDA,), ["bruger kørestol"]),
        ("Ida Holm, wheelchair user, ida@example.org", (IDA,), ["wheelchair user"]),
        ("Ida Holm, no gluten, ida@example.org", (IDA,), ["no gluten"]),
        ("Ida Holm, mælke- og ægallergi, ida@example.org", (IDA,), ["mælke- og ægallergi"]),
        ("Ida Holm [halal/laktosefri] ida@example.org", (IDA,), ["halal", "laktosefri"]),
        ("Ida Holm (veganer, har nøddeallergi) ida@example.org", (IDA,), ["veganer", "har nøddeallergi"]),
        ("Ida Holm - vegetar, ida@example.org", (IDA,), ["vegetar"]),
        (
            "Ida Holm\tBibliotekar (cøliaki)\tida@example.org",
            (replace(IDA, job_title="Bibliotekar"),),
            ["cøliaki"],
        ),
        (
            "Ida Holm, allergikonsulent og vegetar, ida@example.org",
            (replace(IDA, job_title="allergikonsulent"),),
            ["og vegetar"],
        ),
        ("Ida Holm, vegetar", names("Ida Holm"), ["vegetar"]),
        ("Ida Holm ida@example.org, Bo Ågård bo@example.org, vegetar", (IDA, BO), ["vegetar"]),
        ("vegetar", (), ["vegetar"]),
        (
            "Navn\tStilling\tMail\nIda Holm\tgluten-fri\tida@example.org\thalal",
            (IDA,),
            ["gluten-fri", "halal"],
        ),
        ("Navn\tKost\tMail\tAllergi\nIda Holm\tvegetar\tida@example.org\tæg", (IDA,), ["Kost", "Allergi"]),
        (
            "Navn: Ida Holm\nSærlige behov: rampe\nStilling: vegansk\nMail: ida@example.org",
            (IDA,),
            ["Særlige behov: rampe", "vegansk"],
        ),
    ],
)
def test_what_somebody_eats_or_needs_is_no_job_and_is_told(text, people, told):
    read = read_people(text)
    assert read.people == people
    assert [(one.code, one.text) for one in read.warnings] == [("need", words) for words in told]


@pytest.mark.parametrize(
    "title",
    [
        *[
            "allergikonsulent",
            "Vegetarkok",
            "diætist",
            "Diabetessygeplejerske",
            "tegnsprogstolk",
            "Allergolog",
        ],
        *[
            "Allergi- og kostkonsulent",
            "Øjenlæge",
            "mælkeproducent",
            "vegetationsplejer",
            "Æggehandler",
            "Kostvejleder",
        ],
    ],
)
def test_a_title_that_begins_like_a_need_is_a_title(title):
    people = (replace(IDA, job_title=title),)
    assert read_people(f"Ida Holm, {title}, ida@example.org") == Pasted(people=people)
    assert read_people(f"Ida Holm ida@example.org ({title})") == Pasted(people=people)


@pytest.mark.parametrize(
    "workplace", ["Dansk Vegetarisk Forening", "Diabetesforeningen", "Allergi Center Øby"]
)
def test_a_workplace_that_is_named_like_a_need_is_a_workplace(workplace):
    read = read_people(f"Ida Holm\t{workplace}\tvegan@example.org")
    assert read == Pasted(people=(PastedPerson("Ida Holm", "vegan@example.org", "", workplace),))


@pytest.mark.parametrize(("length", "code"), [(LONGEST_ENTRY, "need"), (LONGEST_ENTRY + 1, "long")])
def test_a_need_is_looked_for_in_what_is_not_too_long(length, code):
    text = "vegetar ".ljust(length, "å")
    assert [one.code for one in read_people(f"{text}\nBo Ågård").warnings] == [code]


HEADINGS = [
    *[
        "Tilmeldte:",
        "Deltagere fra Øby:",
        "Fra os kommer:",
        "*Børn og unge:*",
        "Ærø, Køge og Øby:",
        "Stilling:",
    ],
    *[
        "Workshop 1",
        "Hold 12:",
        "Dag 2: Øvelser på ærøsk",
        "Spor 3 – Læring",
        "Tilmeldte",
        "Deltagere fra Øby",
    ],
    *[
        "i alt 3 personer",
        "3 personer",
        "total: 3",
        "3 deltagere i alt",
        "Antal: 12",
        "I alt: 3 pers.",
        "Tre personer",
    ],
    *["Vi er 3 i alt", "Deltagere i alt: 40", "we are two people", "3 in all", "Sum: 4 tilmeldte"],
]


@pytest.mark.parametrize("line", HEADINGS)
def test_a_heading_or_a_sum_gets_no_place_and_is_told(line):
    read = read_people(f"1. Ida Holm <ida@example.org>\n{line}\n2. Bo Ågård bo@example.org")
    assert read.people == (IDA, BO)
    assert read.warnings == (PasteWarning(2, "unreadable", line),)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ida Holm: ida@example.org", (IDA,)),
        ("Fra Øby kommer: Ida Holm ida@example.org:", None),
        ("Dag Ærø\nEn Ti\nAlt Person", names("Dag Ærø", "En Ti", "Alt Person")),
        ("Hold Ærø\nI. Alt\n3. Er Vi", names("Hold Ærø", "I. Alt", "Er Vi")),
        ("Tilmeldte: Ida Holm, Bo Ågård", names("Ida Holm", "Bo Ågård")),
        ("Navn: Ida Holm\nStilling:\nKost:\nE-mail: ida@example.org\nNavn:\nE-mail: bo@example.org", None),
    ],
)
def test_what_only_looks_like_a_heading_or_a_sum_is_read(text, people):
    read = read_people(text)
    if people is None:
        assert read.people[0].email == "ida@example.org"
        assert not [one for one in read.warnings if one.code == "unreadable"]
    else:
        assert read == Pasted(people=people)


@pytest.mark.parametrize(
    ("text", "people", "told"),
    [
        ("Navn\tE-mail\n1. Ida Holm\tida@example.org\nI alt\t1 person\t", (IDA,), [(3, "I alt 1 person")]),
        ("Navn\tE-mail\nØby:\t\n2 Bo Ågård\tbo@example.org", (BO,), [(2, "Øby:")]),
        ("Ida Holm\tida@example.org\nTotal\t1", (IDA,), [(2, "Total 1")]),
        ("Ida Holm, Bo Ågård, i alt 2 personer", names("Ida Holm", "Bo Ågård"), [(1, "i alt 2 personer")]),
        (
            "Fra Øby:\nIda Holm, Bo Ågård, Clara Øst",
            names("Ida Holm", "Bo Ågård", "Clara Øst"),
            [(1, "Fra Øby:")],
        ),
        (
            "Ida Holm, Bo Ågård, Clara Øst\n3 personer",
            names("Ida Holm", "Bo Ågård", "Clara Øst"),
            [(2, "3 personer")],
        ),
        (
            "Navn: Ida Holm\nMail: ida@example.org\n1 person\nStilling: Leder\nMail: åse.dam@example.org",
            None,
            [(3, "1 person")],
        ),
    ],
)
def test_a_heading_or_a_sum_in_any_list_is_told(text, people, told):
    read = read_people(text)
    assert [(one.line_number, one.text) for one in read.warnings if one.code == "unreadable"] == told
    assert read.people == (people or (IDA, PastedPerson("Åse Dam", "åse.dam@example.org", "Leder")))


def test_the_group_before_a_name_is_told_and_left_out():
    read = read_people("Hold 1\tIda Holm\tida@example.org\nHold 2\tBo Ågård\tbo@example.org")
    left = tuple(PasteWarning(number, "left_out", f"Hold {number}") for number in (1, 2))
    assert read == Pasted(people=(IDA, BO), warnings=left)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("1. Ida Holm\tida@example.org", "Ida Holm"),
        ("12) Ida Holm | ida@example.org", "Ida Holm"),
        ("(3) Ida Holm\tida@example.org", "Ida Holm"),
        ("4 Ida Holm ida@example.org", "Ida Holm"),
        ("5: Ida Holm <ida@example.org>", "Ida Holm"),
        ("6.Ida Holm\tida@example.org", "Ida Holm"),
        ("999 Ida Holm ida@example.org", "Ida Holm"),
        ("1000 Ida Holm ida@example.org", "1000 Ida Holm"),
        ("2b Ida Holm ida@example.org", "2b Ida Holm"),
    ],
)
def test_the_number_of_a_line_is_no_part_of_the_name(line, name):
    read = read_people(f"{line}\nBo Ågård\tbo@example.org\nClara Øst, clara@example.org")
    assert read == Pasted(people=(replace(IDA, name=name), BO, CLARA))


@pytest.mark.parametrize("header", ["Navn\tMail\n", "Navn | Mail\n"])
def test_the_number_of_a_line_is_no_part_of_the_name_in_named_columns(header):
    mark = header[4:-5].strip(" ") or "\t"
    read = read_people(f"{header}1. Ida Holm{mark}ida@example.org\n2. Bo Ågård <bo@example.org>")
    assert read == Pasted(people=(IDA, BO))


PIECES = [
    *[
        "Anne",
        "Mette",
        "Ågård",
        "Pedersen",
        "Bibliotekar",
        "Køge",
        "Bibliotek",
        "bo@example.org",
        "åse.dam@example.org",
    ],
    *["amp@example", "12 34 56 78", "Navn", "E-mail", "Stilling", "010190-1234", "Til:", "1.", "Hej"],
    *["vegetar", "(halal)", "allergikonsulent", "Workshop 1", "i alt 3", "Tilmeldte:", "Øby:"],
    *[" ", " ", ", ", "; ", "\t", "\t", "\n", "\n", " <", ">", '"', "'", "(", ")", " - ", "|", "•", "@", ":"],
]
TOLD = {
    "Anne",
    "Mette",
    "Ågård",
    "Pedersen",
    "Bibliotekar",
    "Køge",
    "bo@example.org",
    "åse.dam@example.org",
    "Hej",
    "vegetar",
    "halal",
    "allergikonsulent",
    "Øby",
}


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_every_word_ends_with_a_person_or_in_a_warning(pieces):
    read = read_people(" ".join(pieces), limit=3)
    told = repr(read)
    if not any(warning.code in ("more", "rest") for warning in read.warnings):
        assert [word for word in pieces if word.strip("():") in TOLD and word.strip("():") not in told] == []
    assert not has_cpr_shape(told)


@given(st.text(), st.integers(0, 5))
def test_no_text_makes_it_fail(text, limit):
    read = read_people(text, limit=limit)
    assert len(read.people) <= limit
    assert len(read.warnings) <= MOST_WARNINGS + 1
    assert all(person.name or person.email for person in read.people)
    lines = text.splitlines()
    assert all(lines[warning.line_number - 1].strip() for warning in read.warnings)


@pytest.mark.long
@pytest.mark.parametrize(
    "shape",
    [
        "a",
        "@",
        '"',
        "<",
        "(",
        "(a ",
        "a@",
        "a@b.",
        "a.",
        "1",
        "01019",
        ", ",
        "; ",
        "\t",
        "|",
        " - ",
        "a, ",
        "\u0316\u0301",
        "Navn: ",
        "x@y.dk, ",
        "æ <x@y.dk>; ",
        "+45 ",
        "a\t",
        "A.B@c.dk\t",
        "\u200b",
    ],
)
@pytest.mark.parametrize("line_ends", [240, LONGEST_LINE - 1, 50_000])
def test_junk_of_any_shape_is_read_to_its_end(shape, line_ends):
    line = (shape * line_ends)[:line_ends]
    text = "\n".join([line] * (50_000 // line_ends))
    read = read_people(text)
    assert len(read.people) <= 20
    assert len(read.warnings) <= MOST_WARNINGS + 1
