"""Every setting of an installation. Each one an operator may choose is listed in docs/settings.md.

Three kinds of installation are told apart. Production is the default and does not start without
SECRET_KEY and ALLOWED_HOSTS. LOCAL_MODE serves only the machine it runs on, over plain http, and
is otherwise what production is. DEBUG shows developers the traceback of an error.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.environment import (
    LOOPBACK_HOSTS,
    env,
    flag,
    folder,
    kept_secret,
    text,
    whole_number,
    whole_numbers,
    words,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# --- What kind of installation this is ---------------------------------------------------------

DEBUG = flag("DEBUG", default=False)
LOCAL_MODE = flag("LOCAL_MODE", default=DEBUG)
DATA_DIR = folder("DATA_DIR", default=BASE_DIR / "var", base=BASE_DIR)

ALLOWED_HOSTS = words("ALLOWED_HOSTS", default=LOOPBACK_HOSTS if LOCAL_MODE else ())
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set. Name the hosts this installation answers to, separated by "
        "commas (ALLOWED_HOSTS=archive.example.org), or set LOCAL_MODE=1 to serve only this "
        "machine. docs/settings.md lists every setting."
    )
if LOCAL_MODE and not set(ALLOWED_HOSTS) <= set(LOOPBACK_HOSTS):
    raise ImproperlyConfigured(
        "LOCAL_MODE serves only the machine it runs on, so ALLOWED_HOSTS may name no host but "
        f"{', '.join(LOOPBACK_HOSTS)}. Unset LOCAL_MODE and DEBUG to serve others."
    )

SECRET_KEY = text("SECRET_KEY")
if not SECRET_KEY and LOCAL_MODE:
    SECRET_KEY = kept_secret(DATA_DIR / "secret.key")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Give a long random text in SECRET_KEY, or the path of a file that "
        "holds one in SECRET_KEY_FILE, for example from: "
        'python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
    )
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")

# --- The institution ---------------------------------------------------------------------------

SITE_NAME = text("SITE_NAME", default="Open Record")
INITIATIVE_NAME = text("INITIATIVE_NAME", default="Failure to Prevent")
INSTITUTION_NAME = text("INSTITUTION_NAME")
CONTACT_EMAIL = text("CONTACT_EMAIL")
# Where the site is reached, for letters that are sent without a request: https://archive.example
SITE_URL = text("SITE_URL").rstrip("/")
REFERENCE_PREFIX = text("REFERENCE_PREFIX", default="FTP")

LANGUAGE_CODE = "en"
# The address decides which is shown (collections_app/languages.py). The desks are in English.
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = text("TIME_ZONE", default="UTC")

# --- Rooms -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "briefingbooks",
    "declassification",
    "oralhistory",
    "collections_app",
    "adminsortable2",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "collections_app.admin_site.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "collections_app.compression.CompressPages",
    "collections_app.languages.LanguageOfAddress",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # What stands above is said of kept pages too; what stands below makes the others.
    "collections_app.revalidation.Revalidate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "collections_app.accounts.SecondFactorMiddleware",
    "collections_app.visits.AnswerWithdrawn",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "collections_app.context.institution",
                "collections_app.context.languages",
            ],
        },
    },
]

# --- Database ----------------------------------------------------------------------------------

SQLITE_BUSY_SECONDS, VERSIONED = 20, "collections_app.versioned_database"


def database() -> dict[str, Any]:
    """Return the connection that DATABASE_URL names; without one, SQLite in DATA_DIR."""
    url = text("DATABASE_URL")
    if not url:
        return sqlite({"NAME": DATA_DIR / "db.sqlite3"})
    config: dict[str, Any] = env.db_url_config(url)
    if "sqlite" in config["ENGINE"]:
        return sqlite(config)
    if "postgresql" not in config["ENGINE"]:
        raise ImproperlyConfigured("DATABASE_URL names neither PostgreSQL nor SQLite.")
    return postgresql(config | {"ENGINE": f"{VERSIONED}.postgresql"})


def sqlite(config: dict[str, Any]) -> dict[str, Any]:
    """Return a connection on which readers and one writer wait for each other, not fail."""
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": SQLITE_BUSY_SECONDS,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON;",
    }
    # Kept, as a new one reads the whole schema first.
    engine = {"ENGINE": f"{VERSIONED}.sqlite", "CONN_MAX_AGE": seconds_kept()}
    return config | engine | {"OPTIONS": options}


def postgresql(config: dict[str, Any]) -> dict[str, Any]:
    """Return a connection that is kept between requests, by a pool where one is asked for."""
    if flag("DATABASE_POOL", default=False):
        most = whole_number("DATABASE_POOL_SIZE", default=10, least=1)
        options = config.get("OPTIONS", {}) | {"pool": {"min_size": 1, "max_size": most}}
        return config | {"OPTIONS": options, "CONN_MAX_AGE": 0}
    return config | {"CONN_MAX_AGE": seconds_kept(), "CONN_HEALTH_CHECKS": True}


def seconds_kept() -> int:
    """Return how long a connection is kept for the next request."""
    return whole_number("DATABASE_KEEP_SECONDS", default=60)


DATABASES = {"default": database()}

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# --- Pages kept as bytes -----------------------------------------------------------------------

# None while somebody works on templates, which are then read anew at each request.
KEPT_PAGES_MEGABYTES = whole_number("KEPT_PAGES_MEGABYTES", default=0 if DEBUG else 64)
KEEP_COUNTS = True

# --- Bytes -------------------------------------------------------------------------------------

# No storage has an address: every file leaves through the guarded view.
FILES_DIR = DATA_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = folder("STATIC_ROOT", default=DATA_DIR / "static", base=BASE_DIR)
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_STORAGE = "django.core.files.storage.FileSystemStorage"
MANIFEST_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
PLAIN_STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"

STORAGES: dict[str, dict[str, Any]] = {
    name: {"BACKEND": FILE_STORAGE, "OPTIONS": {"location": FILES_DIR / place, "base_url": None}}
    for name, place in {
        "default": "other",
        "private": "private",
        "derivatives": "derivatives",
        "editions": "editions",
    }.items()
}
STORAGES["staticfiles"] = {
    "BACKEND": PLAIN_STATIC_STORAGE if DEBUG else MANIFEST_STORAGE,
    "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
}

MEGABYTE = 1024 * 1024
MAX_UPLOAD_BYTES = whole_number("MAX_UPLOAD_BYTES", default=200 * MEGABYTE, least=1)
MAX_IMAGE_PIXELS = whole_number("MAX_IMAGE_PIXELS", default=100_000_000, least=1)
FILE_UPLOAD_MAX_MEMORY_SIZE = whole_number("UPLOAD_MEMORY_BYTES", default=MEGABYTE * 5 // 2)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "collections_app.upload_limit.LimitedUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = text("UPLOAD_TEMP_DIR") or None
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = whole_number("MAX_FORM_BYTES", default=10 * MEGABYTE, least=1)
# A book of 400 entries edited on one page sends about 6,000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = whole_number("MAX_FORM_FIELDS", default=10_000, least=1)
DATA_UPLOAD_MAX_NUMBER_FILES = whole_number("MAX_FORM_FILES", default=100, least=1)

# --- Work that goes on after the answer --------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TASKS_IN_PROCESS = flag("TASKS_IN_PROCESS", default=True)

# --- Reading by machine ------------------------------------------------------------------------

OCR = flag("OCR", default=True)
OCR_LANGUAGES = words("OCR_LANGUAGES", default=("en", "fr"))

# --- What the program asks of others -----------------------------------------------------------

# Beside 80 and 443. Which hosts are asked is no setting: those of the public network alone.
LINK_CHECK_PORTS = whole_numbers("LINK_CHECK_PORTS", least=1, most=65535)

# Who asked for access to an interview is forgotten so long after it was refused or ended.
ACCESS_REQUESTS_KEPT_DAYS = whole_number("ACCESS_REQUESTS_KEPT_DAYS", default=365, least=1)

# What readers wrote in reports of errors is erased so long after the decision.
ERROR_REPORTS_KEPT_DAYS = whole_number("ERROR_REPORTS_KEPT_DAYS", default=180, least=1)

# Questions to the API in one minute from one address. A list has up to 200 records to a page.
API_QUESTIONS_A_MINUTE = whole_number("API_QUESTIONS_A_MINUTE", default=300, least=1)

# --- What browsers are told --------------------------------------------------------------------

SELF, NONE = "'self'", "'none'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
_NOT_ASKED_FOR = """
    accelerometer autoplay browsing-topics camera display-capture encrypted-media
    geolocation gyroscope magnetometer microphone midi payment usb xr-spatial-tracking
