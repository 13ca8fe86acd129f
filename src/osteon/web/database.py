"""The one database setting, as Django takes it: SQLite in a file, or PostgreSQL."""

from urllib.parse import parse_qs, unquote, urlsplit

from osteon.errors import Problem
from osteon.registry.errors import RegistryError

WAIT_SECONDS = 30
_SQLITE_START = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -65536;
"""


def database_settings(address: str) -> dict[str, object]:
    """Return Django's settings for an address.

    Parameters
    ----------
    address : str
        ``sqlite:///path`` or ``postgresql://user:password@host:port/name``; the folder of a socket
        as ``postgresql://user@/name?host=/run/postgresql``.

    Raises
    ------
    RegistryError
        The address is of another kind.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(address.removeprefix("sqlite:///")),
            "OPTIONS": {
                "timeout": WAIT_SECONDS,
                "transaction_mode": "IMMEDIATE",
                "init_command": _SQLITE_START,
            },
        }
    if parts.scheme == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    problem = Problem(
        "database", "an address of another kind", "sqlite:///path or postgresql://user@host/name"
    )
    raise RegistryError("The database cannot be used.", [problem])
