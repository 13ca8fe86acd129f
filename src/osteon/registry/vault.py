"""Fields encrypted under a key that the database does not know."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from osteon.errors import Problem
from osteon.registry.chain import keyed_digest
from osteon.registry.errors import RegistryError


def encrypt(text: str) -> str:
    """Return a text encrypted and authenticated; an empty one stays empty."""
    return _fernet().encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """Return what was encrypted.

    Raises
    ------
    RegistryError
        The key is another, or the token was changed.
    """
    if not token:
        return ""
    try:
        return _fernet().decrypt(token.encode()).decode()
    except InvalidToken as error:
        problem = Problem(
            "identity", "a field that this key does not open", "one written with it",
            "Set OSTEON_IDENTITY_KEY to the key it was written with.",
        )  # fmt: skip
        raise RegistryError("An identity cannot be read.", [problem]) from error


def blind_index(text: str) -> str:
    """Return a keyed digest by which an encrypted text can be found, blanks and case ignored."""
    plain = "".join(text.split()).casefold()
    return keyed_digest(_key(b"index"), plain) if plain else ""


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(b"fields")))


def _key(purpose: bytes) -> bytes:
    secret = settings.OSTEON_IDENTITY_KEY.encode()
    return hashlib.blake2b(secret, person=purpose, digest_size=32).digest()