"""
PERMISSIONS_POLICY: dict[str, list[str]] = {
    **{name: [] for name in _NOT_ASKED_FOR.split()},
    "fullscreen": ["self"],
}

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SECURE_COOKIES = flag("SECURE_COOKIES", default=not LOCAL_MODE)
SECURE_SSL_REDIRECT = flag("REDIRECT_TO_HTTPS", default=SECURE_COOKIES)
SECURE_HSTS_SECONDS = whole_number("HSTS_SECONDS", default=31_536_000 if SECURE_COOKIES else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = flag("HSTS_PRELOAD", default=False)
# The preload list takes whole domains and takes months to leave: an institution's own decision.
SILENCED_SYSTEM_CHECKS = [] if SECURE_HSTS_PRELOAD else ["security.W021"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if flag("TRUST_FORWARDED_PROTO", default=False) else None
)
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = whole_number("SESSION_HOURS", default=12, least=1) * 3600

# --- People of the house -----------------------------------------------------------------------

AUTH_USER_MODEL = "collections_app.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATORS}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

ACCOUNT_ADAPTER = "collections_app.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("TRUSTED_PROXIES", default=0)

REQUIRE_STAFF_MFA = flag("REQUIRE_STAFF_MFA", default=not LOCAL_MODE)
MFA_ADAPTER = "collections_app.accounts.EncryptingMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
# Addresses are entered by an administrator of the house, who vouches for them.
MFA_ALLOW_UNVERIFIED_EMAIL = True

AXES_FAILURE_LIMIT = whole_number("LOGIN_TRIES", default=5, least=1)
AXES_COOLOFF_TIME = timedelta(minutes=whole_number("LOGIN_LOCKOUT_MINUTES", default=15, least=1))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "collections_app.accounts.throttled_name"
AXES_CLIENT_IP_CALLABLE = "collections_app.accounts.client_address"
AXES_LOCKOUT_CALLABLE = "collections_app.accounts.locked_out"
AXES_VERBOSE = False

# --- Letters and logs --------------------------------------------------------------------------

EMAIL = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"] or "localhost", EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("FROM_EMAIL", default="open-record@localhost")
ADMINS = [(address, address) for address in words("ADMIN_EMAILS")]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "collections_app.secret_addresses.WithoutSecretAddresses"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["stderr"], "level": text("LOG_LEVEL", default="WARNING").upper()},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Any stranger can send a wrong host name, as often as they like; the answer is 400.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
