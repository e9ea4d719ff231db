"""What is written down and told of an act: each change once, to each whom it concerns once, and nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from tests.registration.weeks import rule, shared
from tests.registration.weeks.holds import Act
from tests.registration.weeks.reading import CONFIRMED, OFFERED, WAITING, Entry, Place, State

# What each act makes of the place it is written at.
MADE_BY = {
    "signed_up": CONFIRMED,
    "joined_list": WAITING,
    "offered": OFFERED,
    "given_place": CONFIRMED,
    "declined": "cancelled",
    "left_list": "cancelled",
    "cancelled": "cancelled",
    "gave_back": "cancelled",
    "offer_expired": "expired",
}
# By the system alone.
UNASKED = {"offered", "offer_expired", "released"}
# What is told to everybody in line at once, or once a day and at every change of address: not as often as it happens;
# what is distributed and that it is called off, of which more is to be said.
OF_CHANGES = {"event_moved", "event_called_off"}
ELSEWHERE = OF_CHANGES | {
    "wishes_distributed",
    "already_signed_up",
    "free_place",
    "free_place_taken",
    "place_corrected",
    "contact_asked",
}
Told = Counter[tuple[str, str, int]]


# ------------------------------------------------------------------ history


def everything_is_written_down(act: Act, written: dict[int, str]) -> None:
    """`written`: what the history has made of each place so far."""
    assert all(entry.at == act.at for entry in act.entries)
    assert all((entry.actor == "system") == (entry.verb in UNASKED) for entry in _but_given(act.entries))
    once = Counter((entry.place, entry.verb) for entry in act.entries)
    # Of two who share a place something may go from each to the other in one act.
    many = {key for key, number in once.items() if number > 1 and key[0] is not None}
    assert {verb for _place, verb in many} <= {"items_passed"}
    for entry in act.entries:
        if entry.place is None:
            continue
        if entry.verb in MADE_BY:
            written[entry.place] = MADE_BY[entry.verb]
        elif entry.verb == "substituted":
            old = act.after.places[entry.place].instead_of
            assert old is not None
            written[entry.place], written[old] = written[old], "substituted"
        elif entry.verb == "shared":
            [second] = [one.pk for one in act.new if one.shares == entry.place]
            written[second] = CONFIRMED
    for pk, one in act.after.places.items():
        assert written[pk] == one.status
    changed = [entry for entry in act.entries if entry.verb in MADE_BY and entry.place in act.before.places]
    moved = {one.pk for old, one in act.changed if old.status != one.status and one.status != "substituted"}
    assert sorted(entry.place or 0 for entry in changed) == sorted(moved)
    assert _written(act, "named") == {one.pk for old, one in act.changed if not old.name and one.name}
    _items_and_contacts_are_written_down(act)


def _but_given(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.verb != "given_place"]


def _written(act: Act, verb: str) -> set[int]:
    return {entry.place for entry in act.entries if entry.verb == verb and entry.place is not None}


def _items_and_contacts_are_written_down(act: Act) -> None:
    before, after = ({*state.chosen} for state in (act.before, act.after))
    stayed = {one.pk for old, one in act.changed if old.status == one.status}
    came_instead = {one.pk for one in act.new}
    written, passed = (
        _written(act, "chose_sessions") | _written(act, "got_wish"),
        _written(act, "items_passed"),
    )
    assert written == {place for place, _item in before ^ after} & stayed - came_instead - passed
    other = {
        one.booking
        for old, one in act.changed
        if (old.contact, old.contact_email) != (one.contact, one.contact_email)
    }
    assert {entry.booking for entry in act.entries if entry.verb == "contact_handed_over"} == other
    apart = {one.booking for old, one in act.changed if (old.together, one.together) == (True, False)}
    added = {one.booking for one in act.new}
    assert {entry.booking for entry in act.entries if entry.verb == "waits_apart"} == apart - added


# ------------------------------------------------------------------ who owes nothing any longer


def whoever_left_first_is_released_first(act: Act) -> None:
    """As many as got a place from the list in this act, and nobody else, as long as anybody owes hers whose rule says
    so; all others owe what they owed."""
    owing = {one.pk for one in act.before.places.values() if one.still_owed}
    for entry in act.entries:
        if entry.verb in {"cancelled", "gave_back"} and entry.place is not None:
            place = act.after.places[entry.place]
            owing |= {place.pk} if entry.verb == "gave_back" or place.owed_ore else set()
    ready = [one for one in map(act.after.places.get, owing) if one and rule.releases(one, act.after.rule)]
    ready.sort(key=lambda one: (one.ended_at, one.pk))
    given = sum(entry.verb == "given_place" for entry in act.entries)
    released = {one.pk for one in ready[:given]}
    assert _written(act, "released") == released
    assert {one.pk for one in act.after.places.values() if one.still_owed} == owing - released


# ------------------------------------------------------------------ mails


def everything_is_told_once(act: Act) -> None:
    """To whom it concerns, by the mail that tells of it, and no mail tells of what did not happen."""
    assert all(mail.at == act.at for mail in act.mails)
    handed_over = {entry.booking for entry in act.entries if entry.verb == "contact_handed_over"}
    told: Told = Counter()
    for mail in act.mails:
        is_of_the_day = mail.kind == "place_waits" and len(mail.key.rpartition(":")[2]) == len("2026-06-01")
        if mail.kind in ELSEWHERE or is_of_the_day or mail.booking in handed_over:
            continue
        people = [mail.place] if mail.place is not None else mail.facts.get("people", ())
        told.update((mail.kind, mail.to, place) for place in people)
        if mail.kind in {"booking_confirmed", "booking_waits"} and mail.booking is not None:
            # Of the whole booking; who of it is new is not told by number.
            told.update((mail.kind, mail.to, one.pk) for one in act.new if one.booking == mail.booking)
    is_told = any(entry.verb == "told_of_change" for entry in act.entries)
    assert is_told == any(mail.kind in OF_CHANGES for mail in act.mails)
    expected = _due(act)
    assert told == expected, (told - expected, expected - told)
    everybody_in_line_is_told_of_a_free_place(act)
    heard = [mail for mail in act.mails if mail.kind == "place_corrected" and mail.facts.get("other_contact")]
    assert {mail.booking for mail in heard} == handed_over
    asked = [mail.booking for mail in act.mails if mail.kind == "contact_asked"]
    assert asked == [entry.booking for entry in act.entries if entry.verb == "contact_asked"]


def _due(act: Act) -> Told:
    due: Told = Counter()
    groups: dict[tuple[str, int, object], list[Place]] = defaultdict(list)
    for entry in act.entries:
        if entry.place is None:
            continue
        place = act.after.places[entry.place]
        match entry.verb:
            case "given_place":
                due.update(_both(place, contact="places_given", person="place_given"))
            case "offered":
                groups["offered", place.booking, place.since].append(place)
            case "offer_expired":
                groups["expired", place.booking, None].append(place)
            case "released":
                due.update(_each(place, "place_released"))
            case "gave_back":
                due.update(shared.of_leaving(place, act, kind="place_given_back"))
            case "cancelled":
                due.update(shared.of_leaving(place, act, kind="place_cancelled"))
            case "declined":
                due.update(_each(place, "place_cancelled"))
            case "shared" | "share_changed":
                due.update(shared.of_sharing(place, act, verb=entry.verb))
            case "left_list" if not _has_another(place, act.after):
                due.update(_each(place, "place_cancelled"))
            case "left_list":
                due.update(_contact_of_turn(place, act))
            case "named":
                due["places_named", place.contact_email, place.pk] += 1
                due.update(_herself(place, had=act.before.places[place.pk].status))
            case "substituted":
                due.update(_of_substitute(place, act))
            case "signed_up" | "joined_list":
                groups["new", place.booking, None].append(place)
                due.update(_herself(place, had=MADE_BY[entry.verb]))
    for (what, _booking, _since), people in groups.items():
        due.update(_of_group(what, people, act))
    return due


def _of_group(what: str, people: list[Place], act: Act) -> Told:
    """What is told once to the contact; and to somebody alone in an offer, herself."""
    contact = people[0].contact_email
    match what:
        case "new":
            verbs = {entry.verb for entry in act.entries if entry.place in {one.pk for one in people}}
            is_added = any(one.booking == people[0].booking for one in act.before.places.values())
            all_wait = "signed_up" not in verbs
            kind = "places_added" if is_added else "booking_waits" if all_wait else "booking_confirmed"
        case "offered":
            kind = "places_offered"
        case _:
            kind = "offer_expired"
    due: Told = Counter((kind, contact, one.pk) for one in people)
    if what != "new" and len(people) == 1 and people[0].reached_at != contact:
        due["place_offered" if what == "offered" else kind, people[0].reached_at, people[0].pk] += 1
    return due


def _both(place: Place, *, contact: str, person: str) -> Told:
    due: Told = Counter({(contact, place.contact_email, place.pk): 1})
    if place.reached_at != place.contact_email:
        due[person, place.reached_at, place.pk] += 1
    return due


def _each(place: Place, kind: str) -> Told:
    return Counter((kind, to, place.pk) for to in {place.reached_at, place.contact_email})


def _herself(place: Place, *, had: str) -> Told:
    if place.reached_at == place.contact_email:
        return Counter()
    kind = "place_confirmed" if had == CONFIRMED else "place_waits"
    return Counter({(kind, place.reached_at, place.pk): 1})


def _has_another(place: Place, state: State) -> bool:
    return bool(place.name) and any(one.folded == place.folded for one in state.current)


def _contact_of_turn(place: Place, act: Act) -> Told:
    """Her turn ended with a place that another gave her: the contact of it is told, unless that one hears of the
    place."""
    new = next(one for one in act.after.current if one.folded == place.folded)
    given = {entry.place for entry in act.entries if entry.verb in {"named", "substituted", "shared"}}
    if not given & {new.pk, new.shares} or place.contact_email in {place.reached_at, new.contact_email}:
        return Counter()
    return Counter({("place_cancelled", place.contact_email, place.pk): 1})


def _of_substitute(new: Place, act: Act) -> Told:
    """To the new one, to the old one, to the contact; to each address once. And to the organiser."""
    assert new.instead_of is not None
    old = act.before.places[new.instead_of]
    due: Told = Counter({("substitute_organiser", act.after.event.contact_email, new.pk): 1})
    heard: set[str] = set()
    other = act.after.other_of(new)
    for kind, to, about in (
        ("substitute_welcome", new.reached_at, new),
        ("substitute_goodbye", old.email, old),
        # Where the contact is told for her, the contact's own mail says it.
        ("share_handed", other.email if other and other.email != new.contact_email else "", other or new),
        ("substitute_contact", new.contact_email, new),
    ):
        if to and to not in heard:
            due[kind, to, about.pk] += 1
            heard.add(to)
    return due


def everybody_in_line_is_told_of_a_free_place(act: Act) -> None:
    """In the last hours: each contact in line and each person reached elsewhere, once when a place comes free, and once
    when it is taken."""
    told = Counter(
        (mail.kind, mail.to) for mail in act.mails if mail.kind in {"free_place", "free_place_taken"}
    )
    due: Counter[tuple[str, str]] = Counter()
    was_asked = {one.booking for one in act.before.of(WAITING) if one.asked_at is not None}
    rows = [one for one in act.after.places.values() if one.status == WAITING]
    for booking in {one.booking for one in rows}:
        mine = [one for one in rows if one.booking == booking]
        is_asked = mine[0].asked_at is not None
        if is_asked == (booking in was_asked) or rule.giving(act.after, at=act.at) is not rule.FIRST_YES:
            continue
        kind, contact = "free_place" if is_asked else "free_place_taken", mine[0].contact_email
        due[kind, contact] += 1
        due.update((kind, one.reached_at) for one in mine if one.reached_at != contact)
    assert told == due
