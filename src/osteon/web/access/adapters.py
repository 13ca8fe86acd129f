"""What the registry decides where allauth asks: nobody signs up, and secrets are encrypted."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse

from osteon.web.access.hospital import HospitalProvider
from osteon.web.access.trail import note_failed_provider


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; no message leaves the house."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: an administrator makes accounts."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send nothing: a registry knows no addresses."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the account."""
        return reverse("account")


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Whom the identity provider vouches for comes in if an administrator made the account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: an administrator makes accounts."""
        return False

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> HospitalProvider:
        """Return the provider as this registry asks it."""
        known = super().get_provider(request, provider, client_id)
        return HospitalProvider(request, app=known.app)

    def on_authentication_error(
        self, request: HttpRequest, provider: HospitalProvider, error: str | None = None,
        exception: Exception | None = None, extra_context: object = None,
    ) -> None:  # fmt: skip
        """Leave an entry where the provider's answer was not taken."""
        if error != AuthError.CANCELLED:
            note_failed_provider(request)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join an identity to the account of its name, once; from then on its subject counts."""
        if sociallogin.is_existing:
            return
        claim = sociallogin.provider.app.settings["username_claim"]
        claims = sociallogin.account.get_provider_account().get_user_data() or {}
        found = get_user_model().objects.filter(username=str(claims.get(claim, ""))).first()
        if found and not SocialAccount.objects.filter(user=found).exists():
            sociallogin.connect(request, found)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        """Lead back to the account."""
        return reverse("account")


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of second factors lie encrypted under a key that the database does not know."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it is used."""
        return _vault().decrypt(encrypted_text.encode()).decode()


def _vault() -> Fernet:
    secret = settings.SECRET_KEY.encode()
    key = hashlib.blake2b(secret, person=b"second factor", digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(key))
