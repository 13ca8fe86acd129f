"""A look at a workbook before it is opened: how much is in it, and whether it declares entities."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from osteon.errors import Problem, SourceFileError

MOST_MEMBERS = 2_000
MOST_BYTES = 500 * 1024**2
MOST_RATIO = 200
"""Between what is unpacked and what is packed; sheets of numbers come to some twenty."""
SMALL = 1024**2
"""What a part may unpack to in any case."""
CHUNK = 64 * 1024


class _FoundRootError(Exception):
    """The first element has begun, so no declaration follows."""


def check_workbook(path: Path) -> None:
    """Pass if a workbook unpacks to a bearable size and declares no type of document.

    Raises
    ------
    SourceFileError
        It does not; all that was found.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            problems = list(_size_problems(archive))
            if not problems:
                problems = list(_declaration_problems(archive))
    except (zipfile.BadZipFile, expat.ExpatError, NotImplementedError, RuntimeError) as error:
        problem = Problem("the workbook", "a damaged or encrypted file", "an .xlsx file")
        raise SourceFileError("The workbook cannot be read.", [problem]) from error
    if problems:
        raise SourceFileError("The workbook is not opened.", problems)


def _size_problems(archive: zipfile.ZipFile) -> Iterator[Problem]:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        yield Problem("the workbook", f"{len(members)} parts", f"at most {MOST_MEMBERS}")
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        found = f"parts that unpack to {total // 1024**2} MB"
        yield Problem("the workbook", found, f"at most {MOST_BYTES // 1024**2} MB")
    for number, member in enumerate(members, start=1):
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > SMALL and ratio > MOST_RATIO:
            found = f"a part that unpacks to {ratio:.0f} times its size"
            yield Problem(f"the workbook, part {number}", found, f"at most {MOST_RATIO} times")


def _declaration_problems(archive: zipfile.ZipFile) -> Iterator[Problem]:
    for number, member in enumerate(archive.infolist(), start=1):
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(member) as part:
                if _declares(iter(lambda: part.read(CHUNK), b"")):
                    found = "the declaration of a type of document, by which entities come in"
                    yield Problem(f"the workbook, part {number}", found, "elements only")


def _declares(chunks: Iterator[bytes]) -> bool:
    """Return whether a document declares its type, which stands before its first element."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda name, *_: found.append(name)

    def stop(*_: object) -> None:
        raise _FoundRootError

    parser.StartElementHandler = stop
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003  # whether it is the last
            if found:
                return True
    except _FoundRootError:
        return bool(found)
    return bool(found)
