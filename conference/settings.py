"""One settings file for every installation; what differs between them comes from environment variables, read here
and nowhere else (docs/operations.md lists them). DEBUG is off everywhere: the demo is a switch of its own."""

import contextlib
import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from conference import env

BASE_DIR = Path(__file__).resolve().parent.parent
# Everything that changes while the program runs lives in this one folder.
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
# Where the cut faces of the printed programme are kept; they can be cut again at any time.
FONT_DIR = Path(env.text("FONT_DIR", str(DATA_DIR / "fonts")))

DEBUG = False
DEMO = env.flag("DEMO")


def own_secret_key() -> str:
    """A key made once for this installation and kept in the data folder, readable by its owner only."""
    place = DATA_DIR / "secret-key"
    if not place.exists():
        draft = DATA_DIR / f"secret-key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode=0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        # A link appears whole or not at all: processes that start together agree on the first one's key.
        with contextlib.suppress(FileExistsError):
            place.hardlink_to(draft)
        draft.unlink()
    return place.read_text(encoding="ascii")


DATABASE_URL = env.text("DATABASE_URL")
REDIS_URL = env.text("REDIS_URL")

SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
SECRET_KEY_IS_OWN = not SECRET_KEY
if SECRET_KEY_IS_OWN:
    if DATABASE_URL and not DEMO:
        raise ImproperlyConfigured(
            "SECRET_KEY must be set where DATABASE_URL is: every web and worker process signs with the same key."
        )
    SECRET_KEY = own_secret_key()

PORT = env.number("PORT", 8000, least=1)
SITE_URL = env.web_address("SITE_URL", f"http://127.0.0.1:{PORT}")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [
    *dict.fromkeys(["localhost", "127.0.0.1", "[::1]", env.host_of(SITE_URL)])
]
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS") or (
    [SITE_URL] if SITE_URL.startswith("https://") else []
)
HTTPS = SITE_URL.startswith("https://")
WEB_CONCURRENCY = env.number("WEB_CONCURRENCY", 2, least=1)

INSTALLED_APPS = [
    "conference.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "programme",
    "registration",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "registration.middleware.KeptForGoingBack",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "programme.middleware.LanguageOfTheAddress",
    "django.middleware.common.CommonMiddleware",
    "programme.middleware.RefusedMethods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "programme.middleware.MovedEvents",
]

ROOT_URLCONF = "conference.urls"
WSGI_APPLICATION = "conference.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "programme.User"

FORM_RENDERER = "conference.rendering.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "programme.context.site",
            ],
        },
    }
]

# ------------------------------------------------------------------ database

DATABASES: dict[str, dict[str, object]] = {
    "default": env.database("DATABASE_URL")
    or {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "db.sqlite3"}
}
_database = DATABASES["default"]
_database_options: dict[str, object] = dict(_database.get("OPTIONS") or {})  # type: ignore[call-overload]
if "sqlite" in str(_database["ENGINE"]):
    # With Django's defaults racing writers fail with "database is locked"; IMMEDIATE makes the transaction the lock.
    _database_options |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
elif env.flag("DATABASE_POOL", default=True):
    # The pool needs connections that are not kept by Django itself.
    _database_options["pool"] = {
        "min_size": 1,
        "max_size": env.number("DATABASE_POOL_SIZE", 8, least=1),
        "timeout": 10,
    }
    _database["CONN_MAX_AGE"] = 0
if "postgresql" in str(_database["ENGINE"]):
    _database_options.setdefault("connect_timeout", 5)
_database["OPTIONS"] = _database_options

# ------------------------------------------------------------------ language and time

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "conference" / "locale"]
FORMAT_MODULE_PATH = ["conference.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

# ------------------------------------------------------------------ staff

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

# ------------------------------------------------------------------ static files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
# Collected files get names with a hash in them; runserver and a folder without a collection serve them as they lie.
COLLECTED = (STATIC_ROOT / "staticfiles.json").exists() and "runserver" not in sys.argv
WHITENOISE_USE_FINDERS = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if COLLECTED or env.flag("COLLECT_STATIC")
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

# ------------------------------------------------------------------ mail

MAIL_DIR = DATA_DIR / "mail"
_mail_server = env.mail_server("EMAIL_URL")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if _mail_server
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_HOST = _mail_server.get("EMAIL_HOST", "")
EMAIL_PORT = _mail_server.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _mail_server.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _mail_server.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = _mail_server.get("EMAIL_USE_SSL", False)
EMAIL_USE_TLS = _mail_server.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 15
# A worker has a mail to itself for so long: longer than a mail server is waited for, all its answers together.
MAIL_LEASE = timedelta(minutes=5)
EMAIL_FILE_PATH = MAIL_DIR
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "tilmelding@example.org")

# ------------------------------------------------------------------ queue

if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        # A silent broker must not hold a web request.
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        # Nor must a refused one: kombu would try for more than two seconds. The worker's own patience is not this.
        "max_retries": 0,
        "visibility_timeout": 600,
    }
else:
    BROKER_DIR = DATA_DIR / "broker"
    for _folder in ("queue", "processed", "control"):
        (BROKER_DIR / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "conference.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Copenhagen"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# Written by a worker that has begun to take tasks.
WORKER_READY = DATA_DIR / "worker-ready"
# Work is a row in the database; the queue only rings. The sweep finds whatever was not rung for.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "send owed mails": {"task": "registration.tasks.sweep", "schedule": 20.0},
    "move waiting lists": {"task": "registration.tasks.move_waiting_lists", "schedule": 30.0},
    "make missing programmes": {"task": "programme.tasks.sweep", "schedule": 60.0},
    "mail the day's hand-overs": {
        "task": "registration.tasks.daily_notices",
        "schedule": crontab(hour=7, minute=0),
    },
    # More often than it is needed, since a host that was away is to catch up the same day.
    "remind those who have something to do": {
        "task": "registration.tasks.remind",
        "schedule": crontab(minute="*/10"),
    },
    "delete what is past its time": {
        "task": "registration.tasks.delete_expired",
        "schedule": crontab(hour=3, minute=15),
    },
}

# ------------------------------------------------------------------ cache

CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# ------------------------------------------------------------------ forms

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
# A programme of three hundred rows; a list of a hundred people.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000

# ------------------------------------------------------------------ security

CSRF_FAILURE_VIEW = "registration.views.edge.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS and env.flag("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^sundhed$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# A municipality's other addresses are not ours to bind.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.flag("HSTS_SUBDOMAINS")
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# ------------------------------------------------------------------ what the pages say of the installation

# Empty: a name of ours, in the language of the reader.
SITE_NAME = env.text("SITE_NAME", "")
ACCESSIBILITY_STATEMENT_URL = env.web_address("ACCESSIBILITY_STATEMENT_URL")
CONTACT_EMAIL = env.text("CONTACT_EMAIL", DEFAULT_FROM_EMAIL)

# ------------------------------------------------------------------ log

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "registration.log.MaskedFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO").upper()},
    # Django gives its own logger a handler that is silent without DEBUG; everything goes to the root instead.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # Printing tells every step.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
