"""What a contact is told of the costs of her booking: the sum, and who pays, as its page says."""

from typing import Any

from programme.pricing import sum_of
from registration.mails.rows import Rows
from registration.models import OwedMail
from registration.owed import owed_amount
from registration.payer_words import payer_lines
from registration.price_sentences import sum_sentence
from registration.services.payers import payer_of

Kind = OwedMail.Kind
OF_BOOKINGS = frozenset({Kind.BOOKING_CONFIRMED, Kind.PLACES_GIVEN, Kind.PLACES_NAMED})


def cost_facts(mail: OwedMail, *, rows: Rows) -> dict[str, Any]:
    """Nothing in a mail to anybody else, and where nothing is owed. With names classes may have been chosen, so what
    they cost is told again."""
    booking = mail.booking
    if mail.kind == Kind.PLACES_NAMED and not mail.event.has_prices:
        return {}
    if booking is None or mail.kind not in OF_BOOKINGS or mail.to_email != booking.contact_email:
        return {}
    said = sum_sentence(sum_of(map(owed_amount, rows.places)))
    if not said:
        return {}
    payer = payer_of(booking)
    return {
        "tells_costs": True,
        "fee_sum": said,
        "some_wait": any(place.is_in_line for place in rows.places),
        "payer_lines": payer_lines(payer) if payer is not None and payer.is_known else [],
    }
