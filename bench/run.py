"""The figures: the product beside the yardstick, in the same run, on PostgreSQL."""

import argparse
import itertools
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import product
from client import FULL, PLACED, Load, fetch, load_page, load_sign_ups, rush
from content import attendee
from server import Server, databases, running, tidy
from side import LONG_LIST_ROWS, Side, Yardstick

WORKERS = 2
VISITORS = 16
RUSH_VISITORS = 1000
RUSH_PLACES = 200
PLENTY = 1_000_000


@dataclass(frozen=True)
class Figure:
    """A line of the table. `wanted` is what the product has to reach, against the yardstick or in itself."""

    key: str
    label: str
    unit: str
    digits: int = 0
    ratio_at_least: float | None = None
    ratio_at_most: float | None = None
    at_most: float | None = None
    exactly: float | None = None

    def verdict(self, own: float, ratio: float | None) -> str:
        """What is missed, as a sentence; empty where nothing is."""
        if self.ratio_at_least is not None and ratio is not None and ratio < self.ratio_at_least:
            return f"below {self.ratio_at_least:g} of the yardstick"
        if self.ratio_at_most is not None and ratio is not None and ratio > self.ratio_at_most:
            return f"above {self.ratio_at_most:g}x the yardstick"
        if self.at_most is not None and own > self.at_most:
            return f"above {self.at_most:g} {self.unit}"
        if self.exactly is not None and own != self.exactly:
            return f"not {self.exactly:g}"
        return ""


FIGURES = (
    Figure("pages", "event page", "pages/s", ratio_at_least=0.5),
    Figure("pages_p95", "  95 of 100 within", "ms"),
    Figure("pages_cpu", "  processor time of the workers", "ms/page", 2),
    Figure("pages_size", "  size", "bytes"),
    Figure("sign_ups", "complete sign-ups", "/s", ratio_at_least=0.3),
    Figure("sign_ups_p95", "  95 of 100 within", "ms"),
    Figure("sign_ups_cpu", "  processor time of the workers", "ms each", 2),
    Figure("rush", f"rush: {RUSH_VISITORS} clients, {RUSH_PLACES} places", "s", 2, ratio_at_most=3),
    Figure("rush_cpu", "  processor time of the workers", "s", 2),
    Figure("rush_placed", "  told that they have a place", "", exactly=RUSH_PLACES),
    Figure("rush_rows", "  places in the database", "", exactly=RUSH_PLACES),
    Figure("rush_full", "  told that it is full", "", exactly=RUSH_VISITORS - RUSH_PLACES),
    Figure("rush_untrue", "  told what is not so", "", exactly=0),
    Figure("list", f"list of {LONG_LIST_ROWS}, a page of 100", "ms"),
    Figure("csv", f"CSV of {LONG_LIST_ROWS}", "s", 3, at_most=1),
    Figure("excel", f"Excel of {LONG_LIST_ROWS}", "s", 3, at_most=3),
    Figure("rss", "largest worker, resident", "MB", 1, at_most=110),
    Figure("pss", "  its share of memory", "MB", 1),
    Figure("peak", "  its most, resident", "MB", 1),
    Figure("faults", "faults (5xx, connections, wrong pages)", "", exactly=0),
    Figure("reopened", "kept connections opened again", ""),
    Figure("client_cpu", "the client's share of one processor", "%"),
)


def measure(side: Side, server: Server, people: Iterator[int], *, seconds: float) -> dict[str, float]:
    """One round of one side."""
    figures: dict[str, float] = {}
    loads: list[Load] = []
    journey = side.journey()
    load_page(server.port, side.event_url, visitors=VISITORS, seconds=1)
    load_sign_ups(server.port, journey, people=people, visitors=VISITORS, seconds=1)

    cpu = server.cpu_seconds()
    pages = load_page(
        server.port, side.event_url, visitors=VISITORS, seconds=seconds, contains=side.whole_page
    )
    figures["pages"] = pages.per_second
    figures["pages_p95"] = pages.quantile(0.95) * 1000
    figures["pages_cpu"] = (server.cpu_seconds() - cpu) / max(1, pages.good) * 1000
    figures["pages_size"] = len(fetch(server.port, side.event_url, times=1)[1].body)
    loads.append(pages)

    cpu = server.cpu_seconds()
    sign_ups, _ = load_sign_ups(server.port, journey, people=people, visitors=VISITORS, seconds=seconds)
    figures["sign_ups"] = sign_ups.per_second
    figures["sign_ups_p95"] = sign_ups.quantile(0.95) * 1000
    figures["sign_ups_cpu"] = (server.cpu_seconds() - cpu) / max(1, sign_ups.good) * 1000
    loads.append(sign_ups)

    side.reset(RUSH_PLACES)
    tidy(side.database_url)
    cpu = server.cpu_seconds()
    crowd, outcomes = rush(server.port, journey, people=people, visitors=RUSH_VISITORS)
    loads.append(crowd)
    figures["rush"] = crowd.elapsed
    figures["rush_cpu"] = server.cpu_seconds() - cpu
    figures |= truth(side, outcomes)

    cookies = side.staff_cookies()
    for key, url, scale in (
        ("list", side.list_url, 1000),
        ("csv", side.csv_url, 1),
        ("excel", side.excel_url, 1),
    ):
        took, answer = fetch(server.port, url, times=5, cookies=cookies)
        figures[key] = took * scale
        if answer.status != 200 or (key == "csv" and answer.body.count(b"\n") < LONG_LIST_ROWS):
            loads[-1].faults[f"{key}: {answer.status}, {len(answer.body)} bytes"] += 1

    memory = server.memory()
    figures |= {"rss": memory.rss, "pss": memory.pss, "peak": memory.peak}
    figures["faults"] = sum(load.faults.total() for load in loads)
    figures["reopened"] = sum(load.reopened for load in loads)
    figures["client_cpu"] = 100 * sum(load.client_cpu for load in loads) / sum(load.elapsed for load in loads)
    for load in loads:
        for reason, count in load.faults.most_common(5):
            print(f"    {side.name}: {count} x {reason}", file=sys.stderr)
    return figures


