"""Tables and keys in addresses: whatever a key holds, its address leads back to it."""

import re

from osteon.dictionary import ENTITIES

UNTOUCHED = "data_cut"
"""Written by a freeze, never by a form."""

FORMS = tuple(name for name in ENTITIES if name != UNTOUCHED)
"""The tables that people fill in."""

_UNSAFE = re.compile(r"[~/\\]|^\.")
_WRITTEN = re.compile(r"~([0-9A-F]{2})")


class TableConverter:
    """The name of a table that people fill in."""

    regex = "|".join(FORMS)

    def to_python(self, value: str) -> str:
        """Return the name."""
        return value

    def to_url(self, value: str) -> str:
        """Return the name."""
        return value


class KeyConverter:
    """The key of a record, or the pseudonym of a patient."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """Read a key."""
        return _WRITTEN.sub(lambda match: chr(int(match[1], 16)), value)

    def to_url(self, value: str) -> str:
        """Write a key so that a slash in it is none of the address."""
        return _UNSAFE.sub(lambda match: f"~{ord(match[0]):02X}", value)
