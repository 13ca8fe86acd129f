"""Where a registry lies: its settings, its secrets, its database and its files."""

import json
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from osteon.errors import Problem
from osteon.registry.errors import RegistryError

SETTINGS_FILE = "registry.toml"
SECRETS_FILE = "secrets.env"
FOLDER_VARIABLE = "OSTEON_REGISTRY"
DATABASE_VARIABLE = "OSTEON_DATABASE"
SECRETS = ("OSTEON_SECRET_KEY", "OSTEON_AUDIT_KEY", "OSTEON_IDENTITY_KEY")
OIDC_SECRET = "OSTEON_OIDC_SECRET"  # noqa: S105 - the name of a variable, not a secret
KEY_BYTES = 48
LANGUAGES = ("en", "de")

_NO_DATABASE = '# database = "postgresql://osteon@localhost/osteon"'
_TEMPLATE = """\
# The settings of this registry. Secrets stand in {secrets}, or in the environment.

name = "Osteon"
language = "en"                     # of pages, until a person chooses: en or de
hosts = ["localhost", "127.0.0.1"]  # under which the registry is reached
https = false                       # true behind a proxy that ends TLS; then cookies need it
second_factor = false               # true: nobody works without one (an authenticator's code)
# database = "postgresql://osteon@localhost/osteon"   # SQLite in this folder if not given

# [oidc]                            # sign-in by the hospital; its secret is OSTEON_OIDC_SECRET
# issuer = "https://login.hospital.example"
# client_id = "osteon"
# name = "Hospital"
# username_claim = "preferred_username"
# acr = ["mfa"]                     # what the hospital calls a proof that is strong enough
"""


@dataclass(frozen=True)
class RegistryFolder:
    """A folder that holds a registry.

    Parameters
    ----------
    path : Path
        The folder.
    settings : mapping
        What ``registry.toml`` says.
    keys : mapping of str to str
        The secrets by the name of their variable.
    """

    path: Path
    settings: Mapping[str, object]
    keys: Mapping[str, str]

    @property
    def hosts(self) -> list[str]:
        """The names under which the registry is reached."""
        given = self.settings.get("hosts")
        return [str(host) for host in given] if isinstance(given, list) else ["localhost"]

    @property
    def https(self) -> bool:
        """Whether it is reached through a proxy that ends TLS."""
        return bool(self.settings.get("https", False))

    @property
    def database(self) -> str:
        """The address of the database; SQLite in this folder where none is set."""
        given = os.environ.get(DATABASE_VARIABLE) or self.settings.get("database")
        return str(given) if given else f"sqlite:///{self.path / 'registry.sqlite3'}"

    @property
    def audit_heads(self) -> Path:
        """The file to which the head of the audit chain is appended, outside the database."""
        return self.path / "audit-heads.jsonl"

    @property
    def snapshots(self) -> Path:
        """Where snapshots are frozen."""
        return self.path / "snapshots"

    @property
    def studies(self) -> Path:
        """Where studies are run and their reports lie."""
        return self.path / "studies"

    @property
    def backups(self) -> Path:
        """Where backups are written."""
        return self.path / "backups"


def create_folder(path: Path, *, database: str = "") -> RegistryFolder:
    """Make the folder of a new registry with fresh secrets, readable by its owner only.

    Parameters
    ----------
    path : Path
        Where it is to lie.
    database : str, optional
        The address of its database; SQLite in the folder if not given.

    Raises
    ------
    RegistryError
        There is a registry already.
    """
    if (path / SETTINGS_FILE).exists():
        problem = Problem(str(path), "a registry", "a folder without one", "Choose another folder.")
        raise RegistryError("There is a registry already.", [problem])
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    settings = _TEMPLATE.format(secrets=SECRETS_FILE)
    if database:
        settings = settings.replace(_NO_DATABASE, f"database = {json.dumps(database)}")
    (path / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    kept = path / SECRETS_FILE
    kept.touch(mode=0o600)
    lines = [f"{name}={secrets.token_urlsafe(KEY_BYTES)}\n" for name in SECRETS]
    kept.write_text("".join(lines), encoding="utf-8")
    return open_folder(path)


def open_folder(path: Path | None = None) -> RegistryFolder:
    """Open the folder of a registry: the one given, or of ``OSTEON_REGISTRY``, or ``registry``.

    Raises
    ------
    RegistryError
        There is no registry, a setting is not known, or a secret is missing; all of them at once.
    """
    place = path or Path(os.environ.get(FOLDER_VARIABLE) or "registry")
    file = place / SETTINGS_FILE
    if not file.is_file():
        problem = Problem(
            str(place), "no registry", "a folder made by 'osteon registry init'",
            f"Name it, or set {FOLDER_VARIABLE}.",
        )  # fmt: skip
        raise RegistryError("There is no registry.", [problem])
    settings = _read_settings(file)
    keys = _read_secrets(place / SECRETS_FILE) | {
        name: os.environ[name] for name in (*SECRETS, OIDC_SECRET) if os.environ.get(name)
    }
    problems = [
        Problem(name, "nothing", "a secret", f"Set it in the environment or in {SECRETS_FILE}.")
        for name in SECRETS
        if not keys.get(name)
    ]
    problems += _setting_problems(settings)
    if problems:
        raise RegistryError("The registry cannot be opened.", problems)
    return RegistryFolder(place.resolve(), settings, keys)


def _read_settings(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        problem = Problem(str(file), f"no TOML ({error})", "settings in TOML")
        raise RegistryError("The settings cannot be read.", [problem]) from error


_PERMITTED: Mapping[str, type] = {
    "name": str, "language": str, "hosts": list, "https": bool, "database": str, "oidc": dict,
    "second_factor": bool,
}  # fmt: skip


def _setting_problems(settings: Mapping[str, object]) -> list[Problem]:
    problems = []
    for name, value in settings.items():
        where = f"{SETTINGS_FILE}, {name}"
        kind = _PERMITTED.get(name)
        if kind is None:
            problems.append(Problem(where, "an unknown setting", ", ".join(_PERMITTED)))
        elif not isinstance(value, kind):
            problems.append(Problem(where, type(value).__name__, kind.__name__))
        elif name == "language" and value not in LANGUAGES:
            problems.append(Problem(where, "an unknown language", " or ".join(LANGUAGES)))
    return problems


def _read_secrets(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    pairs = (line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines())
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
