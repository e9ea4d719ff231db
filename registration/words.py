"""What organisers read about a place: its status, who did something to it, which facts and which rule."""

from collections.abc import Iterable

from django.utils.translation import gettext, ngettext, pgettext

from registration.models import Booking, HistoryEntry, Invitation, OwedMail, Payer, Registration
from registration.policy import Reason


def status_words(
    status: str, *, still_owed: bool = False, at_a_cost: bool = False, stayed_away: bool = False
) -> str:
    """The status in words. A place given back once it was binding says so, one that was cancelled `at_a_cost` says that
    as long as it is owed, and so does one whose person stayed away."""
    if still_owed and at_a_cost:
        return pgettext("status", "cancelled at a cost")
    if still_owed:
        return pgettext("status", "place given back")
    if stayed_away:
        return pgettext("status", "did not come")
    return str(Registration.Status(status).label)


def mail_words(mail: OwedMail) -> str:
    """How it went with a mail. Links that were asked for are not sent to an address that they open nothing for."""
    to_nobody = mail.kind == OwedMail.Kind.LINKS and mail.booking_id is None
    if to_nobody and mail.status == OwedMail.Status.DROPPED:
        return pgettext("mail", "not sent: the address has no sign-up to open")
    return str(mail.get_status_display())


def status_of(registration: Registration) -> str:
    """The status of one place in words."""
    if registration.became_the_whole is not None:
        return pgettext("status", "has the place on all days now")
    return status_words(
        registration.status,
        still_owed=registration.still_owed,
        at_a_cost=registration.at_a_cost,
        stayed_away=registration.no_show_at is not None,
    )


def done_by(entry: HistoryEntry) -> str:
    """Who did it: the organiser by name, the others by what they are."""
    if entry.user is not None:
        return str(entry.user)
    if _of_another_place(entry):
        match entry.actor:
            case HistoryEntry.Actor.ATTENDEE:
                return gettext("the attendee of the other place")
            case HistoryEntry.Actor.CONTACT:
                return gettext("the contact of the other place")
    return str(entry.get_actor_display())


def what_was_done(entry: HistoryEntry) -> str:
    """The act in words. A turn that ended with another place says so: it was not she who left the list."""
    match "all_days" if "all_days" in entry.fields else _of_another_place(entry):
        case "instead:shares":
            return gettext("left the waiting list, because a place was shared with her")
        case "all_days":
            return gettext("has the place on all days now")
        case "instead:comes":
            return gettext("left the waiting list, because she was given another place")
    return str(entry.get_verb_display())


def _of_another_place(entry: HistoryEntry) -> str:
    if entry.verb != HistoryEntry.Verb.LEFT_LIST:
        return ""
    return next((name for name in entry.fields if name.startswith("instead:")), "")


def fields_words(names: Iterable[str]) -> str:
    """The facts in question by the names they have on a form; of an event's own questions how many."""
    known = list(names)
    questions = sum(name.startswith("question:") for name in known)
    said = [_field(name) for name in known]
    if questions:
        said.append(
            ngettext("%(number)d question", "%(number)d questions", questions) % {"number": questions}
        )
    return ", ".join(filter(None, said))


def _field(name: str) -> str:
    if name.startswith("count:"):
        return gettext("%(number)s people") % {"number": name.removeprefix("count:")}
    if name == "also_when_closed":
        return str(Invitation._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    if name.startswith("payer_"):
        return str(Payer._meta.get_field(name.removeprefix("payer_")).verbose_name)  # type: ignore[union-attr]
    model = Booking if name.startswith("contact_") else Registration
    if name in {field.name for field in model._meta.get_fields()}:
        return str(getattr(model._meta.get_field(name), "verbose_name", ""))
    return ""


def rule_words(bent: str) -> str:
    """The rule an organiser set aside, as it stood in the way; or the rules, where it was more than one."""
    return ", ".join(filter(None, map(_rule, bent.split(","))))


def _rule(bent: str) -> str:
    match bent:
        case Reason.BINDING:
            return gettext("the place was binding")
        case Reason.COSTS:
            return gettext("cancelling cost something")
        case Reason.OTHER_ORGANISATION:
            return gettext("the substitute is from another workplace")
        case Reason.PRICE_PROMISED:
            return gettext("the price was promised")
        case Reason.WORKPLACE_STAYS:
            return gettext("the place is kept to another workplace")
        case Reason.CLOSED:
            return gettext("sign-up had closed")
        case Reason.NOT_YET_OPEN:
            return gettext("sign-up had not opened")
        case Reason.NOT_HERE:
            return gettext("sign-up is not here")
        case Reason.TOO_LATE:
            return gettext("the last day for substitutes was over")
        case Reason.CHOICE_CLOSED:
            return gettext("the last day to choose programme items was over")
        case Reason.OTHERS_WAIT:
            return gettext("others were before on the waiting list")
        case Reason.OVER:
            return pgettext("rule set aside", "the event had begun")
    return ""
