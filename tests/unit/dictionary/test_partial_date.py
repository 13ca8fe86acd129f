"""Partial dates: what is read, and what is refused without being repeated."""

import pytest

from osteon.dictionary import PartialDate
from osteon.errors import RecordError


@pytest.mark.parametrize(
    "text",
    [
        "2020-02-31",
        "2021-02-29",
        "2020-13",
        "2020-00",
        "20",
        "2020-5",
        "2020-5-7",
        "17.05.2020",
        "2020-05-17T08:00",
        " 2020",
        "2020-",
        "0000",
        "٢٠٢٠",
        "",
    ],
)
def test_text_that_is_no_iso_date_is_refused_and_not_repeated(text):
    with pytest.raises(RecordError) as caught:
        PartialDate.parse(text)
    assert str(caught.value) == (
        "A date cannot be read.\n"
        "  - date: found text that is not such a date; "
        "permitted: a year, month or day as in 2020, 2020-05 or 2020-05-17."
    )


def test_a_rule_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="middle"):
        PartialDate.parse("2020").day("middle")
