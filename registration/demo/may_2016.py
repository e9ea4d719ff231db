"""The conference held the second time, on 23 May 2016: registration closed by 18 April, binding after 10 May.
Hours, fee, places and programme were not given."""

from datetime import date

from programme.models import Organiser
from registration.demo.institutions import ASSOCIATION, COUNTY_LIBRARIES, LIBRARY_DIRECTORS, TAARNBY
from registration.demo.shapes import Announcement, Place

ANNOUNCEMENT = Announcement(
    fields={
        "title": "Styrk det strategiske samarbejde i kommunen",
        "slug": "styrk-samarbejdet-2016",
        "introduction": (
            "Hvorfor har en kommune et bibliotek, og hvad kan den bruge det til, når den lægger planer for fremtiden? "
            "På Den Blå Planet mødes de, der vil finde svarene sammen."
        ),
        "description": (
            "Det er anden gang, konferencen bliver holdt. Emnet er stadig, hvordan kommunens mange fag kan løse "
            "opgaver i fællesskab, så resultatet bliver bedre for borgerne. Denne gang er kredsen større: Også andre "
            "kulturinstitutioner end bibliotekerne er med.\n\n"
            "Oplæggene kommer fra forskere, politikere, forvaltninger og kulturlivet, og der er både ny viden og "
            "eksempler at tage med hjem."
        ),
        "audience": (
            "Politikere samt ansatte i forvaltninger, på biblioteker og i kulturlivet i øvrigt, der vil vise, hvad "
            "kulturen kan bidrage med til kommunens opgaver."
        ),
        "starts_on": date(2016, 5, 23),
        "ends_on": date(2016, 5, 23),
        "contact_email": "db@db.dk",
        "registration_closes_on": date(2016, 4, 17),
        "binding_after": date(2016, 5, 10),
    },
    place=Place("Den Blå Planet", "Jacob Fortlingsvej 1", "2770", "Kastrup"),
    organisers=(
        (ASSOCIATION, Organiser.Role.ORGANISER),
        (LIBRARY_DIRECTORS, Organiser.Role.CO_ORGANISER),
        (COUNTY_LIBRARIES, Organiser.Role.CO_ORGANISER),
        (TAARNBY, Organiser.Role.CO_ORGANISER),
    ),
)
