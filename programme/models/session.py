import uuid
from datetime import date, time, timedelta
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programme.models.base import Versioned
from programme.models.choice import ChoiceGroup
from programme.models.event import Event
from programme.models.user import User

# An item that ends earlier than it begins runs past midnight; on an event of one day to no later than this.
NIGHT_ENDS = time(6)


def must_be_turned_round(event: Event, *, starts_at: time | None, ends_at: time | None) -> bool:
    """Whether the two times are a slip of the pen: the end is before the start, and no evening goes on so long."""
    if starts_at is None or ends_at is None or ends_at >= starts_at:
        return False
    return event.starts_on == event.ends_on and ends_at >= NIGHT_ENDS


ENDS_BEFORE_IT_BEGINS = _(
    "It ends before it begins: look at the two times. Only what ends before 6.00 runs past midnight."
)


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))

    def in_order(self, *then: str) -> Self:
        """As printed: by day and time, untimed items last in their day, then by the order given; `then` is the order of
        what one item has several of."""
        return self.order_by("day", F("starts_at").asc(nulls_last=True), "order", "pk", *then)

    def move_days(self, by: timedelta) -> int:
        """Every item this much later, at the same time of day. Returns how many there were."""
        by_day: dict[date, list[int]] = {}
        for pk, day in self.values_list("pk", "day"):
            by_day.setdefault(day, []).append(pk)
        # By key: a day moved onto another must not move on with it.
        return sum(
            Session.objects.filter(pk__in=keys).update(day=day + by, version=F("version") + 1)
            for day, keys in by_day.items()
        )


class Session(Versioned):
    """One item of a programme. Times are wall-clock times in the event's zone; an end before the start means past
    midnight. A talk inside a group has the group as `parent`."""

    class Kind(models.TextChoices):
        TALK = "talk", _("talk")
        WELCOME = "welcome", _("welcome or closing")
        BREAK = "break", _("break")
        MEAL = "meal", _("meal")
        WORKSHOP = "workshop", _("workshop")
        GROUP = "group", _("group of talks")
        SOCIAL = "social", _("social")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        CANCELLED = "cancelled", _("called off")

    constraint_fields = {
        "session_takes_time": "ends_at",
        "session_end_has_a_start": "starts_at",
        "session_places_need_sign_up": "needs_sign_up",
        "session_choice_needs_sign_up": "needs_sign_up",
    }

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", verbose_name=_("event"))
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="talks",
        verbose_name=_("inside the group"),
    )
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TALK)
    title = models.CharField(_("title"), max_length=300)
    abstract = models.TextField(_("text"), blank=True)
    room = models.CharField(_("room"), max_length=100, blank=True)
    track = models.CharField(_("track"), max_length=100, blank=True)
    order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Decides between items at the same time.")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PLANNED)
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("For example why it was called off, or what comes instead."),
    )

    needs_sign_up = models.BooleanField(
        _("needs signing up"),
        default=False,
        db_default=False,
        help_text=_("Whoever has a place at the event chooses this item, when signing up or later."),
    )
    places = models.PositiveIntegerField(
        _("places in this item"), null=True, blank=True, help_text=_("Empty: as many as come.")
    )
    choice = models.ForeignKey(
        ChoiceGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("one of the choice"),
        help_text=_("For example “Workshops at 1 p.m.”. Choices are written on the event's own page."),
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ["day", F("starts_at").asc(nulls_last=True), "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["talk", "welcome", "break", "meal", "workshop", "group", "social"]),
                name="session_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "cancelled"]), name="session_status_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | ~Q(ends_at=F("starts_at")),
                name="session_takes_time",
                violation_error_message=_("It ends at the minute it begins: look at the two times."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False),
                name="session_end_has_a_start",
                violation_error_message=_("Give the time it begins as well."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="session_is_not_inside_itself",
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(needs_sign_up=True),
                name="session_places_need_sign_up",
                violation_error_message=_("Tick that it needs signing up, or empty its places."),
            ),
            models.CheckConstraint(
                condition=Q(choice__isnull=True) | Q(needs_sign_up=True),
                name="session_choice_needs_sign_up",
                violation_error_message=_("Tick that it needs signing up, or take it out of the choice."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.parent is not None:
            if self.parent.event_id != self.event_id:
                raise ValidationError({"parent": _("The group belongs to another event.")})
            if self.parent.parent_id is not None or self.parent_id == self.pk:
                raise ValidationError(
                    {"parent": _("A talk can stand inside a group, but not inside another talk.")}
                )
        if self.choice is not None and self.choice.event_id != self.event_id:
            raise ValidationError({"choice": _("The choice belongs to another event.")})
        if self.day and self.event_id and self._is_outside():
            raise ValidationError({"day": _("This day is outside the event.")})
        if self.event_id and must_be_turned_round(self.event, starts_at=self.starts_at, ends_at=self.ends_at):
            raise ValidationError({"ends_at": ENDS_BEFORE_IT_BEGINS})

    def _is_outside(self) -> bool:
        """Whether the day lies outside the event; an event whose days are just being typed has no outside."""
        first, last = self.event.starts_on, self.event.ends_on
        return bool(first and last) and not first <= self.day <= last

    @property
    def is_pause(self) -> bool:
        """A break or a meal: printed lower and tinted."""
        return self.kind in {self.Kind.BREAK, self.Kind.MEAL}

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED
