"""What may be done now, and why not. Pure functions of facts and the instant they are asked at; pages, forms, admin
actions, services and mails ask these and repeat none of it.

Windows are half-open: a day's deadline ends at the first instant of the next day in the event's zone."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from programme import dates
from programme.cancellation import Spell, Terms
from programme.models import Event
from registration.models import Registration

# Before every instant there is: since when a place is bound that binds at once.
ALWAYS = datetime.min.replace(tzinfo=UTC)


class Reason(enum.StrEnum):
    """Why not. `registration.sentences` says it to a person."""

    NOT_PUBLISHED = "not_published"
    NOT_HERE = "not_here"
    NOT_YET_OPEN = "not_yet_open"
    FULL = "full"
    OTHERS_WAIT = "others_wait"
    CLOSED = "closed"
    OVER = "over"
    EVENT_CANCELLED = "event_cancelled"
    BINDING = "binding"
    COSTS = "costs"
    NOT_YET_BINDING = "not_yet_binding"
    TOO_LATE = "too_late"
    PLACE_ENDED = "place_ended"
    ALREADY_HAS_A_PLACE = "already_has_a_place"
    SAME_PERSON = "same_person"
    OTHER_ORGANISATION = "other_organisation"
    WORKPLACE_STAYS = "workplace_stays"
    TOO_OFTEN = "too_often"
    NOT_OFFERED = "not_offered"
    OFFER_OVER = "offer_over"
    CONTACT_ANSWERS = "contact_answers"
    ANSWERS_OVER = "answers_over"
    INVOICE_FETCHED = "invoice_fetched"
    NOT_YET_OVER = "not_yet_over"
    # Of programme items that need signing up, and of invitations.
    ITEM_FULL = "item_full"
    ITEMS_CLASH = "items_clash"
    TOO_MANY_ITEMS = "too_many_items"
    NO_SUCH_ITEM = "no_such_item"
    HAS_NO_PLACE_YET = "has_no_place_yet"
    NOT_ON_HER_DAYS = "not_on_her_days"
    CHOICE_CLOSED = "choice_closed"
    ITEM_BY_WISHES = "item_by_wishes"
    WISHED_TWICE = "wished_twice"
    TOO_MANY_WISHES = "too_many_wishes"
    WISHES_DISTRIBUTED = "wishes_distributed"
    INVITATION_OVER = "invitation_over"
    INVITATION_USED = "invitation_used"
    NAME_FOLLOWS = "name_follows"
    HAS_A_NAME = "has_a_name"
    NO_CLASSES = "no_classes"
    PRICE_PROMISED = "price_promised"
    REQUEST_ENDED = "request_ended"
    # Of a place that two people share.
    NOT_SHARED_HERE = "not_shared_here"
    ALREADY_SHARED = "already_shared"
    SHARES_THE_PLACE = "shares_the_place"
    NOT_SHARED = "not_shared"
    HOLDER_CHANGES_DAYS = "holder_changes_days"
    NO_DAYS_LEFT = "no_days_left"
    NOTHING_TO_SHARE = "nothing_to_share"


# A no that is about the very person who is to have a place, by her name.
NOT_SHE = frozenset({Reason.ALREADY_HAS_A_PLACE, Reason.SAME_PERSON, Reason.SHARES_THE_PLACE})


class By(enum.Enum):
    """Who asks: an organiser may set some rules aside, with a reason that is logged."""

    ATTENDEE = "attendee"
    ORGANISER = "organiser"


@dataclass(frozen=True)
class Decision:
    """Yes, or the one reason for no; `bendable` when an organiser may do it all the same."""

    reason: Reason | None = None
    bendable: bool = False

    def __bool__(self) -> bool:
        return self.reason is None


YES = Decision()


def _no(reason: Reason, *, by: By = By.ATTENDEE, bendable: bool = False) -> Decision:
    return Decision(reason, bendable=bendable and by is By.ORGANISER)


@dataclass(frozen=True, kw_only=True)
class Windows:
    """An event's announced facts as instants. None stands for never, except `opens`: open from the start. `costs`:
    since when leaving a place that is taken now costs something, or is no longer possible."""

    announced: bool
    cancelled: bool
    here: bool
    opens: datetime | None
    closes: datetime
    binds: datetime | None
    costs: datetime | None
    substitutes_end: datetime
    answers_end: datetime
    begins: datetime
    ends: datetime


def windows(event: Event) -> Windows:
    zone, begins, terms = event.timezone, event.begins, event.terms

    def after(day: date | None) -> datetime:
        return begins if day is None else min(begins, dates.end_of(day, zone))

    return Windows(
        announced=event.is_announced,
        cancelled=event.status == Event.Status.CANCELLED,
        here=event.sign_up == Event.SignUp.HERE,
        opens=dates.start_of(event.registration_opens_on, zone) if event.registration_opens_on else None,
        closes=after(event.registration_closes_on),
        binds=bound_from(terms, zone=zone),
        costs=costs_from(terms, zone=zone),
        substitutes_end=substitutes_end(terms, event),
        answers_end=after(last_day_for_answers(event)),
        begins=begins,
        ends=event.ends,
    )


def last_day_for_answers(event: Event) -> date:
    """The last day on which people answer what the event asks; on its first day until it begins."""
    return event.answers_until or event.starts_on


def substitutes_end(terms: Terms, event: Event) -> datetime:
    """The first instant at which nobody may come instead any longer."""
    if terms.substitutes_until is None:
        return event.begins
    return min(event.begins, dates.end_of(terms.substitutes_until, event.timezone))


def spell_ends(terms: Terms, *, zone: str | ZoneInfo) -> list[datetime]:
    """The instants at which one spell passes into the next."""
    return [dates.end_of(one.until, zone) for one in terms.spells if one.until is not None]


def spell_at(terms: Terms, *, zone: str | ZoneInfo, now: datetime) -> Spell:
    """What leaving costs now."""
    return terms.spells[passed(spell_ends(terms, zone=zone), now=now)]


def spells_ahead(terms: Terms, *, zone: str | ZoneInfo, now: datetime) -> tuple[Spell, ...]:
    """What leaving costs now and later."""
    return terms.spells[passed(spell_ends(terms, zone=zone), now=now) :]


def bound_from(terms: Terms, *, zone: str | ZoneInfo) -> datetime | None:
    """The first instant at which the place is binding; None: never."""
    return _since(terms, [one.bound for one in terms.spells], zone=zone)


def costs_from(terms: Terms, *, zone: str | ZoneInfo) -> datetime | None:
    """The first instant at which leaving costs something, or the place is binding; None: never."""
    return _since(terms, [not one.is_free for one in terms.spells], zone=zone)


def _since(terms: Terms, holds: list[bool], *, zone: str | ZoneInfo) -> datetime | None:
    if True not in holds:
        return None
    first = holds.index(True)
    return spell_ends(terms, zone=zone)[first - 1] if first else ALWAYS


def cost_of_leaving(terms: Terms, *, status: str, zone: str, now: datetime) -> int:
    """What leaving now costs, in øre: nothing for a turn on the waiting list, and for a bound place the whole fee."""
    if status != Registration.Status.CONFIRMED:
        return 0
    return spell_at(terms, zone=zone, now=now).cost.of(terms.fee)


def event_allows(facts: Windows, *, now: datetime) -> Decision:
    """What stops every act on a place: a draft, an event called off, one that has begun."""
    if not facts.announced:
        return _no(Reason.NOT_PUBLISHED)
    if facts.cancelled:
        return _no(Reason.EVENT_CANCELLED)
    if now >= facts.begins:
        return _no(Reason.OVER)
    return YES


def _allowed_at_the_desk(facts: Windows, *, now: datetime, by: By) -> Decision:
    """The same, but that an organiser may let somebody in while it goes on."""
    decision = event_allows(facts, now=now)
    if decision.reason is not Reason.OVER:
        return decision
    return _no(Reason.OVER, by=by, bendable=now < facts.ends)


def may_sign_up(
    facts: Windows,
    *,
    now: datetime,
    places_left: int | None,
    people: int = 1,
    others_wait: bool = False,
    by: By = By.ATTENDEE,
) -> Decision:
    """Whether `people` more may have places. `places_left` None: as many as come; `others_wait` when somebody in line
    could use one of them. Capacity is never bent, so where there are too few places no other rule is offered to be set
    aside."""
    decision = _sign_up_is_on(facts, now=now, by=by)
    if (decision or decision.bendable) and lacks_places(places_left, people=people):
        return _no(Reason.FULL)
    if decision and others_wait and people:
        return _no(Reason.OTHERS_WAIT, by=by, bendable=True)
    return decision


def may_wait(facts: Windows, *, now: datetime, by: By = By.ATTENDEE) -> Decision:
    """Whether somebody may join the waiting list: as long as people may sign up."""
    return _sign_up_is_on(facts, now=now, by=by)


def _sign_up_is_on(facts: Windows, *, now: datetime, by: By) -> Decision:
    """Whether people sign up at all now, however many places there are."""
    allowed = _allowed_at_the_desk(facts, now=now, by=by)
    if not allowed:
        return allowed
    if not facts.here:
        return _no(Reason.NOT_HERE, by=by, bendable=True)
    if facts.opens is not None and now < facts.opens:
        return _no(Reason.NOT_YET_OPEN, by=by, bendable=True)
    if now >= facts.closes:
        return _no(Reason.CLOSED, by=by, bendable=True)
    return YES


def lacks_places(places_left: int | None, *, people: int) -> bool:
    """Whether so many people do not fit. Nobody always fits, also where more is taken than there are places."""
    return places_left is not None and people > max(places_left, 0)


def binds_at_once(facts: Windows, *, now: datetime) -> bool:
    """Whether a place confirmed now is binding from the same moment."""
    return facts.binds is not None and now >= facts.binds


def may_cancel(
    facts: Windows, *, status: str, bound: datetime | None, now: datetime, by: By = By.ATTENDEE
) -> Decision:
    if status not in Registration.CURRENT:
        return _no(Reason.PLACE_ENDED)
    allowed = event_allows(facts, now=now)
    if not allowed:
        return allowed
    if status == Registration.Status.CONFIRMED and bound is not None and now >= bound:
        return _no(Reason.BINDING, by=by, bendable=True)
    return YES


def may_give_back(facts: Windows, *, status: str, bound: datetime | None, now: datetime) -> Decision:
    """A bound place may be given back by somebody who cannot come and finds nobody: what was promised is still owed."""
    if status != Registration.Status.CONFIRMED:
        return _no(Reason.PLACE_ENDED)
    allowed = event_allows(facts, now=now)
    if not allowed:
        return allowed
    if bound is None or now < bound:
        return _no(Reason.NOT_YET_BINDING)
    return YES


def may_let_off(
    facts: Windows, *, status: str, bound: datetime | None, costs: int, now: datetime, by: By
) -> Decision:
    """Whether a place is released from what its rule would have it owe: only by an organiser, and with a reason."""
    cancel = may_cancel(facts, status=status, bound=bound, now=now, by=by)
    if not cancel:
        return cancel
    return _no(Reason.COSTS, by=by, bendable=True) if costs else _no(Reason.NOT_YET_BINDING)


def may_mark_as_not_come(facts: Windows, *, status: str, now: datetime) -> Decision:
    """Whether it may be written down that somebody stayed away, or that she came after all: once the event is over."""
    if status != Registration.Status.CONFIRMED:
        return _no(Reason.PLACE_ENDED)
    allowed = event_allows(facts, now=now)
    if not allowed and allowed.reason is not Reason.OVER:
        return allowed
    return YES if now >= facts.ends else _no(Reason.NOT_YET_OVER)


def may_substitute(
    facts: Windows,
    *,
    status: str,
    until: datetime,
    now: datetime,
    nameless: bool = False,
    by: By = By.ATTENDEE,
) -> Decision:
    """Another person may come instead, bound or not, `until` the end of what holds for the place. A place whose name is
    to follow has nobody to be replaced."""
    if status not in Registration.CURRENT:
        return _no(Reason.PLACE_ENDED)
    if nameless:
        return _no(Reason.NAME_FOLLOWS)
    allowed = _allowed_at_the_desk(facts, now=now, by=by)
    if not allowed:
        return allowed
    if now >= until:
        return _no(Reason.TOO_LATE, by=by, bendable=True)
    return YES


def may_share(
    facts: Windows,
    *,
    status: str,
    until: datetime,
    now: datetime,
    allowed: bool,
    shared: bool = False,
    nameless: bool = False,
    by: By = By.ATTENDEE,
) -> Decision:
    """Another may come on some of the days, where the event has it so (`allowed`), as long as the place may be handed
    over: a place that somebody has, who is named and does not share it already."""
    if status not in Registration.CURRENT:
        return _no(Reason.PLACE_ENDED)
    if not allowed:
        return _no(Reason.NOT_SHARED_HERE)
    if shared:
        return _no(Reason.ALREADY_SHARED)
    if status != Registration.Status.CONFIRMED:
        return _no(Reason.NOTHING_TO_SHARE)
    return may_substitute(facts, status=status, until=until, nameless=nameless, now=now, by=by)


def may_change_days(
    facts: Windows,
    *,
    status: str,
    until: datetime,
    now: datetime,
    shared: bool,
    is_second: bool = False,
    by: By = By.ATTENDEE,
) -> Decision:
    """Who of the two comes on which day may be changed as long, also where no further place may be shared; for whoever
    has the place, not for the other."""
    if status in Registration.CURRENT and is_second:
        return _no(Reason.HOLDER_CHANGES_DAYS)
    if status in Registration.CURRENT and not shared:
        return _no(Reason.NOT_SHARED)
    return may_substitute(facts, status=status, until=until, now=now, by=by)


def may_name(facts: Windows, *, status: str, nameless: bool, now: datetime, by: By = By.ATTENDEE) -> Decision:
    """A place whose name was to follow gets it until the event begins, bound or not, since nobody is replaced; by an
    organiser until it is over."""
    if status not in Registration.CURRENT:
        return _no(Reason.PLACE_ENDED)
    if not nameless:
        return _no(Reason.HAS_A_NAME)
    decision = event_allows(facts, now=now)
    is_desk = decision.reason is Reason.OVER and now < facts.ends
    return YES if is_desk and by is By.ORGANISER else decision


def may_change_class(facts: Windows, *, status: str, has_classes: bool, by: By = By.ATTENDEE) -> Decision:
    """The price of a place is promised, so only an organiser puts its class right, with a reason; also once the event
    is over, since invoices are written then."""
    if status not in Registration.CURRENT:
        return _no(Reason.PLACE_ENDED)
    if not has_classes:
        return _no(Reason.NO_CLASSES)
    if facts.cancelled:
        return _no(Reason.EVENT_CANCELLED)
    return _no(Reason.PRICE_PROMISED, by=by, bendable=True)


def may_take_over(facts: Windows, *, asked: bool, until: datetime, now: datetime) -> Decision:
    """Whether a colleague who was asked may still become the contact of a booking."""
    if not asked:
        return _no(Reason.REQUEST_ENDED)
    decision = event_allows(facts, now=now)
    return _no(Reason.REQUEST_ENDED) if decision and now >= until else decision


def may_correct(facts: Windows, *, status: str, now: datetime, nameless: bool = False) -> Decision:
    """Names and addresses may be put right until the event is over, also while it goes on, where there is a name."""
    if status not in Registration.CURRENT:
        return _no(Reason.PLACE_ENDED)
    if nameless:
        return _no(Reason.NAME_FOLLOWS)
    return may_correct_contact(facts, now=now)


def may_correct_contact(facts: Windows, *, now: datetime) -> Decision:
    """The contact's facts may be put right as long, whatever became of the places."""
    if facts.cancelled:
        return _no(Reason.EVENT_CANCELLED)
    if now >= facts.ends:
        return _no(Reason.OVER)
    return YES


