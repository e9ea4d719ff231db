from registration.models.booking import Booking
from registration.models.contact_request import ContactRequest
from registration.models.history import HistoryEntry
from registration.models.invitation import Invitation
from registration.models.invoicing import InvoiceBasis, InvoiceLine
from registration.models.outbox import OwedMail
from registration.models.payer import Payer
from registration.models.question import Answer, Question
from registration.models.registration import PersonalNeeds, Registration
from registration.models.session_choice import SessionChoice
from registration.models.session_wish import SessionWish

__all__ = [
    "Answer",
    "Booking",
    "ContactRequest",
    "HistoryEntry",
    "Invitation",
    "InvoiceBasis",
    "InvoiceLine",
    "OwedMail",
    "Payer",
    "PersonalNeeds",
    "Question",
    "Registration",
    "SessionChoice",
    "SessionWish",
]
