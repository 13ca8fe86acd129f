"""The protocols that can be run: those that come with the program, and one that is uploaded."""

import shutil
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from osteon.errors import Problem, ProtocolError

LONGEST_PROTOCOL = 500_000
LONGEST_TITLE = 120
PROTOCOL = "protocol.toml"


@dataclass(frozen=True, slots=True)
class ShippedProtocol:
    """A protocol that comes with the program."""

    name: str
    title: str


def shipped_protocols() -> list[ShippedProtocol]:
    """Return the protocols that come with the program, by name."""
    return [
        ShippedProtocol(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))["title"])
        for path in sorted(_folder().glob("*.toml"))
    ]


def title_of(shipped: str, uploaded: UploadedFile | None) -> str:
    """Return what a study is called in lists: the title of its protocol, or the name of a file.

    Raises
    ------
    ProtocolError
        None was chosen, there is none of this name, or the file is too long.
    """
    if uploaded is not None:
        if (uploaded.size or 0) <= LONGEST_PROTOCOL:
            return Path(uploaded.name or "").name[:LONGEST_TITLE]
        problem = Problem("file", "a longer one", f"at most {LONGEST_PROTOCOL // 1000} kB")
        raise ProtocolError("The protocol is too long.", [problem])
    titles = {one.name: one.title for one in shipped_protocols()}
    if shipped not in titles:
        problem = Problem("protocol", "no protocol of this name", ", ".join(titles))
        raise ProtocolError("There is no protocol to run.", [problem])
    return titles[shipped]


def place_protocol(folder: Path, *, shipped: str, uploaded: UploadedFile | None) -> None:
    """Put a protocol into a folder, with those beside it that it may be based on."""
    for path in _folder().glob("*.toml"):
        shutil.copyfile(path, folder / path.name)
    if uploaded is None:
        shutil.copyfile(_folder() / f"{shipped}.toml", folder / PROTOCOL)
    else:
        (folder / PROTOCOL).write_bytes(uploaded.read())


def _folder() -> Path:
    return Path(str(files("osteon.study") / "protocols"))
