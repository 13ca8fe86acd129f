"""A page as a reader meets it: numbers with their sources, and the text of tables without them."""

from html.parser import HTMLParser

from papers.found import Found

KINDS = {"data-cell": "cell", "data-attrition": "step"}


class Page(HTMLParser):
    """The numbers of a page with their sources, the text of table cells without them, and rows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.numbers = []  # (attribute, source, part, text)
        self.unsourced = []
        self.rows = {}
        self._open = []
        self._row = None
        self.feed(text)

    def found(self) -> list[Found]:
        return [Found(KINDS[kind], *number) for kind, *number in self.numbers]

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        kind = next((k for k in KINDS if k in found), "")
        source = (kind, found.get(kind), found.get("data-part")) if kind else None
        if source and "data-text" in found:
            self.numbers.append((*source, found["data-text"]))
            source = None
        if "data-row" in found:
            self._row = self.rows.setdefault(found["data-row"], [])
        self._open.append((tag, source))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "tr":
            self._row = None

    def handle_data(self, text):
        tags = [tag for tag, _ in self._open]
        source = next((source for _, source in reversed(self._open) if source), None)
        if self._row is not None:
            if {"td", "th"} & set(tags):
                self._row.append(text)
        elif source:
            self.numbers.append((*source, text))
        elif "td" in tags and "sup" not in tags:
            self.unsourced.append(text)
