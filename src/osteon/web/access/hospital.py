"""What the identity provider says, held against what was asked: signature, nonce and subject."""

import secrets
from typing import Any

import jwt
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

NONCE = "osteon_nonce"
NONCE_BYTES = 32
SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
"""Under which a provider may sign: each with a key that only the provider has."""

Claims = dict[str, Any]


class HospitalProvider(OpenIDConnectProvider):
    """Sends a nonce with each question, and takes no answer but the one to it."""

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Return the nonce; what an address adds of its own is not handed on."""
        request.session[NONCE] = secrets.token_urlsafe(NONCE_BYTES)
        return {"nonce": request.session[NONCE]}

    def sociallogin_from_response(self, request: HttpRequest, response: Claims) -> SocialLogin:
        """Return whom the provider vouches for.

        Raises
        ------
        OAuth2Error
            There is no signed token, it answers another question, or the facts besides it are
            those of somebody else.
        """
        asked = request.session.pop(NONCE, "")
        token: Claims = response.get("id_token") or {}
        besides: Claims = response.get("userinfo") or token
        if not asked or token.get("nonce") != asked:
            message = "The token answers another question."
            raise OAuth2Error(message)
        if besides.get("sub") != token["sub"]:
            message = "The token and the facts besides it are of two people."
            raise OAuth2Error(message)
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
            message = "The token has no signature with a key that is named."
            raise OAuth2Error(message)
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


def _answer(
    view: type[OAuth2LoginView] | type[OAuth2CallbackView], request: HttpRequest, provider_id: str
) -> HttpResponse:
    try:
        return view.adapter_view(HospitalAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
