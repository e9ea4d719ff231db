"""What the programme editor does to the stored programme: a whole programme is written in one transaction, or nothing
of it. Items that stay keep their ids; somebody else's newer version is never written over unseen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from programme.models import Appearance, Event, Organisation, Session, Speaker
from programme.models.session import SessionQuerySet
from programme.outline import arrange
from programme.publishing import programme_changed
from programme.reading.voices import Voice, fold_name

# What of an item is typed, under the names of its columns.
COLUMNS = ("day", "starts_at", "ends_at", "kind", "title", "abstract", "room")


@dataclass(frozen=True)
class Seen:
    """A stored item in the version in which it was shown."""

    pk: int
    version: int


@dataclass(frozen=True)
class Item:
    """A row of the programme as it is to be. `seen` is None for a new one; of one that nobody touched only the place
    among the others is written. A talk `is_inside` the nearest item before it that is not."""

    title: str
    day: date
    starts_at: time | None = None
    ends_at: time | None = None
    kind: str = Session.Kind.TALK
    abstract: str = ""
    room: str = ""
    voices: tuple[Voice, ...] = ()
    is_inside: bool = False
    seen: Seen | None = None
    is_touched: bool = True


class Newer(Exception):
    """Somebody else's save came first: the keys of the items that were changed both here and there."""

    def __init__(self, keys: set[int]) -> None:
        super().__init__(keys)
        self.keys = keys


@dataclass
class Written:
    """What a save did, in titles and in the names of columns; `speakers` stands for the persons of an item."""

    added: list[str] = field(default_factory=list)
    changed: list[tuple[str, list[str]]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.moved)


def write(event_id: int, items: Sequence[Item], *, removed: Iterable[Seen] = (), now: datetime) -> Written:
    """Makes the programme what the rows say: writes what is new or touched, deletes what was removed, sets the order
    and the groups. Items that were not shown stay. Raises Newer, and writes nothing, when an item that is touched or
    removed here has been changed or deleted meanwhile."""
    with transaction.atomic():
        owner_id = Event.objects.values_list("owner_id", flat=True).get(pk=event_id)
        # The locks, always in this order: two programmes of one organisation never make the same person twice.
        Organisation.objects.select_for_update(no_key=True).get(pk=owner_id)
        event = Event.objects.select_for_update(no_key=True).get(pk=event_id)
        stored = {row.pk: row for row in with_people(event)}
        before = sequence(stored.values())
        gone = list(removed)
        _refuse_newer(stored, items, gone)
        written = Written()
        _write_items(event, items, stored, written)
        _remove(event, [one.pk for one in gone if one.pk in stored], stored, written)
        after = [item.seen.pk for item in items if item.seen is not None and item.seen.pk in stored]
        written.moved = after != [key for key in before if key in after]
        programme_changed(event, now=now)
    return written


def publish(event_id: int) -> bool:
    """Shows a draft on the website. False when it is no draft any more."""
    drafts = Event.objects.filter(pk=event_id, status=Event.Status.DRAFT)
    return bool(drafts.update(status=Event.Status.PUBLISHED, version=F("version") + 1))


def with_people(event: Event) -> SessionQuerySet:
    """The items of the event as printed, each with its persons; three queries whatever their number."""
    rows = Session.objects.filter(event=event).select_related("choice").in_order()
    return rows.prefetch_related("appearances__speaker")


def sequence(sessions: Iterable[Session]) -> list[int]:
    """The keys of the items from the first to the last, talks after their group."""
    return [item.session.pk for item in arrange(sessions, []).items]


# ------------------------------------------------------------------ the items


def _refuse_newer(stored: dict[int, Session], items: Iterable[Item], gone: Iterable[Seen]) -> None:
    mine = [item.seen for item in items if item.seen is not None and item.is_touched]
    newer = {one.pk for one in mine if one.pk not in stored}
    newer |= {one.pk for one in (*mine, *gone) if one.pk in stored and stored[one.pk].version != one.version}
    if newer:
        raise Newer(newer)


