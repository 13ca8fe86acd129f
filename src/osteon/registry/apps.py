"""The registry as Django knows it."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Its label is the prefix of migrations and permissions; nothing happens at start."""

    name = "osteon.registry"
    label = "registry"
    verbose_name = "Osteon registry"
    default_auto_field = "django.db.models.BigAutoField"
