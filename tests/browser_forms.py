"""What a browser makes of a form: the inputs it holds, sent as a person would send them."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Reads the names and values that a browser would send of one form of a page."""

    def __init__(self, action):
        super().__init__(convert_charrefs=True)
        self.action, self.inside = action, False
        self.sent, self.fields = {}, set()
        self.select, self.options, self.area = None, [], None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = self.action is None or given.get("action", "") == self.action
            if "record" not in given.get("class", "") and self.action is None:
                self.inside = False
        if not self.inside:
            return
        name = given.get("name")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "select":
            self.select, self.options, self.several = name, [], "multiple" in given
        elif tag == "option" and self.select:
            self.options.append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self.area = [name, ""]

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.select:
            chosen = [value for value, is_chosen in self.options if is_chosen]
            if not chosen and not self.several and self.options:
                chosen = [self.options[0][0]]
            self._add(self.select, *chosen)
            self.select = None
        elif tag == "textarea" and self.area:
            name, text = self.area
            self._add(name, text.removeprefix("\n").replace("\n", "\r\n"))
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def _input(self, name, given):
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"}:
            self._add(name, *([given.get("value", "on")] if "checked" in given else []))
        else:
            self._add(name, given.get("value", ""))

    def _add(self, name, *values):
        self.fields.add(name)
        self.sent.setdefault(name, []).extend(values)


def read_form(page, action=None):
    """Return what a browser would send of the form of a record, or of the form with an action."""
    reader = FormReader(action)
    reader.feed(page if isinstance(page, str) else page.content.decode())
    assert reader.fields, f"the page has no such form: {page}"
    return reader.sent
