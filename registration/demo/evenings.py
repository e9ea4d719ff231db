"""A small library's ten evenings over the coming three months: free of charge, few places, and for citizens rather than
colleagues."""

from dataclasses import dataclass
from datetime import date, time

from programme.models import Event, Organiser
from registration.demo.days import ONE_DAY, ONE_WEEK, evenings
from registration.demo.groups import CITIZENS
from registration.demo.institutions import SMALL_LIBRARY
from registration.demo.shapes import Announcement, Staged
from registration.demo.states import LIBRARY

HERE, ELSEWHERE, NONE = Event.SignUp.HERE, Event.SignUp.ELSEWHERE, Event.SignUp.NONE


@dataclass(frozen=True)
class Evening:
    """`places` and `people` where one signs up here."""

    title: str
    slug: str
    introduction: str
    places: int = 0
    people: int = 0
    no_show_ore: int | None = None
    # With fewer it may be called off; decided a week before.
    least: int | None = None
    sign_up: Event.SignUp = HERE


EVENINGS = (
    Evening(
        "Strikkeaften med garnbytte",
        "strikkeaften",
        "Tag det garn med, du aldrig får brugt. Begyndere får hjælp til de første masker.",
        places=20,
        people=18,
    ),
    Evening(
        "Brætspilsaften",
        "braetspilsaften",
        "Kom, som du er, og spil med dem, der sidder ved bordet. Biblioteket har tyve spil og en, der kan reglerne.",
        sign_up=NONE,
    ),
    Evening(
        "At skrive om sin ø",
        "at-skrive-om-sin-oe",
        "Forfatteren Malthe Øgård læser op af sin nye roman og fortæller om at skrive om et sted, hvor alle kender én.",
        places=40,
        people=37,
    ),
    Evening(
        "Slægtsforskning for begyndere",
        "slaegtsforskning-for-begyndere",
        "Fra bedstemors navn til kirkebogen på en aften. Tag gerne din egen computer med.",
        places=24,
        people=22,
    ),
    Evening(
        "Fuglene ved fjorden",
        "fuglene-ved-fjorden",
        "Naturvejleder Åse Kornbæk har talt fugle i tredive år og viser, hvad der er kommet til, og hvad der er væk.",
        places=40,
        people=21,
    ),
    Evening(
        "Hjælp til digital post",
        "hjaelp-til-digital-post",
        "To frivillige sidder klar. Ingen spørgsmål er for små, og kaffen er varm.",
        places=20,
        people=9,
    ),
    Evening(
        "Sangaften med byens kor",
        "sangaften",
        "Vi synger fra den blå og den røde bog. Alle stemmer er velkomne.",
        sign_up=NONE,
    ),
    Evening(
        "Læsekreds for nye læsere",
        "laesekreds-for-nye-laesere",
        "En kort roman, seks spørgsmål og ingen rigtige svar. Bogen kan hentes i skranken.",
        places=20,
        people=6,
        least=8,
    ),
    Evening(
        "Stumfilm med levende klaver",
        "stumfilm-med-levende-klaver",
        "Byens filmklub viser en film fra 1921, og Ejnar Tøftegaard spiller til. Billetter fås hos filmklubben.",
        sign_up=ELSEWHERE,
    ),
    Evening(
        "Højtlæsning i mørket",
        "hoejtlaesning-i-moerket",
        "Lyset bliver slukket, og tre skuespillere læser noveller. For voksne og for børn fra tolv år.",
        places=30,
        people=12,
        no_show_ore=7_500,
    ),
)


def announcement(evening: Evening, day: date, *, today: date) -> Announcement:
    fields = {
        "title": evening.title,
        "slug": evening.slug,
        "introduction": evening.introduction,
        "starts_on": day,
        "starts_at": time(19),
        "ends_on": day,
        "ends_at": time(21),
        "contact_name": "Signe Ågård Lund",
        "contact_email": "signe@example.org",
        "sign_up": evening.sign_up,
    }
    if evening.sign_up == ELSEWHERE:
        fields["sign_up_url"] = "https://example.org/billetter/"
    if evening.sign_up == HERE:
        fields |= {
            "capacity": evening.places,
            "registration_opens_on": today - 3 * ONE_WEEK,
            "registration_closes_on": day - ONE_DAY,
            "binding_after": day - 2 * ONE_DAY,
        }
    if evening.least is not None:
        fields |= {"minimum_people": evening.least, "decide_on": day - ONE_WEEK}
    if evening.no_show_ore is not None:
        fields |= {
            "cancellation": Event.Cancellation.NO_SHOW,
            "no_show_fee_ore": evening.no_show_ore,
            "binding_after": None,
        }
    return Announcement(
        fields=fields,
        place=LIBRARY,
        organisers=((SMALL_LIBRARY, Organiser.Role.ORGANISER),),
        target_groups=(CITIZENS,),
    )


def staged(today: date) -> list[Staged]:
    return [
        Staged(announcement(evening, day, today=today), people=evening.people, first_days_ago=18)
        for evening, day in zip(EVENINGS, evenings(today), strict=True)
    ]