def may_state_needs(facts: Windows, *, status: str, now: datetime) -> Decision:
    """Food, access and the like can be told until the event begins."""
    if status not in Registration.CURRENT:
        return _no(Reason.PLACE_ENDED)
    return event_allows(facts, now=now)


def may_answer(facts: Windows, *, status: str, now: datetime, by: By = By.ATTENDEE) -> Decision:
    """The event's own questions are answered, and answers put right, until the event's day for it; by an organiser as
    long as facts are put right."""
    if status not in Registration.CURRENT:
        return _no(Reason.PLACE_ENDED)
    return may_answer_for_booking(facts, now=now, by=by)


def may_answer_for_booking(facts: Windows, *, now: datetime, by: By = By.ATTENDEE) -> Decision:
    """Those that are asked once for a booking, as long, whatever became of the places."""
    if by is By.ORGANISER:
        return may_correct_contact(facts, now=now)
    decision = event_allows(facts, now=now)
    if decision and now >= facts.answers_end:
        return _no(Reason.ANSWERS_OVER)
    return decision


def may_save_payer(
    facts: Windows, *, fetched_at: datetime | None, now: datetime, by: By = By.ATTENDEE
) -> Decision:
    """Who pays is told and put right by the contact until the organiser has fetched it, and not where the
    event is called off and nothing is to be paid; an invoice is sent after the event, too, so its end is none of
    this."""
    if not facts.announced:
        return _no(Reason.NOT_PUBLISHED)
    if by is By.ORGANISER:
        return YES
    if facts.cancelled:
        return _no(Reason.EVENT_CANCELLED)
    if fetched_at is not None and now >= fetched_at:
        return _no(Reason.INVOICE_FETCHED)
    return YES


def may_tell_of_a_change(facts: Windows, *, is_changed: bool, now: datetime) -> bool:
    """Whether people are told that what everybody may see was changed after it was announced: until it is over."""
    return facts.announced and is_changed and not is_over(facts, now=now)


def may_find_links(facts: Windows, *, now: datetime) -> Decision:
    """Lost links are mailed again until the event begins."""
    return event_allows(facts, now=now)


def passed(instants: Iterable[datetime], *, now: datetime) -> int:
    """How many of these instants are behind: each one from its very moment."""
    return sum(now >= one for one in instants)


def is_over(facts: Windows, *, now: datetime) -> bool:
    return now >= facts.ends
