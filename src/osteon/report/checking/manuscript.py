"""Manuscripts, read again after authors have worked on them: numbers bound to cells."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from osteon.errors import Problem, SourceFileError
from osteon.report.documents.word import Tag

NUMBER = re.compile(r"\d+(?:[.,\u00b7]\d+)?")
LONGEST_CONTEXT = 60
KINDS = {"data-cell": "cell", "data-attrition": "step"}


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number of a manuscript.

    Parameters
    ----------
    tag : Tag
        What it is bound to; in a page the key is the cell's id itself.
    text : str
        What is printed now.
    context : str
        How the paragraph around it begins.
    """

    tag: Tag
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The bound numbers of a manuscript, and how many numbers are bound to nothing."""

    numbers: tuple[PrintedNumber, ...]
    n_unbound: int


def read_manuscript(path: Path) -> Manuscript:
    """Return the numbers of an edited report.

    Raises
    ------
    SourceFileError
        Where the file is neither a Word document nor a page, or cannot be read.
    """
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise _unreadable(path, f"a file named '*{path.suffix}'")
    try:
        return read(path)
    except (OSError, BadZipFile, PackageNotFoundError, KeyError, UnicodeDecodeError) as error:
        raise _unreadable(path, "a file that cannot be opened as what its name says") from error


def _unreadable(path: Path, found: str) -> SourceFileError:
    permitted = "a report as .docx or .html, edited or not"
    problem = Problem(where=str(path), found=found, permitted=permitted)
    return SourceFileError("The manuscript cannot be read.", [problem])


def _read_word(path: Path) -> Manuscript:
    body = docx.Document(str(path)).element.body
    numbers: list[PrintedNumber] = []
    n_unbound = 0
    for paragraph in body.iter(qn("w:p")):
        bound, rest = _split_paragraph(paragraph)
        context = _text_of(paragraph)[:LONGEST_CONTEXT].strip()
        numbers += [PrintedNumber(tag, text, context) for tag, text in bound]
        n_unbound += len(NUMBER.findall(rest))
    return Manuscript(tuple(numbers), n_unbound)


def _split_paragraph(paragraph: BaseOxmlElement) -> tuple[list[tuple[Tag, str]], str]:
    """Return the bound numbers of a paragraph, and its other text."""
    bound: list[tuple[Tag, str]] = []
    inside: set[BaseOxmlElement] = set()
    for control in paragraph.iter(qn("w:sdt")):
        tag = _tag_of(control)
        if tag is not None:
            bound.append((tag, _text_of(control)))
            inside |= set(_letters(control))
    rest = "".join(t.text or "" for t in _letters(paragraph) if t not in inside)
    return bound, rest


def _tag_of(control: BaseOxmlElement) -> Tag | None:
    tags = (Tag.parse(str(tag.get(qn("w:val")))) for tag in control.iter(qn("w:tag")))
    return next((tag for tag in tags if tag is not None), None)


def _text_of(element: BaseOxmlElement) -> str:
    return "".join(t.text or "" for t in _letters(element))


def _letters(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield the pieces of text that stand; what a tracked change deletes is no such piece."""
    yield from element.iter(qn("w:t"))


def _read_page(path: Path) -> Manuscript:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return Manuscript(tuple(page.numbers), page.n_unbound)


class _Page(HTMLParser):
    """Collects the numbers of a page that name their cells, those in figures by their label."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[PrintedNumber] = []
        self.n_unbound = 0
        self._open: list[tuple[str, Tag | None]] = []
        self._context = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: text or "" for name, text in attrs}
        kind = next((name for name in KINDS if name in found), "")
        bound = Tag(KINDS[kind], found[kind], found.get("data-part", "")) if kind else None
        if bound and "data-text" in found:
            self.numbers.append(PrintedNumber(bound, found["data-text"], "figure"))
            bound = None
        if tag in {"p", "tr", "li", "figcaption"}:
            self._context = ""
        self._open.append((tag, bound))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self._open}
        if tags & {"script", "style", "svg", "pre"} or "main" not in tags:
            return
        bound = next((tag for _, tag in reversed(self._open) if tag is not None), None)
        if bound is None:
            self._context = (self._context + data).strip()[:LONGEST_CONTEXT]
            self.n_unbound += len(NUMBER.findall(data))
        else:
            self.numbers.append(PrintedNumber(bound, data, self._context))


READERS: Mapping[str, Callable[[Path], Manuscript]] = {
    ".docx": _read_word,
    ".html": _read_page,
    ".htm": _read_page,
}
