"""All settings, read from the environment; the defaults run a workshop from one laptop.

Every variable starts with COPROD_ and is listed in README.md under "Host it".
"""

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from coprod import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("COPROD_VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # nobody else on this machine reads what people wrote


def place(fresh: Path, path: Path) -> None:
    """Whole, or not at all; never over one that is there, where the disk can tell."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # a memory stick, which knows no links
        fresh.replace(path)


def local_secret() -> str:
    """The key of this installation, made once and kept beside the database. Of several servers that start at once, one makes it."""
    from django.core.management.utils import get_random_secret_key

    path = VAR_DIR / "secret_key"
    if not path.exists():
        fresh = VAR_DIR / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        try:
            fresh.write_text(get_random_secret_key())
            with suppress(FileExistsError):
                place(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
    return path.read_text().strip()


DEBUG = env.switch("COPROD_DEBUG")
SECRET_KEY = env.text("COPROD_SECRET_KEY") or local_secret()
SITE_URL = env.site("COPROD_SITE_URL")
BEHIND_HTTPS = env.https("COPROD_HTTPS", SITE_URL)
# `manage.py serve` adds this machine's own addresses; a hosted site names its domain here. Never "*": it would
# also make the websocket's Origin check accept any site.
ALLOWED_HOSTS = env.hosts(
    "COPROD_ALLOWED_HOSTS", [urlsplit(SITE_URL).hostname or ""] if SITE_URL else ["localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env.origins("COPROD_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "coprod.apps.StaticFiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "coprod",
    "activities",
    "sessions",
    "checklists",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "coprod.policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "coprod.urls"
ASGI_APPLICATION = "coprod.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # A kind's templates name their own path: "kinds/ladder/stage.html".
        "DIRS": [BASE_DIR / "templates", BASE_DIR / "activities"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "checklists.context.projects",
            ],
        },
    },
]

DATABASES = {"default": env.database("COPROD_DATABASE_URL", VAR_DIR / "coprod.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        # Sixteen writers that read first and write later lock each other out without IMMEDIATE.
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=20000;"
            "PRAGMA secure_delete=ON;PRAGMA foreign_keys=ON;"
        ),
    }
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
# Pages are answered in threads that stay (coprod/pages.py), so a connection serves one request after another.
DATABASES["default"]["CONN_MAX_AGE"] = 300
DATABASES["default"]["CONN_HEALTH_CHECKS"] = DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3"
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("COPROD_REDIS_URL")
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
        if REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}}
    )
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "sesame.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "join"
SESAME_ONE_TIME = True
SESAME_MAX_AGE = 60 * 60 * 24
# A whole room shares one address, so tries are counted for a name and an address together, never the address alone.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
# In the cache, for as long as a lock lasts: the database and its backups would keep each visitor's address.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
SILENCED_SYSTEM_CHECKS = ["axes.W001"]  # the cache in memory is one process's own; without Redis there is one process
AXES_COOLOFF_TIME = 0.25
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"

SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# A laptop on a LAN speaks plain HTTP, where browsers ignore this header and say so in the console.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if BEHIND_HTTPS else None
X_FRAME_OPTIONS = "SAMEORIGIN"
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],  # and the sockets of this host (coprod/policy.py)
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LANGUAGE_CODE = "en-gb"
# A language is listed once its catalogue is there (CONTRIBUTING.md): a page must not say it is in Welsh when it is not.
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "coprod.formats"
TIME_ZONE = env.time_zone("COPROD_TIME_ZONE", "Europe/London")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *((f"kinds/{folder.parent.name}", folder) for folder in sorted((BASE_DIR / "activities/kinds").glob("*/static"))),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "coprod.staticfiles.HashedStaticFiles"
        )
    },
}
MEDIA_ROOT = VAR_DIR / "media"

vars().update(env.mail("COPROD_EMAIL_URL"))
EMAIL_TIMEOUT = 20
# Without a mail server, or an address that links can begin with, people are written to by hand.
SENDS_MAIL = bool(env.text("COPROD_EMAIL_URL") and SITE_URL)
DEFAULT_FROM_EMAIL = env.text("COPROD_FROM_EMAIL", f"coprod@{urlsplit(SITE_URL).hostname or 'localhost'}")

# What people may keep and for how long; the date is shown on every phone.
KEEP_DAYS = env.days("COPROD_KEEP_DAYS", 30)
# Whether anybody may start a workbook of their own at /alone/. A facilitator's link for it works either way.
ALONE = env.switch("COPROD_ALONE", default=not SITE_URL)
# The support card of people who work alone: "who: what to know, number", with "|" between two of them.
SUPPORT = env.text("COPROD_SUPPORT").replace("|", "\n")

# Logs say what happened, never to whom: no addresses (a link may be all that opens a page), nobody's words.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "coprod.logs.NoWords", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_address": {"()": "coprod.logs.NoAddress"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_address"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "coprod": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # Answered with 400; strangers who knock on every door would fill the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "axes": {"level": "ERROR"},
    },
}
