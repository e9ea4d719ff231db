"""Danish formats in the house style: 16. september 2015, kl. 9.00, 1.295,50.

They serve what Django prints and reads by itself. Input formats hold only numbers, because strptime knows the
names of months in the machine's language alone, and no 0900, because strptime reads 161 as 16.01; the
project's own form fields (programme/fields.py) read both.
"""

DATE_FORMAT = "j. F Y"
TIME_FORMAT = "G.i"
DATETIME_FORMAT = r"j. F Y \k\l. G.i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j. F"
SHORT_DATE_FORMAT = "j.n.Y"
SHORT_DATETIME_FORMAT = r"j.n.Y \k\l. G.i"
FIRST_DAY_OF_WEEK = 1

# The first of each is also how Django's own inputs print a value.
DATE_INPUT_FORMATS = [
    "%d-%m-%Y",
    "%d/%m-%Y",
    "%d/%m %Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d. %m. %Y",
    "%Y-%m-%d",
]
TIME_INPUT_FORMATS = [
    "%H.%M",
    "%H:%M",
    "%H:%M:%S",
    "%H",
    "kl. %H.%M",
    "kl. %H:%M",
    "kl. %H",
]
DATETIME_INPUT_FORMATS = [
    f"{day} {clock}"
    for day in DATE_INPUT_FORMATS
    for clock in ("%H.%M", "%H:%M", "%H:%M:%S", "kl. %H.%M", "kl. %H:%M")
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
