"""People as text: the same person or another, telephone numbers, civil registration numbers."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.folding import tidy
from registration.persons import (
    PERSON_KEY_LENGTH,
    PhoneError,
    asks_for_cpr,
    fold_email,
    has_cpr_shape,
    person_key,
    read_phone,
    shares_a_word,
    without_cpr,
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_an_address_is_compared_in_lower_case():
    assert fold_email("  Søren.ÅGÅRD@Example.ORG ") == "søren.ågård@example.org"
    assert fold_email(nfd("ÅSE@example.org")) == "åse@example.org"


# --- The same person


def test_a_person_is_the_own_address_and_the_name():
    key = person_key(name="Bo  Ågård", email="BO@example.org", contact_email="anne@example.org")
    assert key == "bo@example.org\nbo ågård"
    assert key == person_key(name=nfd("bo ågård "), email=" bo@example.org", contact_email="x@example.org")


def test_a_person_without_an_address_is_known_by_the_contacts():
    assert person_key(name="Åse", email="  ", contact_email="Anne@example.org") == "anne@example.org\nåse"


def test_two_people_may_share_an_address_and_two_addresses_make_two_people():
    keys = {
        person_key(name=name, email=email, contact_email="anne@example.org")
        for name in ("Bo Ågård", "Clara Øst")
        for email in ("post@example.org", "bo@example.org")
    }
    assert len(keys) == 4


@pytest.mark.parametrize("name", ["", "  ", "\u200b"])
def test_nobody_has_no_key(name):
    assert person_key(name=name, email="bo@example.org", contact_email="anne@example.org") is None


@pytest.mark.parametrize(("letters", "length"), [(589, 600), (590, 600), (5000, 600)])
def test_a_key_fits_its_column_on_both_sides_of_the_limit(letters, length):
    key = person_key(name="b" * letters, email="a@bibli.dk", contact_email="")
    assert len(key) == length == PERSON_KEY_LENGTH
    assert key.endswith("b" * letters) is (letters == 589)
    assert key != person_key(name="b" * (letters + 1), email="a@bibli.dk", contact_email="")


@given(st.text(), st.text(), st.text(), st.text())
def test_keys_are_equal_only_when_name_and_address_are(name, email, other_name, other_email):
    one = person_key(name=name, email=email, contact_email="c@example.org")
    two = person_key(name=other_name, email=other_email, contact_email="c@example.org")
    if one is not None and one == two:
        assert (fold_email(email) or "c@example.org") == (fold_email(other_email) or "c@example.org")
        assert unicodedata.normalize("NFC", tidy(name).casefold()) == unicodedata.normalize(
            "NFC", tidy(other_name).casefold()
        )


# --- Another person?


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Anne Mette Pedersen", "Anne Mette Holm"),
        ("Anne-Mette Pedersen", "ANNE Holm"),
        ("Bo Ågård", "B. Aagaard"),
        ("Soren Holm", "Søren Dam"),
        (nfd("Åse Dam"), "Aase Holm"),
        ("André Bo", "Andre Vad"),
        ("Bo", "bo vad"),
    ],
)
def test_a_corrected_name_shares_a_word_with_the_old(old, new):
    assert shares_a_word(old, new)
    assert shares_a_word(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Anne Mette Pedersen", "Bo Ågård"),
        ("Anne M. Pedersen", "Bo M. Ågård"),
        ("H.C. Andersen", "H.C. Lumbye"),
        ("Ø. Holm", "Ø. Dam"),
        ("Otto von Bek", "Ida von Bang"),
        ("Anne Dam", "Annelise Holm"),
        ("", "Bo"),
        ("", ""),
    ],
)
def test_another_persons_name_shares_none(old, new):
    assert not shares_a_word(old, new)
    assert not shares_a_word(new, old)


# --- Civil registration numbers


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234",
        "0101901234",
        "010190 1234",
        "010190 - 1234",
        "010190–1234",
        "010190‑1234",
        "010190\u200b-1234",
        "01 01 90 1234",
        "01.01.90-1234",
        "01-01-90-1234",
        "01/01/90-1234",
        "01011990-1234",
        "310100-0000",
        "290200-1234",
        "311299-9999",
        "CPR0101901234",
        "cpr-nr.: 010190-1234, tåler ikke nødder",
        "Åse (010190-1234)",
        "Jeg er 010190-1234.",
        "værelse 12 010190-1234",
        "０１０１９０-１２３４",
    ],
)
def test_a_civil_registration_number_is_seen_in_free_text(text):
    assert has_cpr_shape(text)
    assert not has_cpr_shape(without_cpr(text))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Hvad er dit CPR-nummer?", True),
        ("Cprnr.", True),
        ("Skriv dit personnummer", True),
        ("Dit CPR", True),
        ("Your civil registration number", True),
        ("Hvilket CVR-nummer betaler?", False),
        ("Hvor mange personer kommer der?", False),
        ("Kan du førstehjælp (CPRæ)?", False),
    ],
)
def test_a_question_for_a_civil_registration_number_is_seen(question, asks):
    assert asks_for_cpr(question) is asks


@pytest.mark.parametrize(
    "text",
    [
        "",
        "320190-1234",
        "000190-1234",
        "011390-1234",
        "010090-1234",
        "310490-1234",
        "300290-1234",
        "010190-123",
        "01019-1234",
        "010190-12345",
        "1010190-1234",
        "+45 12 34 56 78",
        "+4512345678",
        "004512345678",
        "12 12 12 12",
        "+31 0612345678",
        "Tlf. 30 21 12 56, 8000 Aarhus",
        "Tlf. 30 21 12 56 8000 Aarhus",
        "5790000123456",
        "5 790001 012345",
        "EAN 5798000000018",
        "0101901234567",
        "PO0101901234",
        "978-010190-1234-5",
        "16-09-2015 kl. 9.00",
        "16.09.15 1200",
        "2015-09-16",
        "rekvisition 451290-1234",
    ],
)
def test_other_numbers_are_not_taken_for_one(text):
    assert not has_cpr_shape(text)
    assert without_cpr(text) == tidy(text)


def test_what_stands_around_the_number_is_kept():
    assert without_cpr("Bo 010190-1234 og Åse 0202911234, vegetar") == "Bo … og Åse …, vegetar"
    assert without_cpr("010190 010190-1234 1234") == "010190 … 1234"


# --- Telephone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12345678", "12 34 56 78"),
        (" 12 34 56 78 ", "12 34 56 78"),
        ("1234 5678", "12 34 56 78"),
        ("12-34-56-78", "12 34 56 78"),
        ("12.34.56.78", "12 34 56 78"),
        ("+4512345678", "12 34 56 78"),
        ("+45 12 34 56 78", "12 34 56 78"),
        ("(+45) 12345678", "12 34 56 78"),
        ("0045 12 34 56 78", "12 34 56 78"),
        ("45 12 34 56 78", "12 34 56 78"),
        ("45123456", "45 12 34 56"),
        ("+46 70 123 45 67", "+46 70 123 45 67"),
        ("+46 (0)70-123 45 67", "+46 70 123 45 67"),
        ("0046 70 123 45 67", "+46 70 123 45 67"),
        ("+46701234567", "+46701234567"),
        ("+1234567", "+1234567"),
        ("+123456789012345", "+123456789012345"),
    ],
)
def test_a_telephone_number_is_stored_in_one_way(typed, stored):
    assert read_phone(typed) == stored
    assert read_phone(stored) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" \u200b", "empty"),
        ("ring til Åse", "characters"),
        ("12 34 56 78 lokal 9", "characters"),
        ("-", "characters"),
        ("+", "characters"),
        ("12+345678", "characters"),
        ("+0123456789", "characters"),
        ("1234567", "too_short"),
        ("+45 1234567", "too_short"),
        ("+123456", "too_short"),
        ("00", "too_short"),
        ("+45 123456789", "too_long"),
        ("+1234567890123456", "too_long"),
        ("123456789", "no_country"),
        ("070 123 45 67", "no_country"),
        ("010190-1234", "cpr"),
    ],
)
def test_anything_else_is_refused_with_the_reason(typed, code):
    with pytest.raises(PhoneError) as refused:
        read_phone(typed)
    assert refused.value.code == code


@given(st.text(alphabet="0123456789 +-()./aå"))
def test_a_number_that_is_read_is_read_again_as_itself(text):
    try:
        stored = read_phone(text)
    except PhoneError:
        return
    assert read_phone(stored) == stored
