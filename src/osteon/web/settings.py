"""The settings of the web application, from the folder of the registry and the environment."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from osteon.registry.folder import open_folder
from osteon.web.access.provider import provider_origin, provider_settings
from osteon.web.database import database_settings
from osteon.web.logs import log_settings

FOLDER = open_folder()
HTTPS = FOLDER.https

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "osteon.web.headers.HeaderMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "osteon.web.access.language.AccountLanguage",
    "osteon.web.access.sessions.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "osteon.web.access.sessions.SessionRules",
    "osteon.web.access.limits.LimitMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "osteon.web.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
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
WHITENOISE_USE_FINDERS = True  # straight from the packages: nothing to be collected
LOGGING = log_settings()

# Signing in: by an account that an administrator made, or by the hospital's identity provider.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {"NAME": "osteon.web.access.passwords.LongestPassword"},
    {
        "NAME": "osteon.web.access.passwords.LocalWords",
        "OPTIONS": {
            "words": (
                str(FOLDER.settings.get("name", "")),
                *("osteon", "registry", "register", "hospital", "clinic", "klinik", "klinikum"),
                *("tumour", "tumor", "oncology", "onkologie", "password", "passwort"),
            )
        },
    },
]
ACCOUNT_ADAPTER = "osteon.web.access.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_ADAPTER = "osteon.web.access.adapters.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = provider_settings(FOLDER)
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
MFA_ADAPTER = "osteon.web.access.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = str(FOLDER.settings.get("name", "Osteon"))
OSTEON_SECOND_FACTOR = bool(FOLDER.settings.get("second_factor", False))

# Five wrong passwords close a name for a quarter of an hour, from wherever they come.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
# It wants the address too; but a whole hospital has one, and a name is enough.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "access/locked.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Sessions: half an hour without work ends one, ten hours do in any case.
OSTEON_SESSION_IDLE = timedelta(minutes=30)
OSTEON_SESSION_LENGTH = timedelta(hours=10)
SESSION_COOKIE_AGE = int(OSTEON_SESSION_LENGTH.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "osteon.web.access.views.csrf_failure"

# What one account may send and take in a minute, and how large a request may be.
OSTEON_LIMITS = {"writes": 240, "downloads": 30}
OSTEON_LARGEST_REQUEST = 104 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 2
FILE_UPLOAD_PERMISSIONS = 0o600

# What a browser may do with a page: nothing that does not come from here.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "form-action": ["'self'", *provider_origin(FOLDER)],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Behind a proxy that ends TLS: everything needs it, and browsers remember.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-osteon-session"
    CSRF_COOKIE_NAME = "__Host-osteon-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-osteon-language"
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in FOLDER.hosts]
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
