from registration.models.booking import Booking
from registration.models.history import HistoryEntry
from registration.models.outbox import OwedMail
from registration.models.registration import PersonalNeeds, Registration

__all__ = ["Booking", "HistoryEntry", "OwedMail", "PersonalNeeds", "Registration"]
