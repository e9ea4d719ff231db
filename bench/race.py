"""The race: 200 clients for 50 places through HTTP, on PostgreSQL and on SQLite; and, with several processes and no
Redis, whether each of them shows at once what was committed."""

import argparse
import contextlib
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import product
from client import load_page, rush
from run import truth
from server import Server, databases, running
from side import Side, Yardstick

CLIENTS = 200
PLACES = 50
GROUNDS = (("postgresql", 2), ("postgresql", 8), ("sqlite", 2), ("sqlite", 8))


@contextlib.contextmanager
def ground(database: str, name: str, folder: Path) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{folder / f'{name}.sqlite3'}"
    else:
        with databases(f"race_{name}") as (url,):
            yield url


def races(kind: type[Side], *, database: str, workers: int, times: int, people: Iterator[int]) -> bool:
    """Whether each of these races gave away exactly the places there are and told everybody the truth."""
    well = True
    with (
        tempfile.TemporaryDirectory(prefix="race-") as folder,
        ground(database, kind.name, Path(folder)) as url,
    ):
        side = kind(url, Path(folder) / kind.name)
        side.create()
        with running(side, workers=workers) as server:
            if isinstance(side, product.Product):
                well = fresh(side, server)
            for _ in range(times):
                side.reset(PLACES)
                load, outcomes = rush(server.port, side.journey(), people=people, visitors=CLIENTS)
                told = truth(side, outcomes)
                good = told == {
                    "rush_placed": PLACES,
                    "rush_full": CLIENTS - PLACES,
                    "rush_rows": PLACES,
                    "rush_untrue": 0,
                }
                well = well and good
                print(
                    f"{kind.name:10} {database:11} {workers} workers: {told['rush_placed']} told of a place, "
                    f"{told['rush_rows']} in the database, {told['rush_full']} told full, "
                    f"{load.faults.total()} errors, {told['rush_untrue']} untrue, {load.elapsed:.2f} s"
                    + ("" if good else f"  WRONG {dict(load.faults.most_common(5))}"),
                    flush=True,
                )
    return well


def fresh(side: product.Product, server: Server) -> bool:
    """Whether every process shows at the next request what another one committed."""
    well = True
    for places, words in ((0, side.full_page), (PLACES, side.open_page), (0, side.full_page)):
        side.reset(places)
        load = load_page(server.port, side.form_url, visitors=16, seconds=1, contains=words)
        good = load.good > 0 and not load.faults
        well = well and good
        print(
            f"{side.name:10} {places} places committed: {load.good} pages say so at once, "
            f"{load.faults.total()} do not" + ("" if good else f"  WRONG {dict(load.faults.most_common(3))}"),
            flush=True,
        )
    return well


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="races on each ground")
    parser.add_argument("--only", choices=["yardstick", "product"])
    options = parser.parse_args()
    kinds: list[type[Side]] = [product.Product] if product.READY else []
    if options.only == "yardstick" or not kinds:
        kinds = [Yardstick]
    people = itertools.count(1)
    wells = [
        races(kind, database=database, workers=workers, times=options.times, people=people)
        for kind in kinds
        for database, workers in GROUNDS
    ]
    raise SystemExit(0 if all(wells) else 1)


if __name__ == "__main__":
    main()
