from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programme import cancellation
from programme.folding import name_sort, search_terms, search_text
from programme.models import Event, User
from programme.models.price import Vat
from registration.models.booking import Booking, new_link_key
from registration.models.invitation import Invitation
from registration.persons import person_key

# A key of `name_sort` after every letter of every script.
AFTER_ALL_NAMES = "9" * 12


def place_to_be_named(number: int, *, of: int) -> str:
    """What a place is called as long as its name is to follow."""
    return gettext("Place %(number)d of %(of)d, name to follow") % {"number": number, "of": of}


def called_without_a_name(number: int, *, of: int, status: str) -> str:
    """What a place is called that has no name: whether one is to follow depends on the status."""
    if status in Registration.CURRENT:
        return place_to_be_named(number, of=of)
    return gettext("Place %(number)d of %(of)d") % {"number": number, "of": of}


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))

    def taking_a_place(self) -> Self:
        return self.filter(Registration.TAKES)

    def coming(self) -> Self:
        """The persons behind those places: two where a place is shared."""
        return self.filter(Registration.COMES)

    def shared(self) -> Self:
        """Those in force who share a place, each on her own days."""
        return self.current().exclude(days="")

    def current(self) -> Self:
        """Those who have a place, are offered one or wait for one."""
        return self.filter(status__in=Registration.CURRENT)

    def in_line(self) -> Self:
        """Those who wait, and those who are offered a place and have not answered."""
        return self.filter(status__in=[Registration.Status.WAITING, Registration.Status.OFFERED])

    def without_a_name(self) -> Self:
        """Those in force whose names are to follow."""
        return self.current().filter(name="")

    def to_be_named(self) -> Self:
        """Places without a name that somebody has: neither a turn on the waiting list nor an offer is one."""
        return self.filter(name="", status=Registration.Status.CONFIRMED)

    def by_name(self) -> Self:
        return self.order_by("name_sort", "pk")

    def matching(self, query: str) -> Self:
        """Rows in which every typed word is found, whatever its case and spelling of æ, ø and å."""
        rows = self
        for term in search_terms(query):
            rows = rows.filter(search_text__contains=term)
        return rows


