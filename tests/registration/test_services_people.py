"""Who stands on one list of people."""

import pytest

from registration.services.people import Person, names_twice

BO = Person(name="Bo Ågård", email="bo@example.org")


@pytest.mark.parametrize(
    ("people", "names"),
    [
        ([BO], []),
        ([BO, Person(name="Bo Ågaard")], []),
        ([BO, Person(name="Clara Øst", email=BO.email)], []),
        ([Person(name=""), Person(name=" ")], []),
        ([BO, Person(name=" bo  ÅGÅRD")], ["Bo Ågård"]),
        ([Person(name="bo A\u030aga\u030ard"), BO], ["bo Ågård"]),
        ([BO, Person(name="Bo Ågård", email="ågård@example.org")], ["Bo Ågård"]),
        ([BO, Person(name="Æ Ø"), BO, Person(name="Clara"), Person(name="æ ø"), BO], ["Bo Ågård", "Æ Ø"]),
    ],
)
def test_a_name_that_stands_twice_is_named_once_whatever_the_addresses(
    people: list[Person], names: list[str]
) -> None:
    assert names_twice(people) == names
