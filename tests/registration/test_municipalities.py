from programme.folding import name_sort
from registration.municipalities import MUNICIPALITIES


def test_there_are_98_municipalities_in_danish_order() -> None:
    assert len(set(MUNICIPALITIES)) == 98
    assert list(MUNICIPALITIES) == sorted(MUNICIPALITIES, key=name_sort)
