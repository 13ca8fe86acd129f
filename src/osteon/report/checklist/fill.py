"""The checklist of STROBE and RECORD, filled with where the report answers each item."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from osteon.report.material import distinct
from osteon.report.tables import HeadCell, Row, Table, TableCell
from osteon.report.text.lists import in_spans

TABLE_ID = "checklist"
TITLE = "Items of STROBE and RECORD, and where this report answers them"
FOR_THE_AUTHOR = "For the author"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a guideline.

    Parameters
    ----------
    id, topic : str
        Its number, and what it asks for in short.
    sources : tuple of str
        Where a report may answer it.
    author : str
        What only the author can say.
    """

    id: str
    topic: str
    sources: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where a report says what.

    Parameters
    ----------
    methods : sequence of str
        Titles of the parts of its methods.
    sections : mapping of str
        Printed places by the name of a section: ``flow``, ``missing``, ``limits``, ...
    kinds : mapping of tuple of str
        Labels of tables and figures by the kind of analysis.
    """

    methods: Sequence[str] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def find(self, source: str) -> Iterator[str]:
        """Yield the printed places that a source of an item stands for, in this report."""
        kind, _, name = source.partition(":")
        if kind == "methods":
            yield from (f"Methods, {name}" for title in self.methods if title == name)
        elif kind == "kind":
            yield from self.kinds.get(name, ())
        elif source in self.sections:
            yield self.sections[source]


@cache
def load_items() -> tuple[Item, ...]:
    """Return the items, in the order of the guidelines."""
    text = (files("osteon.report.checklist") / "items.toml").read_text(encoding="utf-8")
    return tuple(
        Item(keys["id"], keys["topic"], tuple(keys.get("from", ())), keys.get("author", ""))
        for keys in tomllib.loads(text)["item"]
    )


def fill_checklist(places: Places) -> Table:
    """Return the checklist of a report.

    An item that the report answers names its places; what cannot be known from protocol and
    results is marked as for the author, never left out.
    """
    heads = ("Item", "Topic", "Where", FOR_THE_AUTHOR)
    return Table(
        id=TABLE_ID,
        title=TITLE,
        head=(tuple(HeadCell((head,)) for head in heads),),
        rows=tuple(_row(item, places) for item in load_items()),
        is_prose=True,
    )


def _row(item: Item, places: Places) -> Row:
    found = distinct(place for source in item.sources for place in places.find(source))
    author = item.author or ("" if found else f"{item.topic}: not answered by this report.")
    texts = (item.topic, "; ".join(in_spans(found)), author)
    return Row(item.id, tuple(TableCell((text,) if text else ()) for text in texts))
