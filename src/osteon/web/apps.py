"""The pages as Django knows them."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and translations lie beside it."""

    name = "osteon.web"
    label = "web"

    def ready(self) -> None:
        """Listen to who comes and goes."""
        import_module("osteon.web.access.sessions")
        import_module("osteon.web.access.trail")
