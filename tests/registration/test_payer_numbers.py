"""EAN and CVR numbers: what is wrong with one is told apart."""

import pytest

from registration.payer_numbers import NumberError, read_cvr, read_gln
from tests.prices import CVR, GLN


@pytest.mark.parametrize(
    "typed", [GLN, "5798 0000 0001 8", " 5798-0000-00018 ", "EAN 5798000000018", "EAN-nr.: 5798000000018"]
)
def test_an_ean_number_is_read_however_it_is_grouped(typed: str) -> None:
    assert read_gln(typed) == GLN


@pytest.mark.parametrize("typed", [CVR, "12 34 56 74", "DK12345674", "CVR-nr. 12345674", "dk-12345674"])
def test_a_cvr_number_is_read_however_it_is_grouped(typed: str) -> None:
    assert read_cvr(typed) == CVR


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("5798000000019", "check"),
        # Right check digits, of nobody, of another country, and of a Danish shop.
        ("0000000000000", "start"),
        ("4000000000006", "start"),
        ("5790000000012", "start"),
        ("5799000000017", "start"),
        ("5789000000018", "start"),
        ("579800000001", "length"),
        ("57980000000188", "length"),
        ("12345674", "is_cvr"),
        ("12345675", "length"),
        ("Øby Kommune", "characters"),
        ("579800000001x", "characters"),
        ("", "characters"),
        ("٥٧٩٨٠٠٠٠٠٠٠١٨", "characters"),
    ],
)
def test_what_is_wrong_with_an_ean_number_is_told(typed: str, code: str) -> None:
    with pytest.raises(NumberError) as wrong:
        read_gln(typed)
    assert wrong.value.code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12345675", "check"),
        ("21345674", "check"),
        ("00000000", "check"),
        ("1234567", "length"),
        ("123456744", "length"),
        ("5798000000018", "is_ean"),
        ("5798000000019", "length"),
        ("Bo Ågård", "characters"),
    ],
)
def test_what_is_wrong_with_a_cvr_number_is_told(typed: str, code: str) -> None:
    with pytest.raises(NumberError) as wrong:
        read_cvr(typed)
    assert wrong.value.code == code


@pytest.mark.parametrize("place", range(13))
def test_one_wrong_digit_anywhere_is_found(place: int) -> None:
    for digit in set("0123456789") - {GLN[place]}:
        with pytest.raises(NumberError):
            read_gln(GLN[:place] + digit + GLN[place + 1 :])


@pytest.mark.parametrize("place", range(8))
def test_one_wrong_digit_of_a_cvr_number_is_found(place: int) -> None:
    for digit in set("0123456789") - {CVR[place]}:
        with pytest.raises(NumberError):
            read_cvr(CVR[:place] + digit + CVR[place + 1 :])
