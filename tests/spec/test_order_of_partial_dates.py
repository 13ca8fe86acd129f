"""What can be said about the order of two dates when one of them is not fully known."""

from datetime import date

import pytest

from osteon.dictionary import PartialDate, compare

# first date   second date   the first is ... the second
ORDER_TABLE = """
2020-03       2020-04-01    before
2020          2020-06-01    unknown
2020-05-02    2020-05       unknown
2021          2020-12-31    after
2020-02-29    2020-02-29    same
2020          2020          unknown
2020-05       2020-05       unknown
2019          2020-01-01    before
2019-12-31    2020          before
2020-12       2020          unknown
2020-05       2020          unknown
2020-06       2020-05-31    after
2020-06       2020-06-01    unknown
"""

# date        first day    last day     middle       precision
DAYS_TABLE = """
2020          2020-01-01   2020-12-31   2020-07-01   Y
2021          2021-01-01   2021-12-31   2021-07-02   Y
2020-02       2020-02-01   2020-02-29   2020-02-15   M
2021-02       2021-02-01   2021-02-28   2021-02-14   M
2020-04       2020-04-01   2020-04-30   2020-04-15   M
2020-05       2020-05-01   2020-05-31   2020-05-16   M
2020-05-17    2020-05-17   2020-05-17   2020-05-17   D
"""


def rows(table):
    return [line.split() for line in table.strip().splitlines()]


@pytest.mark.parametrize(("first", "second", "order"), rows(ORDER_TABLE))
def test_order_is_stated_only_where_it_is_certain(first, second, order):
    assert compare(PartialDate.parse(first), PartialDate.parse(second)) == order


@pytest.mark.parametrize(("text", "earliest", "latest", "midpoint", "precision"), rows(DAYS_TABLE))
def test_days_that_a_partial_date_permits(text, earliest, latest, midpoint, precision):
    partial = PartialDate.parse(text)
    assert partial.day("earliest") == partial.lo == date.fromisoformat(earliest)
    assert partial.day("latest") == partial.hi == date.fromisoformat(latest)
    assert partial.day("midpoint") == date.fromisoformat(midpoint)
    assert partial.precision == precision
