"""Invoice facts to take along: CSV for Danish Excel and Excel itself, a line for each place, amounts to the øre,
and what event it was."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext

from programme.models.price import Vat
from registration.exports.tables import Row, Table
from registration.models import InvoiceBasis, InvoiceLine, Payer

_WIDTHS = (6, 6, 30, 12, 30, 24, 15, 11, 24, 18, 18, 10, 28, 26, 16, 12, 26, 12, 12, 12, 26, 30, 30)


def kroner(ore: int) -> Decimal:
    """The amount in kroner, exact to the øre."""
    return Decimal(ore) / 100


def headings() -> list[str]:
    names = [
        gettext("no."),
        gettext("line"),
        gettext("event"),
        gettext("day"),
        gettext("payer"),
        gettext("who pays"),
        gettext("EAN number"),
        gettext("CVR number"),
        gettext("att. or person reference"),
        gettext("requisition number"),
        gettext("account string"),
        gettext("booking"),
        gettext("name"),
        gettext("what"),
        gettext("class"),
        gettext("VAT"),
        gettext("why without VAT"),
        gettext("without VAT"),
        gettext("of which VAT"),
        gettext("in all"),
        gettext("contact person"),
        gettext("the contact's e-mail"),
        gettext("address"),
    ]
    return [capfirst(name) for name in names]


def table(basis: InvoiceBasis, lines: Iterable[InvoiceLine]) -> Table:
    """In the order of the invoice facts."""
    return Table(headings(), _rows(basis, lines), sheet=str(basis), widths=_WIDTHS)


def what(line: InvoiceLine) -> str:
    """What a line is for; of one that takes another back, which."""
    said = str(InvoiceLine.What(line.what).label)
    if line.credits_id is None:
        return said
    return gettext("credit: %(what)s") % {"what": said}


def _rows(basis: InvoiceBasis, lines: Iterable[InvoiceLine]) -> Iterator[Row]:
    for line in lines:
        yield (
            basis.number,
            line.position,
            basis.event.title,
            basis.event.starts_on,
            line.name,
            str(Payer.Kind(line.kind).label),
            line.gln,
            line.cvr,
            line.buyer_reference,
            line.order_reference,
            line.account_string,
            line.booking.number,
            line.person,
            what(line),
            line.class_name,
            str(Vat(line.vat).label),
            line.vat_reason,
            kroner(line.net_ore),
            kroner(line.vat_ore),
            kroner(line.total_ore),
            line.contact_name,
            line.contact_email,
            line.address,
        )


def file_name(basis: InvoiceBasis) -> str:
    """Without its ending."""
    return f"fakturagrundlag-{basis.event.slug}-{basis.number}"