class Registration(models.Model):
    """One person's place at an event. Written only by `registration.services`."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("coming")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("offered a place")
        CANCELLED = "cancelled", _("cancelled")
        SUBSTITUTED = "substituted", _("replaced by another")
        EXPIRED = "expired", _("offer expired")

    TAKING = (Status.CONFIRMED, Status.OFFERED)
    CURRENT = (Status.CONFIRMED, Status.OFFERED, Status.WAITING)
    ENDED = (Status.CANCELLED, Status.SUBSTITUTED, Status.EXPIRED)
    # Which rows take a place of the event's number, and which wait for one: for filters and for counts. Whoever comes
    # on some of the days of another's place takes none; she comes all the same.
    COMES = Q(status__in=TAKING)
    TAKES = COMES & Q(shares_place_of__isnull=True)
    WAITS = Q(status=Status.WAITING)
    # Which of those that take a place took a reserved one.
    INVITED = TAKES & Q(invitation__isnull=False)

    # What `terms` asks of the place, beside its event.
    TERMS_FIELDS = (
        "promised_binding_after",
        "promised_rule",
        "promised_fee_ore",
        "promised_class",
        "promised_vat",
    )
    # What becomes of each column when another person takes the place over.
    PLACE_FIELDS = frozenset(
        {"booking", "event", "promised_binding_after", "promised_fee_ore", "accepted_terms", "accepted_at"}
        | {"promised_class", "promised_vat", "promised_vat_reason"}
        | {"waits_since", "offer_until", "promised_rule", "invitation", "place_number"}
        | {"shares_place_of", "days", "kept_to_organisation"}
    )
    PERSON_FIELDS = frozenset(
        {"name", "job_title", "organisation", "municipality", "email", "phone"}
        | {"other_class", "other_class_ore", "other_class_vat"}
        | {"person_key", "name_sort", "search_text"}
    )
    ASKED_AFRESH_FIELDS = frozenset({"list_consent", "newsletter_consent"})
    LIFECYCLE_FIELDS = frozenset(
        {"id", "status", "substitute_for", "created_at", "confirmed_at", "ended_at", "still_owed", "link_key"}
        | {"owed_ore", "no_show_at", "at_a_cost", "days_changed"}
    )

    booking = models.ForeignKey(
        Booking, models.PROTECT, related_name="registrations", verbose_name=_("booking")
    )
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    organisation = models.CharField(_("workplace"), max_length=200, blank=True)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Empty: the mails go to the contact person.")
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    list_consent = models.BooleanField(_("show me on the attendee list"), default=False)
    newsletter_consent = models.BooleanField(_("send me news"), default=False)

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.CONFIRMED)
    substitute_for = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitute",
        verbose_name=_("came instead of"),
    )
    # Of the second person of a shared place: whose place it is. She has everything of her own but place and price.
    shares_place_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sharers",
        verbose_name=_("shares the place of"),
    )
    # The civil days on which each of the two comes, as `registration.sharing` writes them; empty: on all of them.
    days = models.TextField(_("comes on"), blank=True, default="", db_default="")
    # How often her days became others, for the calendar entry's SEQUENCE.
    days_changed = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    # Where the rule keeps the place to its workplace and it was written in another way since: how it stood at first.
    kept_to_organisation = models.CharField(
        max_length=200, blank=True, default="", db_default="", editable=False
    )
    # By which it took one of the reserved places.
    invitation = models.ForeignKey(
        Invitation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("invitation"),
    )
    # As they stood when this place was confirmed; a substitute inherits them.
    promised_binding_after = models.DateField(_("promised free cancellation until"), null=True, blank=True)
    promised_fee_ore = models.PositiveIntegerField(_("promised fee in øre"), null=True, blank=True)
    # The price's class, and how the amount stands to VAT; a place without a fee may be of a class, too.
    promised_class = models.CharField(_("price class"), max_length=60, blank=True, default="", db_default="")
    promised_vat = models.CharField(
        _("VAT"), max_length=10, choices=Vat, default=Vat.INCLUDED, db_default=Vat.INCLUDED
    )
    promised_vat_reason = models.CharField(
        _("why without VAT or free"), max_length=200, blank=True, default="", db_default=""
    )
    # Of a substitute who belongs to another class than the place: which, and what that cost when she took it over.
    other_class = models.CharField(
        _("belongs to another class"), max_length=60, blank=True, default="", db_default=""
    )
    other_class_ore = models.PositiveIntegerField(_("the price of that class in øre"), null=True, blank=True)
    other_class_vat = models.CharField(
        _("the VAT of that class"), max_length=10, choices=Vat, default=Vat.INCLUDED, db_default=Vat.INCLUDED
    )
    # As `programme.cancellation.as_json` writes it; None: written by a version that knew the day alone.
    promised_rule = models.JSONField(null=True, blank=True, editable=False)
    accepted_terms = models.TextField(_("accepted terms"), blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"))
    # The turn on the waiting list: when this place, or the one it was handed over from, joined it.
    waits_since = models.DateTimeField(_("in line since"), null=True, blank=True)
    offer_until = models.DateTimeField(_("offer stands until"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    still_owed = models.BooleanField(_("left, and still owed"), default=False)
    # Whether it was cancelled for what its rule said that this cost, and not given back once it was binding.
    at_a_cost = models.BooleanField(_("cancelled at a cost"), default=False, db_default=False)
    # What the place owed by its rule when it ended, or when the person stayed away. Beside `still_owed`, which ends
    # when it is let off.
    owed_ore = models.PositiveIntegerField(_("owed in øre"), null=True, blank=True)
    no_show_at = models.DateTimeField(_("marked as not having come"), null=True, blank=True)
    link_key = models.CharField(max_length=24, default=new_link_key, editable=False)

    # Which of the booking's places it is, from 1, so that people can speak of one whose name follows; 0 for older ones.
    place_number = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    # Written with the name, because SQLite neither folds nor sorts æ, ø and å.
    person_key = models.CharField(max_length=600, null=True, blank=True, editable=False)  # noqa: DJ001
    name_sort = models.CharField(max_length=600, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ["name_sort", "pk"]
        indexes = [
            models.Index(fields=["event", "status", "name_sort"], name="registration_by_event"),
            models.Index(fields=["email"], name="registration_by_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["confirmed", "waiting", "offered", "cancelled", "substituted", "expired"]
                ),
                name="registration_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["cancelled", "substituted", "expired"], ended_at__isnull=False)
                | Q(status__in=["confirmed", "waiting", "offered"], ended_at__isnull=True),
                name="registration_ended_at_exactly_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(person_key__isnull=True),
                name="registration_ended_has_no_person_key",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(confirmed_at__isnull=False),
                name="registration_confirmed_at_when_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["waiting", "offered"]) | Q(waits_since__isnull=False),
                name="registration_in_line_since_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(offer_until__isnull=False),
                name="registration_an_offer_ends",
            ),
            models.CheckConstraint(
                condition=Q(still_owed=False) | Q(status="cancelled"),
                name="registration_only_cancelled_is_owed",
            ),
            models.CheckConstraint(
                condition=Q(at_a_cost=False) | Q(status="cancelled", owed_ore__isnull=False, owed_ore__gt=0),
                name="registration_at_a_cost_has_a_cost",
            ),
            models.CheckConstraint(
                condition=Q(promised_vat__in=["included", "excluded", "exempt"]),
                name="registration_vat_known",
            ),
            models.CheckConstraint(
                condition=Q(other_class_vat__in=["included", "excluded", "exempt"]),
                name="registration_other_vat_known",
            ),
            models.CheckConstraint(
                condition=Q(owed_ore__isnull=True) | Q(status="cancelled") | Q(no_show_at__isnull=False),
                name="registration_owes_once_left_or_not_come",
            ),
            models.CheckConstraint(
                condition=Q(no_show_at__isnull=True) | Q(status="confirmed"),
                name="registration_only_who_had_a_place_stays_away",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(email="", person_key__isnull=True),
                name="registration_nameless_is_nobody",
            ),
            models.CheckConstraint(
                condition=Q(substitute_for__isnull=True) | ~Q(substitute_for=F("pk")),
                name="registration_is_not_its_own_substitute",
            ),
            models.UniqueConstraint(
                fields=["event", "person_key"], name="registration_person_once_per_event"
            ),
            models.UniqueConstraint(
                fields=["shares_place_of"],
                condition=Q(status="confirmed"),
                name="registration_shared_by_two_at_most",
            ),
            models.CheckConstraint(
                condition=Q(shares_place_of__isnull=True) | ~Q(shares_place_of=F("pk")),
                name="registration_shares_no_place_with_herself",
            ),
            models.CheckConstraint(
                condition=Q(shares_place_of__isnull=True)
                | (~Q(status__in=["waiting", "offered"]) & ~Q(days="")),
                name="registration_who_shares_comes_on_her_days",
            ),
            models.CheckConstraint(
                condition=Q(shares_place_of__isnull=True)
                | Q(
                    promised_fee_ore__isnull=True,
                    owed_ore__isnull=True,
                    still_owed=False,
                    invitation__isnull=True,
                ),
                name="registration_a_shared_place_has_one_price",
            ),
        ]

    def __str__(self) -> str:
        # Django's log keeps this text, so it holds no name.
        return str(_("Place %(number)s") % {"number": self.pk})

    def set_person_columns(self, *, contact_email: str) -> None:
        """Derives the columns that search, order and tell persons apart; called whenever name or address change."""
        self.person_key = person_key(name=self.name, email=self.email, contact_email=contact_email)
        # Whoever has no name yet stands after all who have one, in the order of the places.
        self.name_sort = name_sort(self.name) if self.name else f"{AFTER_ALL_NAMES}{self.place_number:03}"
        self.search_text = search_text(
            self.name, self.email, self.organisation, self.job_title, self.municipality
        )

    @property
    def rule_promised(self) -> cancellation.Rule:
        """The whole rule as it stood when the place was promised."""
        announced = self.event.cancellation_rule
        if self.promised_rule is None:
            return cancellation.Rule(
                free_until=self.promised_binding_after, substitutes_until=announced.substitutes_until
            )
        return cancellation.from_json(self.promised_rule, announced=announced)

    @property
    def terms(self) -> cancellation.Terms:
        """What holds for this place: on every day the better of what was promised and what the event announces now."""
        return cancellation.terms_of(
            self.rule_promised,
            self.event.cancellation_rule,
            # Of a class that pays nothing, where others pay, nothing is owed for leaving either.
            fee=0 if self.promised_fee_ore is None and self.promised_class else self.promised_fee_ore,
            starts_on=self.event.starts_on,
            vat=self.promised_vat,
        )

    @property
    def is_free(self) -> bool:
        """Whether the place costs nothing, whatever the event costs others."""
        return self.promised_fee_ore is None

    @property
    def is_current(self) -> bool:
        return self.status in self.CURRENT

    @property
    def is_nameless(self) -> bool:
        """Whether it is a place in force whose name is to follow."""
        return not self.name and self.is_current

    @property
    def is_shared(self) -> bool:
        """Whether it is one of the two rows of a shared place in force."""
        return bool(self.days) and self.is_current

    @property
    def kept_to(self) -> str:
        """The workplace that the place is kept to, where its rule says so; "" where none is known. It is what stood
        there at first, so that no number of small changes leads to another."""
        return self.kept_to_organisation or self.organisation or self.booking.organisation

    @property
    def is_second(self) -> bool:
        """Whether the place is, or was, another's, who shares it with her."""
        return self.shares_place_of_id is not None

    @cached_property
    def shares_with(self) -> "Registration | None":
        """The other of the two who share a place in force; no query where nobody does."""
        if not self.is_shared:
            return None
        other = (
            self.shares_place_of
            if self.is_second
            else Registration.objects.filter(shares_place_of=self, status=self.Status.CONFIRMED).first()
        )
        if other is not None:
            other.booking, other.event = self.booking, self.event
        return other

    @cached_property
    def half_before(self) -> "Registration | None":
        """The half that somebody had who then got the whole place; None, without a query, where nobody came instead."""
        if self.substitute_for_id is None or self.is_second:
            return None
        return Registration.objects.filter(
            shares_place_of=self.substitute_for_id, status=self.Status.SUBSTITUTED, substitute=None
        ).first()

    @property
    def became_the_whole(self) -> "Registration | None":
        """Her row of the whole place, once her half has become that."""
        if not self.is_second or self.status != self.Status.SUBSTITUTED or hasattr(self, "substitute"):
            return None
        return Registration.objects.filter(substitute_for=self.shares_place_of_id).first()

    @property
    def is_to_be_named(self) -> bool:
        """Whether it is a place without a name that somebody has: no turn on the waiting list, and no offer."""
        return not self.name and self.status == self.Status.CONFIRMED

    @property
    def called(self) -> str:
        """What it is called on lists and in mails: the name, or which of the booking's places it is. Asks for the
        booking where there is no name."""
        if self.name:
            return self.name
        if not self.place_number:
            return str(self)
        return called_without_a_name(self.place_number, of=self.booking.size, status=self.status)

    @property
    def is_in_line(self) -> bool:
        """Whether this person waits for a place, or is offered one."""
        return self.status in {self.Status.WAITING, self.Status.OFFERED}

    @property
    def had_a_place(self) -> bool:
        """Whether it ever was more than a turn on the waiting list."""
        return self.confirmed_at is not None

    @property
    def reached_at(self) -> str:
        """Where this person's mails go: the own address, else the contact's."""
        return self.email or self.booking.contact_email

    @property
    def is_reached_herself(self) -> bool:
        """Whether her mails go to herself, and not to the contact for her."""
        contact = self.booking
        return self.reached_at != contact.contact_email or contact.is_contact(
            name=self.name, email=self.email
        )


class PersonalNeeds(models.Model):
    """What a person needs to eat and to take part: health data, kept apart with her consent and deleted
    14 days after the event. Never on lists or exports, never shown to the contact."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="needs", verbose_name=_("attendee")
    )
    dietary_needs = models.CharField(_("dietary needs or allergies"), max_length=500, blank=True)
    access_needs = models.CharField(_("access needs"), max_length=500, blank=True)
    consent = models.TextField(_("the consent given"))
    consented_at = models.DateTimeField(_("consented at"))

    class Meta:
        verbose_name = _("needs")
        verbose_name_plural = _("needs")

    def __str__(self) -> str:
        return str(self.registration)
