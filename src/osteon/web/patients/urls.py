"""Addresses of patients."""

from django.urls import path, register_converter

from osteon.web.patients import listing, page
from osteon.web.records.addresses import KeyConverter

register_converter(KeyConverter, "pseudonym")

urlpatterns = [
    path("", listing.patients, name="patients"),
    path("<pseudonym:patient_id>/", page.patient, name="patient"),
]
