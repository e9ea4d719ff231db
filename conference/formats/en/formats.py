"""English formats for Denmark: 16 September 2015, 9:00, the day before the month also where it is typed."""

from conference.formats.da import formats as danish

DATE_FORMAT = "j F Y"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = "j F Y, G:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, G:i"
FIRST_DAY_OF_WEEK = danish.FIRST_DAY_OF_WEEK

DATE_INPUT_FORMATS = danish.DATE_INPUT_FORMATS
TIME_INPUT_FORMATS = danish.TIME_INPUT_FORMATS
DATETIME_INPUT_FORMATS = danish.DATETIME_INPUT_FORMATS
