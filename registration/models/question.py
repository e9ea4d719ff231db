from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programme.models import Event, User
from registration.models.booking import Booking
from registration.models.registration import Registration

YES, NO = "yes", "no"
"""What is stored of an answer to a question of yes or no."""


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))

    def in_order(self) -> Self:
        return self.order_by("order", "pk")

    def asked(self) -> Self:
        """Those that are not retired."""
        return self.filter(retired_at__isnull=True)


class Question(models.Model):
    """A question of an event's own, in the event's language. Written only by `registration.services.questions`: once
    somebody has answered it is retired, never deleted."""

    class Kind(models.TextChoices):
        TEXT = "text", _("a line of text")
        LONG_TEXT = "long_text", _("a longer text")
        YES_NO = "yes_no", _("yes or no")
        ONE_OF = "one_of", _("one of several options")
        SEVERAL_OF = "several_of", _("several options")
        NUMBER = "number", _("a number")
        DATE = "date", _("a date")

    class Asked(models.TextChoices):
        SIGN_UP = "sign_up", _("of each person, at sign-up")
        OWN_PAGE = "own_page", _("of each person, on her own page")
        BOOKING = "booking", _("once for the whole booking")

    WITH_OPTIONS = frozenset({Kind.ONE_OF, Kind.SEVERAL_OF})
    # Whose answers can be counted one by one, and upon which other questions may depend.
    CHOICES = frozenset({Kind.YES_NO, Kind.ONE_OF, Kind.SEVERAL_OF})

    event = models.ForeignKey(Event, models.CASCADE, related_name="+", verbose_name=_("event"))
    label = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("help"), max_length=500, blank=True)
    kind = models.CharField(_("kind of answer"), max_length=20, choices=Kind, default=Kind.TEXT)
    asked = models.CharField(_("asked"), max_length=20, choices=Asked, default=Asked.SIGN_UP)
    is_required = models.BooleanField(_("must be answered"), default=False)
    # One on each line, as they are offered now.
    options = models.TextField(_("options"), blank=True)
    least = models.IntegerField(_("at least"), null=True, blank=True)
    most = models.IntegerField(_("at most"), null=True, blank=True)
    # Asked only where the answer to that one is this.
    depends_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dependents",
        verbose_name=_("only if the answer to"),
    )
    depends_value = models.CharField(_("is"), max_length=200, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["event", "order"], name="question_by_event")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["text", "long_text", "yes_no", "one_of", "several_of", "number", "date"]
                ),
                name="question_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(asked__in=["sign_up", "own_page", "booking"]), name="question_asked_known"
            ),
            models.CheckConstraint(
                condition=Q(depends_on__isnull=True, depends_value="")
                | (Q(depends_on__isnull=False) & ~Q(depends_value="")),
                name="question_depends_on_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def is_of_the_booking(self) -> bool:
        return self.asked == self.Asked.BOOKING

    @property
    def offered(self) -> list[str]:
        """The values that may be chosen, in order; none where the answer is written."""
        if self.kind == self.Kind.YES_NO:
            return [YES, NO]
        return self.options.splitlines() if self.kind in self.WITH_OPTIONS else []


class Answer(models.Model):
    """What was answered for one person, or for a whole booking where there is no registration. Personal: deleted six
    months after the event. `value` is text: yes or no, an option as it was worded then (several on a line each), a
    whole number, a day as 2026-09-16."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="answers", verbose_name=_("booking"))
    registration = models.ForeignKey(
        Registration,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("attendee"),
    )
    value = models.TextField(_("answer"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "registration"],
                condition=Q(registration__isnull=False),
                name="answer_once_for_each_person",
            ),
            models.UniqueConstraint(
                fields=["question", "booking"],
                condition=Q(registration__isnull=True),
                name="answer_once_for_each_booking",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="answer_says_something"),
        ]

    def __str__(self) -> str:
        # Django's log keeps this text, so it holds no answer.
        return f"{self._meta.verbose_name} {self.pk}"
