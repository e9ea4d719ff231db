"""EAN and CVR numbers as text. Pure: text in, text out; no Django."""

import re

from programme.folding import DASHES, tidy

GLN_LENGTH, CVR_LENGTH = 13, 8
# With which the numbers of all Danish public authorities begin.
GLN_START = "5798"
_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
_GAPS = re.compile(rf"[\s.{DASHES}]+")
_NAMED = re.compile(rf"^(?:(?:ean|gln|cvr|dk|nr|nummer|number|no)[\s.:{DASHES}]*)+", re.IGNORECASE)


class NumberError(ValueError):
    """The text is no such number; `code` says why: characters, length, start, check, is_cvr,
    is_ean."""

    def __init__(self, code: str, *, digits: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.digits = digits


def read_gln(text: str) -> str:
    """The thirteen digits of a Danish public authority's EAN number, without spaces and hyphens. Raises
    `NumberError`."""
    number = _digits(text)
    if len(number) == CVR_LENGTH and is_cvr(number):
        raise NumberError("is_cvr")
    if len(number) != GLN_LENGTH:
        raise NumberError("length", digits=len(number))
    if not number.startswith(GLN_START):
        raise NumberError("start")
    if not is_gln(number):
        raise NumberError("check")
    return number


def read_cvr(text: str) -> str:
    """The eight digits of a CVR number. Raises `NumberError`."""
    number = _digits(text)
    if len(number) == GLN_LENGTH and is_gln(number):
        raise NumberError("is_ean")
    if len(number) != CVR_LENGTH:
        raise NumberError("length", digits=len(number))
    if not is_cvr(number):
        raise NumberError("check")
    return number


def is_gln(number: str) -> bool:
    """Whether the GS1 check digit of thirteen digits is right: weights 1 and 3 by turns, and a sum of whole tens."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(number)) % 10 == 0


def is_cvr(number: str) -> bool:
    """Whether eight digits weighed by modulus 11 leave nothing, and do not begin with 0."""
    weighed = sum(int(digit) * weight for digit, weight in zip(number, _CVR_WEIGHTS, strict=True))
    return number[0] != "0" and weighed % 11 == 0


def _digits(text: str) -> str:
    number = _GAPS.sub("", _NAMED.sub("", tidy(text)))
    if not (number.isascii() and number.isdecimal()):
        raise NumberError("characters")
    return number
