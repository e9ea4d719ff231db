from registration.models.booking import Booking
from registration.models.history import HistoryEntry
from registration.models.invoicing import InvoiceBasis, InvoiceLine
from registration.models.outbox import OwedMail
from registration.models.payer import Payer
from registration.models.question import Answer, Question
from registration.models.registration import PersonalNeeds, Registration

__all__ = [
    "Answer",
    "Booking",
    "HistoryEntry",
    "InvoiceBasis",
    "InvoiceLine",
    "OwedMail",
    "Payer",
    "PersonalNeeds",
    "Question",
    "Registration",
]
