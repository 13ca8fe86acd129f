"""The settings of the web application, from the folder of the registry and the environment."""

from django.utils.translation import gettext_lazy as _

from osteon.registry.folder import open_folder
from osteon.web.database import database_settings

FOLDER = open_folder()
_HTTPS = bool(FOLDER.settings.get("https", False))

SECRET_KEY = FOLDER.keys["OSTEON_SECRET_KEY"]
OSTEON_AUDIT_KEY = FOLDER.keys["OSTEON_AUDIT_KEY"]
OSTEON_IDENTITY_KEY = FOLDER.keys["OSTEON_IDENTITY_KEY"]
OSTEON_AUDIT_HEADS = FOLDER.audit_heads
OSTEON_FOLDER = FOLDER

DEBUG = False
ALLOWED_HOSTS = FOLDER.hosts
ROOT_URLCONF = "osteon.web.urls"
WSGI_APPLICATION = "osteon.web.wsgi.application"
AUTH_USER_MODEL = "registry.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database_settings(FOLDER.database)}

INSTALLED_APPS = [
    "osteon.registry",
    "osteon.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "osteon.web.refusals.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "osteon.web.navigation.navigation",
            ]
        },
    }
]

LANGUAGE_CODE = str(FOLDER.settings.get("language", "en"))
LANGUAGES = [("en", _("English")), ("de", _("German"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
