"""What a password may not be, besides what Django asks."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEFT = 8
"""How many letters a password has besides the words that anybody here would try."""


class LongestPassword:
    """Refuse a password that is longer than anybody types.

    Parameters
    ----------
    length : int
        How many characters are permitted.
    """

    def __init__(self, length: int = 128) -> None:
        self.length = length

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a password that is too long."""
        if len(password) > self.length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Say what is permitted."""
        return _("A password has at most %(length)d characters.") % {"length": self.length}


class LocalWords:
    """Refuse a password that is little more than words of this registry.

    Parameters
    ----------
    words : iterable of str
        Words that anybody here would try first.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = sorted({word.casefold() for word in words if word}, key=len, reverse=True)

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a password that is short without such words."""
        rest = password.casefold()
        for word in self.words:
            rest = rest.replace(word, "")
        if len(rest) < LEFT and len(rest) < len(password):
            raise ValidationError(self.get_help_text(), code="password_local")

    def get_help_text(self) -> str:
        """Say what is not permitted."""
        return _("A password is more than the names of this registry and its subject.")
