"""Addresses of sign-in: those of allauth that a registry needs, and our own."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as provider
from django.urls import path
from django.views.generic import RedirectView

from osteon.web.access import hospital, own_sessions, views

urlpatterns = [
    path("start/", views.choose_password, name="choose_password"),
    path("start/<str:token>", views.open_link, name="open_link"),
    path("account/", views.own_account, name="account"),
    path("account/sessions/end", own_sessions.end_sessions, name="end_sessions"),
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/closed/", account.account_inactive, name="account_inactive"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/no-password/", views.no_password, name="account_set_password"),
    path("account/second-factor/", RedirectView.as_view(pattern_name="account"), name="mfa_index"),
    path("account/second-factor/ask/", factor.authenticate, name="mfa_authenticate"),
    path("account/second-factor/confirm/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/recovery/renew/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("account/provider/<str:provider_id>/login/", hospital.ask, name="openid_connect_login"),
    path(
        "account/provider/<str:provider_id>/login/callback/",
        hospital.take,
        name="openid_connect_callback",
    ),
    path(
        "account/provider-cancelled/",
        provider.login_cancelled,
        name="socialaccount_login_cancelled",
    ),
]
