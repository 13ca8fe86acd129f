"""Addresses of patients."""

from django.urls import path

from osteon.web.patients import listing, page

urlpatterns = [
    path("", listing.patients, name="patients"),
    path("<str:patient_id>/", page.patient, name="patient"),
]
