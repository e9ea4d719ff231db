"""Invented people who sign up for the coming edition, several at a time by a contact who need not come herself.
Every address is at example.org; an empty one means that the mails go to the contact."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    name: str
    job_title: str
    email: str = ""


@dataclass(frozen=True)
class Group:
    """One booking; of people without a name the name follows. `signed_up_days_ago` counts back from today and lies
    within the sign-up period."""

    contact_name: str
    contact_email: str
    organisation: str
    municipality: str
    people: tuple[Person, ...]
    signed_up_days_ago: int


GROUPS = (
    Group(
        "Anne-Grethe Sørensen",
        "anne-grethe.soerensen@example.org",
        "Favrskov Bibliotekerne",
        "Favrskov",
        (
            Person("Anne-Grethe Sørensen", "Bibliotekssekretær", "anne-grethe.soerensen@example.org"),
            Person("Bo Kjærgaard", "Afdelingsleder", "bo.kjaergaard@example.org"),
            Person("Åse Winther", "Børnebibliotekar", "aase.winther@example.org"),
        ),
        13,
    ),
    Group(
        "Kirsten Møgelvang",
        "kirsten.moegelvang@example.org",
        "Kultur- og Fritidsforvaltningen",
        "Ringkøbing-Skjern",
        (
            Person("Henning Ådalsgaard", "Kulturchef", "henning.aadalsgaard@example.org"),
            Person("Tove Østerby", "Udvalgsformand", "tove.oesterby@example.org"),
            Person("Lars Peder Nørtoft", "Byrådsmedlem"),
            Person("Özlem Kaya", "Konsulent", "oezlem.kaya@example.org"),
            Person("Jytte Bæk", "Bibliotekschef", "jytte.baek@example.org"),
        ),
        12,
    ),
    Group(
        "Clara Ravnsborg",
        "clara.ravnsborg@example.org",
        "Svendborg Bibliotek",
        "Svendborg",
        (Person("Clara Ravnsborg", "Bibliotekar", "clara.ravnsborg@example.org"),),
        12,
    ),
    Group(
        "Søren Fåborg Nielsen",
        "soeren.faaborg@example.org",
        "Biblioteket i Ærøskøbing",
        "Ærø",
        (
            Person("Søren Fåborg Nielsen", "Biblioteksleder", "soeren.faaborg@example.org"),
            Person("Maren Kræmmer", "Formidler", "maren.kraemmer@example.org"),
        ),
        11,
    ),
    Group(
        "Pia Lindegård",
        "pia.lindegaard@example.org",
        "Bibliotek & Borgerservice",
        "Høje-Taastrup",
        (
            Person("Pia Lindegård", "Teamleder", "pia.lindegaard@example.org"),
            Person("Ahmad El-Sayed", "Borgerservicekonsulent", "ahmad.el-sayed@example.org"),
            Person("Rikke Højmark", "Bibliotekar", "rikke.hoejmark@example.org"),
            Person("Per Åkjær", "It-medarbejder"),
        ),
        10,
    ),
    Group(
        "Inge-Lise Bøgh",
        "inge-lise.boegh@example.org",
        "Byrådssekretariatet",
        "Hjørring",
        (
            Person("Niels Aagaard", "Viceborgmester", "niels.aagaard@example.org"),
            Person("Bente Hæstrup", "Byrådsmedlem", "bente.haestrup@example.org"),
        ),
        9,
    ),
    Group(
        "Mikkel Dybdahl",
        "mikkel.dybdahl@example.org",
        "Rødovre Bibliotek",
        "Rødovre",
        (Person("Mikkel Dybdahl", "Projektleder", "mikkel.dybdahl@example.org"),),
        8,
    ),
    Group(
        "Ulla Skåning",
        "ulla.skaaning@example.org",
        "Vejen Bibliotek",
        "Vejen",
        (
            Person("Ulla Skåning", "Bibliotekschef", "ulla.skaaning@example.org"),
            Person("Frederik Bjørnholt", "Litteraturformidler", "frederik.bjoernholt@example.org"),
            Person("Gitte Ørnstrup", "Bogbuschauffør"),
        ),
        8,
    ),
    Group(
        "Thorkild Præstholm",
        "thorkild.praestholm@example.org",
        "Center for Skole og Kultur",
        "Faaborg-Midtfyn",
        (
            Person("Thorkild Præstholm", "Centerchef", "thorkild.praestholm@example.org"),
            Person("Ditte Åstrøm", "Skolekonsulent", "ditte.aastroem@example.org"),
        ),
        7,
    ),
    Group(
        "Nanna Vestergård",
        "nanna.vestergaard@example.org",
        "Tønder Bibliotekerne",
        "Tønder",
        (
            Person("Nanna Vestergård", "Souschef", "nanna.vestergaard@example.org"),
            Person("Hans-Jørgen Sivebæk", "Bibliotekar", "hans-joergen.sivebaek@example.org"),
            Person("Annemette Købke", "Kulturmedarbejder", "annemette.koebke@example.org"),
            Person("Said Rahimi", "Integrationskonsulent", "said.rahimi@example.org"),
            Person("Ragnhild Ø. Thomsen", "Studentermedhjælper"),
        ),
        6,
    ),
    Group(
        "Lone Gråbæk",
        "lone.graabaek@example.org",
        "Egedal Bibliotekerne",
        "Egedal",
        (Person("Lone Gråbæk", "Kommunikationsmedarbejder", "lone.graabaek@example.org"),),
        5,
    ),
    Group(
        "Torben Næsby",
        "torben.naesby@example.org",
        "Syddjurs Bibliotek",
        "Syddjurs",
        (
            Person("Torben Næsby", "Udviklingsleder", "torben.naesby@example.org"),
            Person("Emilie Tøndering", "Bibliotekar", "emilie.toendering@example.org"),
            Person("Kåre Isbrandt", "Musikbibliotekar", "kaare.isbrandt@example.org"),
        ),
        4,
    ),
    Group(
        "Birthe Kjølby",
        "birthe.kjoelby@example.org",
        "Ældre- og Sundhedsforvaltningen",
        "Jammerbugt",
        (
            Person("Steffen Ærenlund", "Sundhedschef", "steffen.aerenlund@example.org"),
            Person("Hanne Grønkjær", "Forebyggelseskonsulent", "hanne.groenkjaer@example.org"),
        ),
        3,
    ),
    Group(
        "Jonas Bækgård",
        "jonas.baekgaard@example.org",
        "Sønderborg Bibliotek",
        "Sønderborg",
        (
            Person("Jonas Bækgård", "Bibliotekar", "jonas.baekgaard@example.org"),
            Person("Esther Aabenhus", "Bibliotekar", "esther.aabenhus@example.org"),
        ),
        3,
    ),
    Group(
        "Marianne Løvstrøm",
        "marianne.loevstroem@example.org",
        "Kulturforvaltningen",
        "Frederiksberg",
        (
            Person("Marianne Løvstrøm", "Chefkonsulent", "marianne.loevstroem@example.org"),
            Person("Øystein Håland", "Arkivar", "oeystein.haaland@example.org"),
            Person("Camilla Fjordvig", "Teaterkonsulent"),
        ),
        1,
    ),
    Group(
        "Vagn Åmose",
        "vagn.aamose@example.org",
        "Læsø Bibliotek",
        "Læsø",
        (Person("Vagn Åmose", "Biblioteksleder", "vagn.aamose@example.org"),),
        0,
    ),
)

# Food and access as some of them told about it, by name.
NEEDS = {
    "Tove Østerby": ("Vegetar", ""),
    "Ahmad El-Sayed": ("Spiser ikke svinekød", ""),
    "Åse Winther": ("Tåler ikke nødder", ""),
    "Søren Fåborg Nielsen": ("", "Bruger kørestol"),
    "Emilie Tøndering": ("Glutenfri, helst også uden mælk", "Teleslynge"),
}