def _write_items(event: Event, items: Iterable[Item], stored: dict[int, Session], written: Written) -> None:
    people = _People(event)
    group: Session | None = None
    for order, item in enumerate(items):
        row = stored.get(item.seen.pk) if item.seen is not None else Session(event=event)
        if row is None:  # deleted meanwhile, and untouched here
            continue
        parent = group if item.is_inside else None
        if item.seen is not None and row.version != item.seen.version:
            pass  # another's newer version stays as it is, where it is
        elif item.is_touched:
            _write_touched(row, item, parent=parent, order=order, people=people, written=written)
        elif (row.parent_id, row.order) != (parent and parent.pk, order):
            Session.objects.filter(pk=row.pk).update(parent=parent, order=order)
            row.parent, row.order = parent, order
        group = row if row.parent_id is None else group
    # What others put into a group that is itself inside another now would be printed nowhere.
    Session.objects.filter(event=event, parent__parent__isnull=False).update(parent=None)


def _write_touched(
    row: Session, item: Item, *, parent: Session | None, order: int, people: "_People", written: Written
) -> None:
    is_new = row.pk is None
    before = [] if is_new else list(row.appearances.all())
    if parent is not None:
        item = replace(item, day=parent.day)
    changed = [name for name in COLUMNS if getattr(row, name) != getattr(item, name)]
    if row.parent_id != (parent and parent.pk):
        changed.append("parent")
    for name in COLUMNS:
        setattr(row, name, getattr(item, name))
    row.parent, row.order = parent, order
    if not is_new:
        row.version += 1
    row.save()
    if people.write(row, item.voices, before):
        changed.append("speakers")
    if is_new:
        written.added.append(row.title)
    elif changed:
        written.changed.append((row.title, changed))


def _remove(event: Event, keys: list[int], stored: dict[int, Session], written: Written) -> None:
    # Only what was removed is deleted; a talk that others put into such a group meanwhile stands by itself.
    Session.objects.filter(event=event, parent__in=keys).exclude(pk__in=keys).update(parent=None)
    Session.objects.filter(event=event, pk__in=keys).delete()
    written.removed += [stored[key].title for key in keys]


# ------------------------------------------------------------------ the persons


@dataclass(frozen=True)
class Known:
    """A person of the organisation, and what she was called the last time."""

    pk: int
    name: str
    title: str = ""
    affiliation: str = ""


def known_people(owner_id: int) -> dict[str, Known]:
    """By folded name, whoever was announced last first. Of two rows with one name, the one used last."""
    found: dict[str, Known] = {}
    last = Appearance.objects.filter(speaker__owner=owner_id).order_by("-session__day", "-pk")
    for pk, name, title, affiliation in last.values_list(
        "speaker_id", "speaker__name", "title", "affiliation"
    ):
        one = found.setdefault(fold_name(name), Known(pk, name, title, affiliation))
        if not (one.title or one.affiliation):
            found[fold_name(name)] = replace(one, title=title, affiliation=affiliation)
    for pk, name in Speaker.objects.filter(owner=owner_id).order_by("pk").values_list("pk", "name"):
        found.setdefault(fold_name(name), Known(pk, name))
    return found


class _People:
    """Who may stand on the items of an event: those on them already, those known to its organisation, and new ones.
    Asked only when somebody is wanted."""

    def __init__(self, event: Event) -> None:
        self.owner_id = event.owner_id
        self.keys: dict[str, int] | None = None

    def key_of(self, name: str) -> int:
        """The person of this name: one row for all spellings of it."""
        if self.keys is None:
            self.keys = {folded: one.pk for folded, one in known_people(self.owner_id).items()}
        folded = fold_name(name)
        if folded not in self.keys:
            self.keys[folded] = Speaker.objects.create(owner_id=self.owner_id, name=name).pk
        return self.keys[folded]

    def write(self, session: Session, voices: Iterable[Voice], before: Iterable[Appearance]) -> bool:
        """Makes these the persons of the item, who were those `before`. Answers whether anything changed."""
        left = list(before)
        changed = False
        for order, voice in enumerate(voices):
            wanted = {"title": voice.title, "affiliation": voice.affiliation, "order": order}
            one = next((one for one in left if _is(one, voice)), None)
            if one is None:
                key = self.key_of(voice.name)
                Appearance.objects.create(session=session, speaker_id=key, role=voice.role, **wanted)
                changed = True
                continue
            left.remove(one)
            if any(getattr(one, name) != value for name, value in wanted.items()):
                Appearance.objects.filter(pk=one.pk).update(**wanted)
                changed = True
        if left:
            Appearance.objects.filter(pk__in=[one.pk for one in left]).delete()
        return changed or bool(left)


def _is(one: Appearance, voice: Voice) -> bool:
    return one.role == voice.role and fold_name(one.speaker.name) == fold_name(voice.name)
