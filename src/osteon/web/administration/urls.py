"""Addresses of the administration."""

from django.urls import path

from osteon.web.administration import accounts, centres

urlpatterns = [
    path("", accounts.all_accounts, name="administration"),
    path("accounts/new/", accounts.new_account, name="new_account"),
    path("accounts/<str:username>/", accounts.one_account, name="one_account"),
    path("accounts/<str:username>/link/", accounts.new_link, name="new_link"),
    path("accounts/<str:username>/state/", accounts.change_state, name="change_account_state"),
    path("accounts/<str:username>/roles/", accounts.change_role, name="change_role"),
    path("centres/", centres.all_centres, name="centres"),
    path("centres/new/", centres.new_centre, name="new_centre"),
    path("centres/double-entry/", centres.change_double_entry, name="change_double_entry"),
]
