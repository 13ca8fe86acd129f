"""Addresses of the import."""

from django.urls import path

from osteon.web.imports import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("<str:key>/", views.upload, name="upload"),
    path("<str:key>/confirm/", views.confirm, name="upload_confirm"),
    path("<str:key>/drop/", views.drop, name="upload_drop"),
    path("<str:key>/rejected.csv", views.rejected, name="upload_rejected"),
]
