"""Every address of the registry: one line for each part of it."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
"""A part is a package of `web` with its own `urls.py`: `path("patients/", include("…urls"))`."""
