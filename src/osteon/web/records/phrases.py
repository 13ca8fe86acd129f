"""What the dictionary says of values that it does not accept: here for the catalogue's sake."""

from django.utils.translation import gettext_lazy

PHRASES = (
    gettext_lazy("a number"),
    gettext_lazy("a whole number"),
    gettext_lazy("a number below the permitted range"),
    gettext_lazy("a number above the permitted range"),
    gettext_lazy("a number with decimals"),
    gettext_lazy("a number followed by text"),
    gettext_lazy("a number behind a comparison sign"),
    gettext_lazy("a code that is not in the list"),
    gettext_lazy("a value; no reason can stand in for it"),
    gettext_lazy("a reason for the absence of a value that is there"),
    gettext_lazy("a value or a reason, not both"),
    gettext_lazy("an estimated date that is absent"),
    gettext_lazy("a mark only beside a date"),
    gettext_lazy("the limit beside BLQ and ALQ"),
    gettext_lazy("a limit without its reason"),
    gettext_lazy("a limit only beside BLQ and ALQ"),
    gettext_lazy("a unit that does not fit the analyte"),
    gettext_lazy("a unit that does not fit"),
    gettext_lazy("a date without its day"),
    gettext_lazy("a day as in 2020-05-17"),
    gettext_lazy("a date from 1900 to 2100"),
    gettext_lazy("a date outside the years 1900 to 2100"),
    gettext_lazy("a date that does not exist (yyyy-mm-dd pattern)"),
    gettext_lazy("a month that does not exist (yyyy-mm pattern)"),
    gettext_lazy("a year, month or day as in 2020, 2020-05 or 2020-05-17"),
    gettext_lazy("a value that stands there twice"),
    gettext_lazy("each value once"),
    gettext_lazy("the key of no such record"),
    gettext_lazy("the key of another record"),
    gettext_lazy("a key of its own"),
    gettext_lazy("a day before the one on record (rule H-35)"),
    gettext_lazy("the day on record or a later one"),
    gettext_lazy("An earlier day needs a reason for the change."),
    gettext_lazy(
        "Look the date up and write it as yyyy-mm-dd, or shorter where the day is not known, "
        "as in 2020-05."
    ),
    gettext_lazy("Look the month up, or give the year alone."),
    gettext_lazy("Keep the number alone; a laboratory value has BLQ or ALQ, with its limit."),
    gettext_lazy("Keep the number alone and state its unit in a column of its own."),
    gettext_lazy("Give the day alone."),
    gettext_lazy("a date with a time"),
    gettext_lazy("a time with an offset"),
    gettext_lazy("a list, also of one value"),
    gettext_lazy("text with spaces at its ends"),
    gettext_lazy("text without them"),
    gettext_lazy("true or false"),
)
"""The parts of problems that are sentences of their own; a test holds them against the readers."""
