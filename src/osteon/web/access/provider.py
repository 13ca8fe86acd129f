"""The identity provider of a hospital, as its registry's settings name it."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from osteon.errors import Problem
from osteon.registry.errors import RegistryError
from osteon.registry.folder import OIDC_SECRET, SETTINGS_FILE, RegistryFolder

PROVIDER_ID = "hospital"
_NEEDED = ("issuer", "client_id")
_PERMITTED = (*_NEEDED, "name", "username_claim", "acr")


def provider_settings(folder: RegistryFolder) -> dict[str, object]:
    """Return the identity provider as allauth takes it; nothing where none is set.

    Raises
    ------
    RegistryError
        A key of ``[oidc]`` is unknown or missing, or its secret is; all of them at once.
    """
    given = folder.settings.get("oidc")
    if not isinstance(given, Mapping):
        return {}
    problems = _problems(given, folder)
    if problems:
        raise RegistryError("The identity provider cannot be used.", problems)
    app = {
        "provider_id": PROVIDER_ID,
        "name": str(given.get("name", "OpenID Connect")),
        "client_id": str(given["client_id"]),
        "secret": folder.keys[OIDC_SECRET],
        "settings": {
            "server_url": str(given["issuer"]),
            "username_claim": str(given.get("username_claim", "preferred_username")),
            "acr": [str(name) for name in given.get("acr", [])],
        },
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def provider_origin(folder: RegistryFolder) -> tuple[str, ...]:
    """Return the origin of the identity provider, to which a form may lead."""
    given = folder.settings.get("oidc")
    if not isinstance(given, Mapping):
        return ()
    parts = urlsplit(str(given.get("issuer", "")))
    return (f"{parts.scheme}://{parts.netloc}",)


def _problems(given: Mapping[str, object], folder: RegistryFolder) -> list[Problem]:
    where = f"{SETTINGS_FILE}, oidc"
    problems = [
        Problem(f"{where}.{name}", "an unknown setting", ", ".join(_PERMITTED))
        for name in given
        if name not in _PERMITTED
    ]
    problems += [
        Problem(f"{where}.{name}", "nothing", "a text") for name in _NEEDED if not given.get(name)
    ]
    if not isinstance(given.get("acr", []), list):
        problems.append(Problem(f"{where}.acr", "no list", "a list of texts"))
    issuer = str(given.get("issuer", "https://"))
    if urlsplit(issuer).scheme != "https":
        problems.append(Problem(f"{where}.issuer", "another address", "one with https"))
    if not folder.keys.get(OIDC_SECRET):
        problems.append(Problem(OIDC_SECRET, "nothing", "the secret of the client"))
    return problems
