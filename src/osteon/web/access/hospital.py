"""What the identity provider says, held against what was asked: signature, nonce and subject."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import jwt
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from osteon.web.request import now

NONCE = "osteon_nonce"
NONCE_BYTES = 32
SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
"""Under which a provider may sign: each with a key that only the provider has."""

LEEWAY = timedelta(minutes=1)
"""By which the clocks of the provider and of the registry may differ."""

Claims = dict[str, Any]


class HospitalProvider(OpenIDConnectProvider):
    """Sends a nonce with each question, and takes no answer but the one to it."""

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Return the nonce, how fresh a proof has to be, and of which strength.

        What an address adds of its own is not handed on.
        """
        request.session[NONCE] = secrets.token_urlsafe(NONCE_BYTES)
        longest = int(settings.OSTEON_SESSION_LENGTH.total_seconds())
        asked = {"nonce": request.session[NONCE], "max_age": str(longest)}
        strengths = self.app.settings["acr"]
        return asked | ({"acr_values": " ".join(strengths)} if strengths else {})

    def sociallogin_from_response(self, request: HttpRequest, response: Claims) -> SocialLogin:
        """Return whom the provider vouches for.

        Raises
        ------
        OAuth2Error
            There is no signed token, it answers another question, tells of too weak or too old a
            proof, or the facts besides it are those of somebody else.
        """
        asked = request.session.pop(NONCE, "")
        token: Claims = response.get("id_token") or {}
        besides: Claims = response.get("userinfo") or token
        if not asked or token.get("nonce") != asked:
            _refuse("The token answers another question.")
        if besides.get("sub") != token["sub"]:
            _refuse("The token and the facts besides it are of two people.")
        strengths = self.app.settings["acr"]
        if strengths and token.get("acr") not in strengths:
            _refuse("The proof is weaker than was asked for.")
        proven = datetime.fromtimestamp(float(token.get("auth_time", now().timestamp())), tz=UTC)
        if now() - proven > settings.OSTEON_SESSION_LENGTH + LEEWAY:
            _refuse("The proof is older than a session.")
        return super().sociallogin_from_response(request, response)


class HospitalAdapter(OpenIDConnectOAuth2Adapter):
    """Checks the signature of a token, although the token came from the provider by TLS."""

    def get_access_token_data(
        self,
        request: HttpRequest,
        app: SocialApp,
        client: Any,
        pkce_code_verifier: str | None = None,
    ) -> Claims:
        """Return what the provider gave for a code.

        Raises
        ------
        OAuth2Error
            The token is not signed as it has to be.
        """
        given = super().get_access_token_data(request, app, client, pkce_code_verifier)
        try:
            header = jwt.get_unverified_header(given.get("id_token", ""))
        except jwt.PyJWTError as error:
            message = "There is no token."
            raise OAuth2Error(message) from error
        if header.get("alg") not in SIGNATURES or "kid" not in header:
            _refuse("The token has no signature with a key that is named.")
        self.did_fetch_access_token = False  # so that allauth does not take the signature on trust
        return given


@login_not_required
def ask(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead somebody to the identity provider."""
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required
def take(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the answer of the identity provider."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _refuse(message: str) -> NoReturn:
    raise OAuth2Error(message)


def _answer(
    view: type[OAuth2LoginView] | type[OAuth2CallbackView], request: HttpRequest, provider_id: str
) -> HttpResponse:
    try:
        return view.adapter_view(HospitalAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
