"""The pages as Django knows them."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and translations lie beside it."""

    name = "osteon.web"
    label = "web"
