from programme.models.choice import ChoiceGroup
from programme.models.event import Event
from programme.models.login import FailedLogin
from programme.models.organisation import Membership, Organisation
from programme.models.organiser import Organiser
from programme.models.photo import SpeakerPhoto
from programme.models.price import Price, Vat
from programme.models.programme_pdf import ProgrammePdf
from programme.models.rescheduling import Rescheduling
from programme.models.session import Session
from programme.models.speaker import Appearance, Speaker
from programme.models.target_group import TargetGroup
from programme.models.user import User
from programme.models.venue import Venue

__all__ = [
    "Appearance",
    "ChoiceGroup",
    "Event",
    "FailedLogin",
    "Membership",
    "Organisation",
    "Organiser",
    "Price",
    "ProgrammePdf",
    "Rescheduling",
    "Session",
    "Speaker",
    "SpeakerPhoto",
    "TargetGroup",
    "User",
    "Vat",
    "Venue",
]