def truth(side: Side, outcomes: list) -> dict[str, float]:
    """What the crowd was told against what the database has: those told of a place have it, nobody else."""
    told = sorted(attendee(outcome.person).name for outcome in outcomes if outcome.result == PLACED)
    named = sum(
        attendee(outcome.person).name not in outcome.page for outcome in outcomes if outcome.result == PLACED
    )
    have = sorted(side.names())
    return {
        "rush_placed": len(told),
        "rush_full": sum(outcome.result == FULL for outcome in outcomes),
        "rush_rows": len(have),
        "rush_untrue": len(set(told) ^ set(have)) + (len(have) - len(set(have))) + named,
    }


def _ratio(pairs: list[tuple[float, float]]) -> float | None:
    """The median of second / first, round by round: what disturbs a round disturbs both."""
    ratios = [second / first for first, second in pairs if first]
    return statistics.median(ratios) if ratios else None


def table(rounds: dict[str, list[dict[str, float]]]) -> list[str]:
    """The medians of the rounds side by side, the median of the rounds' ratios, and what is missed."""
    sides = list(rounds)
    lines = [f"{'':42}" + "".join(f"{name:>12}" for name in sides) + ("   ratio" if len(sides) > 1 else "")]
    for figure in FIGURES:
        medians = [statistics.median(one[figure.key] for one in rounds[name]) for name in sides]
        line = f"{figure.label:42}" + "".join(f"{value:>12,.{figure.digits}f}" for value in medians)
        if len(sides) > 1:
            ratio = _ratio(
                [(one[figure.key], two[figure.key]) for one, two in zip(*rounds.values(), strict=True)]
            )
            line += f"{ratio:>8.2f}" if ratio is not None else f"{'':8}"
            missed = figure.verdict(medians[1], ratio)
            line += f"  {figure.unit}" + (f"  MISSED: {missed}" if missed else "")
        else:
            line += f"  {figure.unit}"
        lines.append(line.rstrip())
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5, help="of each load")
    parser.add_argument("--only", choices=["yardstick", "product"])
    parser.add_argument("--json", action="store_true", help="print every round as JSON after the table")
    options = parser.parse_args()

    kinds: list[type[Side]] = [Yardstick]
    if product.READY:
        kinds.append(product.Product)
    elif options.only != "yardstick":
        print("The product's pages are not there yet: the yardstick alone.")
    kinds = [kind for kind in kinds if options.only in (None, kind.name)]
    rounds: dict[str, list[dict[str, float]]] = {kind.name: [] for kind in kinds}
    people = itertools.count(1)

    names = [f"bench_{kind.name}" for kind in kinds]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, databases(*names) as urls:
        sides = [kind(url, Path(folder) / kind.name) for kind, url in zip(kinds, urls, strict=True)]
        for side in sides:
            side.create()
        print(
            f"{os.cpu_count()} processors; {WORKERS} workers x 4 threads; load is the machine's, before the round"
        )
        for number in range(options.rounds):
            for side in sides:
                load = os.getloadavg()[0]
                side.reset(PLENTY)
                tidy(side.database_url)
                with running(side, workers=WORKERS) as server:
                    figures = measure(side, server, people, seconds=options.seconds)
                rounds[side.name].append(figures)
                print(
                    f"round {number + 1}, {side.name}: {figures['pages']:.0f} pages/s, "
                    f"{figures['sign_ups']:.0f} sign-ups/s, rush {figures['rush']:.2f} s, load {load:.1f}",
                    flush=True,
                )
    print()
    print("\n".join(table(rounds)))
    if options.json:
        print(json.dumps(rounds))


if __name__ == "__main__":
    main()
