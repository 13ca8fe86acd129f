"""A page of an ordered result."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows of a page, how many there are in all, and which page of how many it is."""

    rows: list[Any]
    total: int
    number: int
    pages: int


def cut_page(found: QuerySet, page: int, length: int) -> Cut:
    """Return a page of some length; of a page that is not there, the nearest."""
    total = found.count()
    pages = max(1, -(-total // length))
    number = min(max(page, 1), pages)
    return Cut(list(found[(number - 1) * length : number * length]), total, number, pages)
