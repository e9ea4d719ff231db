"""The product's facts for the bench, all in one place."""

from pathlib import Path

from client import Journey
from side import BENCH, Side

# The product is measured as soon as its pages exist.
READY = False


class Product(Side):
    name = "product"
    application = "conference.wsgi:application"
    folder = BENCH.parent
    event_url = "/konference/"
    form_url = "/konference/tilmelding/"
    list_url = "/admin/"
    csv_url = "/admin/"
    excel_url = "/admin/"

    def __init__(self, database_url: str, data_folder: Path) -> None:
        super().__init__(database_url, data_folder)

    def environment(self) -> dict[str, str]:
        return super().environment() | {"DATA_DIR": str(self.data_folder)}

    def create(self) -> None:
        raise NotImplementedError

    def reset(self, capacity: int) -> None:
        raise NotImplementedError

    def names(self) -> list[str]:
        raise NotImplementedError

    def journey(self) -> Journey:
        raise NotImplementedError
