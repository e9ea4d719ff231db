"""Who gets which of the items wished for: pure functions of wishes, places and what each person has already.

Of all ways to distribute the items of one choice, that one is taken in which

1. as many people as possible get one of their wishes;
2. among these ways, as many as possible get their first wish, and then as many as possible their second;
3. among those, whoever signed up first gets the best wish she can have in any of them, then the next, and so on.

The third point leaves one way only, so the same wishes are always distributed alike. Several choices are distributed
in the order they stand in: whatever somebody gets in one, an item at the same time in a later one she cannot have."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Wisher:
    """A person and the items she can have, by id, with which wish each is: 1 for the first."""

    person: int
    ranks: Mapping[int, int]


def distribute_all(
    choices: Sequence[Sequence[Wisher]],
    *,
    places: Mapping[int, int | None],
    held: Mapping[int, set[int]],
    clash: Callable[[int, int], bool],
) -> list[dict[int, int]]:
    """What each person gets of each choice, by her id. The wishers of each stand in the order they signed up. Of the
    items in `held` she has a place already; nobody gets an item that clashes with another of hers."""
    has = {person: set(items) for person, items in held.items()}
    found = []
    for wishers in choices:
        possible = [_without_clashes(one, has.get(one.person, set()), clash) for one in wishers]
        given = distribute(possible, places=places)
        for person, item in given.items():
            has.setdefault(person, set()).add(item)
        found.append(given)
    return found


def _without_clashes(wisher: Wisher, has: set[int], clash: Callable[[int, int], bool]) -> Wisher:
    ranks = {
        item: rank
        for item, rank in wisher.ranks.items()
        if item not in has and not any(clash(item, other) for other in has)
    }
    return Wisher(person=wisher.person, ranks=ranks)


def distribute(wishers: Sequence[Wisher], *, places: Mapping[int, int | None]) -> dict[int, int]:
    """The item each person gets, by her id; who gets nothing is not in it. The wishers stand in the order they signed
    up. `places`: how many are left in each item, None for as many as like."""
    seats = _Seats(worth=_worth(wishers), places=places)
    for number in range(len(wishers)):
        seats.take_in(number)
    return {wishers[number].person: item for number, item in sorted(seats.item_of.items())}


def _worth(wishers: Sequence[Wisher]) -> list[dict[int, int]]:
    """What each wisher's having each item is worth, as one whole number: the way to distribute that is worth most in
    all is the one described above. The digits of a sum, from the right: which wish each person gets, in the base of
    four, whoever signed up first foremost; then how many get their second wish, how many their first, how many any."""
    number = len(wishers)
    second = 4**number
    first = second * (number + 1)
    anything = first * (number + 1)
    by_rank = {1: anything + first, 2: anything + second, 3: anything}
    return [
        {item: by_rank[rank] + (4 - rank) * 4 ** (number - turn) for item, rank in one.ranks.items()}
        for turn, one in enumerate(wishers, start=1)
    ]


@dataclass(kw_only=True)
class _Seats:
    """Who sits where, at any time in the best way for those who have been taken in: another is taken in by the chain
    of moves that gains most, where each who moves makes room for the one before."""

    worth: Sequence[Mapping[int, int]]
    places: Mapping[int, int | None]
    seated: dict[int, list[int]] = field(default_factory=dict)
    item_of: dict[int, int] = field(default_factory=dict)

    def take_in(self, number: int) -> None:
        gain, came_from = self._best_ways(number)
        ends = [
            (total, item, leaver) for item, total in gain.items() for total, leaver in self._ends(item, total)
        ]
        if not ends:
            return
        total, item, leaver = max(ends)
        if total <= 0:
            return
        if leaver >= 0:
            self._unseat(leaver)
        at: int | None = item
        while at is not None:
            mover, before = came_from[at]
            if before is not None:
                self._unseat(mover)
            self.seated.setdefault(at, []).append(mover)
            self.item_of[mover] = at
            at = before

    def _best_ways(self, number: int) -> tuple[dict[int, int], dict[int, tuple[int, int | None]]]:
        """The most that is gained by a chain of moves that begins with the newcomer and ends in each item, and who
        moves there last, from which item. No chain that comes back to an item gains, since all sit in the best way."""
        gain = dict(self.worth[number])
        came_from: dict[int, tuple[int, int | None]] = dict.fromkeys(gain, (number, None))
        moves = self._best_moves()
        for _round in range(len(self.places)):
            is_settled = True
            for (start, end), (more, mover) in moves.items():
                if start in gain and (end not in gain or gain[start] + more > gain[end]):
                    gain[end], came_from[end] = gain[start] + more, (mover, start)
                    is_settled = False
            if is_settled:
                break
        return gain, came_from

    def _best_moves(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For two items the most that is gained when one who sits in the first moves to the second, and who that is."""
        moves: dict[tuple[int, int], tuple[int, int]] = {}
        for start, seated in self.seated.items():
            for mover in seated:
                worth = self.worth[mover]
                for end, value in worth.items():
                    more = value - worth[start]
                    if end != start and ((start, end) not in moves or more > moves[start, end][0]):
                        moves[start, end] = (more, mover)
        return moves

    def _ends(self, item: int, total: int) -> Iterator[tuple[int, int]]:
        """What a chain that ends in an item gains in all: with a place left there (-1), or when somebody there gets
        nothing instead."""
        seated, places = self.seated.get(item, []), self.places[item]
        if places is None or len(seated) < places:
            yield total, -1
        for leaver in seated:
            yield total - self.worth[leaver][item], leaver

    def _unseat(self, number: int) -> None:
        self.seated[self.item_of.pop(number)].remove(number)
