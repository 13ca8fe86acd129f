"""Fields of Word: numbers of captions that count themselves, references that follow them."""

from docx.oxml.xmlchemy import BaseOxmlElement

from osteon.report.documents.word.elements import NOTHING, element, run, style_id, value

LONGEST_BOOKMARK = 40
STRONG = "Strong"

Elements = tuple[BaseOxmlElement, ...]


def field(instruction: str, shown: str, *, style: str = "") -> Elements:
    """Return a field and what it shows until Word computes it again."""
    code = element("instrText")
    code.text = f" {instruction} "
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return (
        _mark("begin", style),
        element("r", NOTHING, *_properties(style), code),
        _mark("separate", style),
        run(shown, style),
        _mark("end", style),
    )


def caption_number(label: str, bookmark: str, serial: int) -> Elements:
    """Return ``Table 3`` as a sequence field inside a bookmark that references lead to.

    Parameters
    ----------
    label : str
        Word and number, with a space of any kind between; a number may have a letter before it.
    bookmark : str
        What references call it.
    serial : int
        A number that no other bookmark of the document has.
    """
    word, number = label.split()
    letter = number.rstrip("0123456789")
    sequence = f"{word}_{letter}" if letter else word
    digits = number.removeprefix(letter)
    return (
        element("bookmarkStart", {"id": str(serial), "name": bookmark}),
        run(f"{word}\u00a0{letter}", STRONG),
        *field(rf"SEQ {sequence} \* ARABIC", digits, style=STRONG),
        element("bookmarkEnd", {"id": str(serial)}),
    )


def bookmark_of(block_id: str) -> str:
    """Return the name of a bookmark: hidden, of letters that Word permits, and short enough."""
    letters = "".join(letter if letter.isalnum() else "_" for letter in block_id)
    return f"_{letters}"[:LONGEST_BOOKMARK]


def _mark(kind: str, style: str) -> BaseOxmlElement:
    return element("r", NOTHING, *_properties(style), element("fldChar", {"fldCharType": kind}))


def _properties(style: str) -> Elements:
    return (element("rPr", NOTHING, value("rStyle", style_id(style))),) if style else ()
