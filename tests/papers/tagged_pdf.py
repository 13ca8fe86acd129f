"""A PDF as a screen reader meets it: its tags in order, and the text under each."""

import re
from collections.abc import Iterator
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

HEX = r"<([0-9A-Fa-f]+)>\s*"
MAPPINGS = {"bfchar": re.compile(HEX * 2), "bfrange": re.compile(HEX * 3)}
SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


class TaggedPdf:
    """A tagged PDF, read by its structure tree."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(BytesIO(content))
        self.catalogue = self.reader.trailer["/Root"]
        self.root = self.catalogue["/StructTreeRoot"]
        self._texts = [marked_texts(self.reader, page) for page in self.reader.pages]
        self._places = {
            page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)
        }

    def elements(self) -> Iterator[tuple[tuple[str, ...], DictionaryObject]]:
        """Yield every element with its own tag last, in reading order."""
        yield from self._elements(self.root, ())

    def text(self, *, without: frozenset[str] = frozenset()) -> str:
        """Return all text in reading order without any space, and without what some tags hold."""
        pieces: list[str] = []
        self._collect(self.root, pieces, without)
        return re.sub(r"\s", "", "".join(pieces))

    def _collect(self, element, pieces: list[str], without: frozenset[str]) -> None:
        for kid in kids_of(element):
            if isinstance(kid, int):
                pieces.append(self._text(element.raw_get("/Pg"), kid))
            elif kid.get("/Type") == "/MCR":
                page = kid.raw_get("/Pg") if "/Pg" in kid else element.raw_get("/Pg")
                pieces.append(self._text(page, kid["/MCID"]))
            elif "/S" in kid and kid["/S"] not in without:
                self._collect(kid, pieces, without)

    def _elements(self, element, above):
        for kid in kids_of(element):
            if isinstance(kid, DictionaryObject) and "/S" in kid:
                tags = (*above, str(kid["/S"]))
                yield tags, kid
                yield from self._elements(kid, tags)

    def _text(self, page: IndirectObject, mcid: int) -> str:
        return self._texts[self._places[page.idnum]].get(mcid, "")


def kids_of(element) -> list:
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, ArrayObject | list) else [kids]
    return [kid.get_object() if isinstance(kid, IndirectObject) else kid for kid in kids]


def marked_texts(reader: PdfReader, page: PageObject) -> dict[int, str]:
    """Return the text of a page by the number of its marked content; artifacts have none."""
    fonts = {name: letters_of(font.get_object()) for name, font in fonts_of(page).items()}
    texts: dict[int, str] = {}
    open_marks: list[int | None] = []
    letters: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"BDC":
                properties = operands[1]
                is_numbered = isinstance(properties, DictionaryObject) and "/MCID" in properties
                open_marks.append(int(properties["/MCID"]) if is_numbered else None)
            case b"BMC":
                open_marks.append(None)
            case b"EMC":
                open_marks.pop()
            case b"Tf":
                letters = fonts[operands[0]]
            case b"Tj" | b"TJ":
                mark = next((m for m in reversed(open_marks) if m is not None), None)
                if mark is not None:
                    texts[mark] = texts.get(mark, "") + shown(operands[0], letters)
    return texts


def fonts_of(page: PageObject) -> DictionaryObject:
    return page["/Resources"].get_object().get("/Font", DictionaryObject()).get_object()


def letters_of(font: DictionaryObject) -> dict[int, str]:
    """Return what each code of a font means, from its table for readers."""
    table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    letters: dict[int, str] = {}
    for kind, body in SECTION.findall(table):
        for first, second, *third in MAPPINGS[kind].findall(body):
            if kind == "bfchar":
                letters[int(first, 16)] = bytes.fromhex(second).decode("utf-16-be")
                continue
            start = int(third[0], 16)
            for offset in range(int(second, 16) - int(first, 16) + 1):
                letters[int(first, 16) + offset] = chr(start + offset)
    return letters


def shown(operand, letters: dict[int, str]) -> str:
    pieces = operand if isinstance(operand, list) else [operand]
    codes = b"".join(p.original_bytes for p in pieces if hasattr(p, "original_bytes"))
    return "".join(letters.get(int.from_bytes(codes[i : i + 2], "big"), "\ufffd")
                   for i in range(0, len(codes), 2))  # fmt: skip
