import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from programme import dates
from programme.cancellation import Kind, Rule, Terms, steps_from_json, terms_of
from programme.folding import search_terms
from programme.models.base import Versioned
from programme.models.organisation import Organisation
from programme.models.target_group import TargetGroup
from programme.models.user import User
from programme.models.venue import Venue
from programme.slugs import validate_event_slug, validate_zone

if TYPE_CHECKING:
    from programme.models.price import Price


def new_uid() -> str:
    """The calendar identity of an event: it never changes, whatever moves."""
    return str(uuid.uuid4())


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The events the user works with: those of her organisations."""
        if user.is_superuser:
            return self
        return self.filter(owner__in=Organisation.objects.visible_to(user))

    def announced(self) -> Self:
        """What the public may see: published events and cancelled ones, which say so."""
        return self.exclude(status=Event.Status.DRAFT)

    def coming(self, today: date) -> Self:
        """Not over before today, the nearest first."""
        return self.filter(ends_on__gte=today).order_by("starts_on", "starts_at", "pk")

    def past(self, today: date) -> Self:
        """Over before today, the latest first."""
        return self.filter(ends_on__lt=today).order_by("-starts_on", "-pk")

    def matching(self, query: str) -> Self:
        """Those in which every typed word is found, whatever its case and spelling of æ, ø and å."""
        rows = self
        for term in search_terms(query):
            rows = rows.filter(search_text__contains=term)
        return rows


class Event(Versioned):
    """Something announced for a day and a place. Days and times are civil ones in `timezone`; they become instants
    only in `programme.dates`. Deadlines are whole days: `binding_after` is the last free day, to its end."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("called off")

    class SignUp(models.TextChoices):
        HERE = "here", _("here")
        ELSEWHERE = "elsewhere", _("at another address")
        NONE = "none", _("no sign-up needed")

    class Notice(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day")
        NEVER = "never", _("never")

    class Cancellation(models.TextChoices):
        UNTIL_A_DAY = "until_a_day", _("free to a day, then binding")
        AT_ONCE = "at_once", _("binding at once")
        STEPS = "steps", _("what it costs rises by date")
        NO_SHOW = "no_show", _("free, but whoever stays away pays")

    class Language(models.TextChoices):
        DANISH = "da", _("Danish")
        ENGLISH = "en", _("English")

    constraint_fields = {
        "event_ends_after_it_starts": "ends_on",
        "event_ends_later_the_same_day": "ends_at",
        "event_binds_before_it_starts": "binding_after",
        "event_closes_before_it_starts": "registration_closes_on",
        "event_opens_before_it_starts": "registration_opens_on",
        "event_opens_before_it_closes": "registration_closes_on",
        "event_last_free_day_only_where_it_is_the_rule": "binding_after",
        "event_no_show_fee_exactly_where_it_is_the_rule": "no_show_fee_ore",
        "event_substitutes_before_it_starts": "substitutes_until",
        "event_substitutes_once_it_binds": "substitutes_until",
        "event_sign_up_elsewhere_has_an_address": "sign_up_url",
        "event_reserves_places_it_has": "reserved_places",
        "event_choices_until_it_starts": "choices_until",
        "event_minimum_with_its_day": "decide_on",
        "event_decides_before_it_starts": "decide_on",
        "event_shares_places_over_several_days": "places_may_be_shared",
    }

    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="owned_events",
        verbose_name=_("responsible organisation"),
        help_text=_("Its staff work with the event, and it is data controller for those who sign up."),
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("web address"),
        max_length=80,
        unique=True,
        validators=[validate_event_slug],
        error_messages={"unique": _("Another event has this address. Choose another.")},
        help_text=_("The last part of the page's address: letters, digits and hyphens."),
    )
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("Two or three lines at the top.")
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("A blank line makes a paragraph, ## a heading, - a list, **bold**."),
    )
    audience = models.TextField(_("audience"), blank=True)
    target_groups = models.ManyToManyField(
        TargetGroup,
        blank=True,
        related_name="events",
        verbose_name=_("target groups"),
        help_text=_("Visitors can list the events for one group. Those that no event has are not offered."),
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.DANISH)
    # None, here and below: not written by a version of the program that does not know the column.
    colour = models.CharField(  # noqa: DJ001
        _("colour"),
        max_length=7,
        blank=True,
        null=True,
        help_text=_(
            "The band at the top of the event's page and of the printed programme, with white text on it. "
            "Write a code such as #0b4f5c, or choose one. Empty: petrol, as everywhere."
        ),
    )

    starts_on = models.DateField(_("first day"))
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_on = models.DateField(_("last day"))
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    timezone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Copenhagen", validators=[validate_zone]
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("venue")
    )
    organisers = models.ManyToManyField(
        Organisation, through="Organiser", related_name="events", verbose_name=_("organisers")
    )

    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    contact_email = models.EmailField(
        _("contact address"), help_text=_("Shown everywhere; answers to mails go here.")
    )
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    cancellation_note = models.TextField(_("why it was called off"), blank=True)

    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        help_text=_("Empty: as many as come. Lowering it takes nobody's place."),
    )
    fee_ore = models.PositiveIntegerField(
        _("fee in øre"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: free of charge."),
    )
    # Whether `Price` rows say what it costs. `fee_ore` is then the first of them that is more than nothing, so that
    # whoever only asks whether it costs anything reads one row. Written by `programme.pricing.settle`.
    has_prices = models.BooleanField(default=False, db_default=False, editable=False)
    sign_up = models.CharField(_("sign-up"), max_length=20, choices=SignUp, default=SignUp.HERE)
    sign_up_url = models.URLField(_("address of the sign-up"), blank=True)
    registration_opens_on = models.DateField(
        _("sign-up opens"), null=True, blank=True, help_text=_("Empty: as soon as the event is published.")
    )
    registration_closes_on = models.DateField(
        _("last day of sign-up"),
        null=True,
        blank=True,
        help_text=_("The whole day counts. Empty: until it begins."),
    )
    cancellation = models.CharField(
        _("if somebody cannot come"),
        max_length=20,
        choices=Cancellation,
        default=Cancellation.UNTIL_A_DAY,
        db_default=Cancellation.UNTIL_A_DAY,
        help_text=_(
            "Another person may always come instead. Whoever has signed up keeps the rule she signed up under, "
            "unless a new one is better for her."
        ),
    )
    # As `programme.cancellation.steps_as_json` writes them; None where the rule has no steps.
    cancellation_steps = models.JSONField(_("what cancelling costs by date"), null=True, blank=True)
    no_show_fee_ore = models.PositiveIntegerField(
        _("fee for staying away, in øre"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    binding_after = models.DateField(
        _("last day of free cancellation"),
        null=True,
        blank=True,
        help_text=_(
            "The whole day is free; from midnight the place is binding, and another person may come instead. "
            "Empty: free until it begins. A day moved earlier never binds those who already signed up."
        ),
    )
    substitutes_until = models.DateField(
        _("last day for substitutes"),
        null=True,
        blank=True,
        help_text=_("The whole day counts. Empty: until it begins."),
    )
    substitutes_from_same_organisation = models.BooleanField(
        _("substitutes only from the same workplace"),
        default=False,
        db_default=False,
        help_text=_(
            "“Øby Bibliotek” and “Øby Kommunes biblioteker” are the same. You can set it aside for one person, "
            "and whoever signed up before is free of it."
        ),
    )
    places_may_be_shared = models.BooleanField(
        _("a place may be shared by two people, each on her own days"),
        default=False,
        db_default=False,
        help_text=_(
            "It stays one place, one price and one line on the invoice. Whoever has the place says which days the "
            "other comes, as long as a place can be handed over."
        ),
    )
    reserved_places = models.PositiveIntegerField(
        _("reserved places"),
        default=0,
        db_default=0,
        help_text=_(
            "So many of the places are kept for speakers, hosts and guests. They sign up by an invitation; "
            "everybody else can have the other places."
        ),
    )
    choices_until = models.DateField(
        _("last day to choose programme items"),
        null=True,
        blank=True,
        help_text=_("The whole day counts. Empty: the last day before the event."),
    )
    minimum_people = models.PositiveIntegerField(
        _("smallest number of participants"),
        null=True,
        blank=True,
        help_text=_(
            "With fewer it may be called off. Nothing happens by itself: you decide, and are reminded."
        ),
    )
    decide_on = models.DateField(
        _("day on which you decide"),
        null=True,
        blank=True,
        help_text=_("You are reminded three days before, and on the day."),
    )
    # When an organiser said that it takes place, whatever the number.
    goes_ahead_at = models.DateTimeField(null=True, editable=False)
    # Whether an item of the programme needs signing up: written by `publishing.programme_changed`, with the items.
    has_choices = models.BooleanField(default=False, db_default=False, editable=False)
    asks_municipality = models.BooleanField(_("ask for the municipality"), default=False)
    # Which facts the sign-up form asks for, where that is not as usual; read and written by `registration`.
    asked_facts = models.JSONField(null=True, editable=False)
    # Whether it has questions of its own, also retired ones, so that an event without them is not asked for them.
    # None is no.
    has_questions = models.BooleanField(null=True, editable=False)
    answers_until = models.DateField(
        _("last day for answers"),
        null=True,
        blank=True,
        help_text=_("Until then people can put their answers right themselves. Empty: until it begins."),
    )
    mail_paragraph = models.TextField(
        _("your own paragraph in mails"),
        blank=True,
        help_text=_("Stands in every confirmation, as you write it."),
    )
    # What those who come are told some days before; None or empty: nothing.
    practical_information = models.TextField(  # noqa: DJ001
        _("practical information"), null=True, blank=True, editable=False
    )
    # How many days ahead people are reminded, where that is not as usual; read and written by `registration`.
    reminder_days = models.JSONField(null=True, editable=False)
    # None is no, so that a version that does not know it can still write events.
    releases_when_refilled = models.BooleanField(
        _("a place given back is released when the waiting list takes it"),
        null=True,
        blank=True,
        help_text=_(
            "Whoever gives back a binding place, or cancels at a cost, then owes nothing once somebody from the "
            "waiting list has it; the first who left is the first released. Otherwise it is still owed."
        ),
    )
    substitute_notice = models.CharField(
        _("tell me about substitutes"), max_length=20, choices=Notice, default=Notice.AT_ONCE
    )

    uid = models.CharField(max_length=100, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # When what stands in calendars last changed, once it was announced.
    changed_at = models.DateTimeField(null=True, editable=False)
    # The first time it was shown to everybody, or as good as: the first save after that.
    published_at = models.DateTimeField(null=True, editable=False)
    programme_hash = models.CharField(max_length=64, blank=True, editable=False)
    programme_changed_at = models.DateTimeField(null=True, editable=False)
    # Of what is printed beside the words: photographs and the like. A change of it is no change of the programme.
    dress_hash = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    # None: not written yet. So a version of the program that does not know the column can still add events.
    search_text = models.TextField(null=True, editable=False)  # noqa: DJ001

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_on", "title"]
        indexes = [models.Index(fields=["ends_on", "status"], name="event_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "cancelled"]), name="event_status_known"
            ),
            models.CheckConstraint(
                condition=Q(sign_up__in=["here", "elsewhere", "none"]), name="event_sign_up_known"
            ),
            models.CheckConstraint(
                condition=Q(substitute_notice__in=["at_once", "daily", "never"]), name="event_notice_known"
            ),
            models.CheckConstraint(condition=Q(language__in=["da", "en"]), name="event_language_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="event_ends_after_it_starts",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on"))
                | Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
                name="event_ends_later_the_same_day",
                violation_error_message=_("It ends before it begins: look at the two times."),
            ),
            models.CheckConstraint(
                condition=Q(binding_after__isnull=True) | Q(binding_after__lt=F("starts_on")),
                name="event_binds_before_it_starts",
                violation_error_message=_("The last day of free cancellation must be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(cancellation__in=["until_a_day", "at_once", "steps", "no_show"]),
                name="event_cancellation_known",
            ),
            models.CheckConstraint(
                condition=Q(cancellation="until_a_day") | Q(binding_after__isnull=True),
                name="event_last_free_day_only_where_it_is_the_rule",
                violation_error_message=_(
                    "This rule has no last day of free cancellation: leave the day empty, or choose the rule with it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(cancellation="no_show", no_show_fee_ore__gt=0)
                | (~Q(cancellation="no_show") & Q(no_show_fee_ore__isnull=True)),
                name="event_no_show_fee_exactly_where_it_is_the_rule",
                violation_error_message=_(
                    "Write what whoever stays away pays, under that rule and no other."
                ),
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_on__isnull=True)
                | Q(registration_closes_on__lte=F("starts_on")),
                name="event_closes_before_it_starts",
                violation_error_message=_("The last day of sign-up cannot be after the first day."),
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_on__isnull=True)
                | Q(registration_opens_on__lte=F("starts_on")),
                name="event_opens_before_it_starts",
                violation_error_message=_("Sign-up cannot open after the first day."),
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_on__isnull=True)
                | Q(registration_closes_on__isnull=True)
                | Q(registration_opens_on__lte=F("registration_closes_on")),
                name="event_opens_before_it_closes",
                violation_error_message=_("Sign-up closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(substitutes_until__isnull=True) | Q(substitutes_until__lte=F("starts_on")),
                name="event_substitutes_before_it_starts",
                violation_error_message=_("The last day for substitutes cannot be after the first day."),
            ),
            models.CheckConstraint(
                condition=Q(substitutes_until__isnull=True)
                | Q(binding_after__isnull=True)
                | Q(substitutes_until__gte=F("binding_after")),
                name="event_substitutes_once_it_binds",
                violation_error_message=_(
                    "Substitutes must be allowed at least as long as cancellation is free."
                ),
            ),
            models.CheckConstraint(
                condition=Q(fee_ore__isnull=True) | Q(fee_ore__gt=0), name="event_fee_is_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=~Q(sign_up="elsewhere") | ~Q(sign_up_url=""),
                name="event_sign_up_elsewhere_has_an_address",
                violation_error_message=_("Give the address where people sign up."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(reserved_places__lte=F("capacity")),
                name="event_reserves_places_it_has",
                violation_error_message=_("More places are reserved than there are."),
            ),
            models.CheckConstraint(
                condition=Q(choices_until__isnull=True) | Q(choices_until__lte=F("starts_on")),
                name="event_choices_until_it_starts",
                violation_error_message=_("The last day to choose cannot be after the first day."),
            ),
            models.CheckConstraint(
                condition=Q(minimum_people__isnull=True, decide_on__isnull=True)
                | Q(minimum_people__isnull=False, decide_on__isnull=False),
                name="event_minimum_with_its_day",
                violation_error_message=_("Give both the smallest number and the day on which you decide."),
            ),
            models.CheckConstraint(
                condition=Q(decide_on__isnull=True) | Q(decide_on__lt=F("starts_on")),
                name="event_decides_before_it_starts",
                violation_error_message=_("You must decide before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(places_may_be_shared=False) | Q(ends_on__gt=F("starts_on")),
                name="event_shares_places_over_several_days",
                violation_error_message=_(
                    "A place can only be shared at an event of several days: remove the tick, or give it more days."
                ),
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.title} ({dates.short_day_phrase(self.starts_on, 'da')})" if self.starts_on else self.title
        )

    def get_absolute_url(self) -> str:
        # A form that was sent without an address is shown again with its event.
        return reverse("programme:event", args=[self.slug]) if self.slug else reverse("programme:front")

    def clean(self) -> None:
        super().clean()
        moved = type(self).objects.filter(reschedulings__old_slug=self.slug).exclude(pk=self.pk)
        if moved.exists():
            raise ValidationError(
                {"slug": _("This address already leads to another event, which was moved.")}
            )

    @property
    def is_announced(self) -> bool:
        return self.status != self.Status.DRAFT

    @cached_property
    def price_list(self) -> list["Price"]:
        """The prices in order, read once; none where there is one plain fee, or none."""
        return list(self.prices.all()) if self.has_prices else []

    @property
    def is_free(self) -> bool:
        return self.fee_ore is None

    @property
    def cancellation_rule(self) -> Rule:
        """What is announced about leaving a place. Binding at once lapses when the waiting list has the place."""
        kind = Kind(self.cancellation)
        return Rule(
            kind=kind,
            free_until=self.binding_after,
            steps=steps_from_json(self.cancellation_steps),
            no_show_ore=self.no_show_fee_ore,
            releases=bool(self.releases_when_refilled) or kind is Kind.AT_ONCE,
            same_organisation=self.substitutes_from_same_organisation,
            substitutes_until=self.substitutes_until,
        )

    @property
    def terms(self) -> Terms:
        """What holds for a place that is taken now. Where there are several prices, a part of the fee is no one sum,
        and an amount stands to VAT as they all do."""
        rule, vat = self.cancellation_rule, "included"
        if self.has_prices and rule.names_amounts:
            kinds = {price.vat for price in self.price_list}
            vat = kinds.pop() if len(kinds) == 1 else vat
        fee = None if self.has_prices else self.fee_ore
        return terms_of(rule, rule, fee=fee, starts_on=self.starts_on, vat=vat)

    @property
    def days(self) -> tuple[date, ...]:
        """The civil days of it, in order."""
        return tuple(
            self.starts_on + timedelta(days=number)
            for number in range((self.ends_on - self.starts_on).days + 1)
        )

    @property
    def last_day_of_choosing(self) -> date:
        """The last day on which items of its programme are chosen, wished for and changed."""
        return self.choices_until or self.starts_on - timedelta(days=1)

    @property
    def begins(self) -> datetime:
        """The instant it begins; without a time, the first instant of its first day."""
        if self.starts_at is None:
            return dates.start_of(self.starts_on, self.timezone)
        return dates.instant(self.starts_on, self.starts_at, self.timezone)

    @property
    def ends(self) -> datetime:
        """The instant it ends; without a time, the end of its last day."""
        if self.ends_at is None:
            return dates.end_of(self.ends_on, self.timezone)
        return dates.instant(self.ends_on, self.ends_at, self.timezone)
