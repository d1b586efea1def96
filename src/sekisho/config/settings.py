"""The one settings module: Django's names filled from the typed environment; tests override."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sekisho.adapters.channels import parse_mailbox, parse_smtp_url
from sekisho.adapters.vault import read_key_file
from sekisho.config.compiled import place_kernels
from sekisho.config.databases import database_entry
from sekisho.config.env import WrongSetting, environment
from sekisho.config.ports import fill_ports
from sekisho.config.returns import check_returns
from sekisho.kernel.errors import Invalid, Unreadable

fill_ports()
_env = environment()
_source = Path(__file__).resolve().parent.parent

SEKISHO_DATA = _env.path("SEKISHO_DATA")
SEKISHO_KEY_FILE = _env.path("SEKISHO_KEY_FILE")
place_kernels(SEKISHO_DATA)
SEKISHO_BASE_URL = _env.url("SEKISHO_BASE_URL")
SEKISHO_PORT = _env.whole("SEKISHO_PORT", least=1, most=65535)
SEKISHO_BIND = _env.text("SEKISHO_BIND")
SEKISHO_SMTP_URL = _env.secret("SEKISHO_SMTP_URL")
SEKISHO_MAIL_FROM = _env.text("SEKISHO_MAIL_FROM")
SEKISHO_MAILBOX_URL = _env.secret("SEKISHO_MAILBOX_URL")
SEKISHO_MAILBOX_MINUTES = _env.whole("SEKISHO_MAILBOX_MINUTES", least=1, most=1440)
SEKISHO_RETURN_ADDRESS = _env.text("SEKISHO_RETURN_ADDRESS")
SEKISHO_BOUNCE_WEBHOOK_SECRET = _env.secret("SEKISHO_BOUNCE_WEBHOOK_SECRET")
SEKISHO_UPLOAD_LIMIT_MB = _env.whole("SEKISHO_UPLOAD_LIMIT_MB", least=1, most=1024)
SEKISHO_EVIDENCE_LIMIT_MB = _env.whole("SEKISHO_EVIDENCE_LIMIT_MB", least=1, most=200)
SEKISHO_ACCEPT_MONTHS = _env.whole("SEKISHO_ACCEPT_MONTHS", least=1, most=60)
SEKISHO_FOLLOW_UP_AHEAD_DAYS = _env.whole("SEKISHO_FOLLOW_UP_AHEAD_DAYS", least=0, most=60)
SEKISHO_FOLLOW_UP_EVERY_DAYS = _env.whole("SEKISHO_FOLLOW_UP_EVERY_DAYS", least=1, most=60)
SEKISHO_FOLLOW_UP_TIMES = _env.whole("SEKISHO_FOLLOW_UP_TIMES", least=0, most=20)

if SEKISHO_KEY_FILE.parent == SEKISHO_DATA or SEKISHO_DATA in SEKISHO_KEY_FILE.parents:
    raise WrongSetting(
        "SEKISHO_KEY_FILE lies inside SEKISHO_DATA. Keep the keys in another folder."
    )
try:
    SEKISHO_KEYRING = read_key_file(SEKISHO_KEY_FILE)
except Unreadable as error:
    raise WrongSetting(
        f"The key file {SEKISHO_KEY_FILE} cannot be read. `sekisho prepare` makes one for a new "
        "installation; for an existing one put its own key file back."
    ) from error

try:
    if SEKISHO_SMTP_URL:
        parse_smtp_url(SEKISHO_SMTP_URL)
except Invalid as error:  # the address holds a password, so the sentence does not repeat it
    raise WrongSetting(
        "SEKISHO_SMTP_URL must look like smtp+starttls://user:password@mail.example.co.jp:587, "
        "with smtp://, smtps:// or smtp+starttls:// in front."
    ) from error
try:
    parse_mailbox(SEKISHO_MAIL_FROM)
except Invalid as error:
    raise WrongSetting(
        f"SEKISHO_MAIL_FROM is {SEKISHO_MAIL_FROM!r}, but it must be a mail address such as "
        "sekisho@example.co.jp."
    ) from error
check_returns(SEKISHO_MAILBOX_URL, SEKISHO_RETURN_ADDRESS, SEKISHO_BOUNCE_WEBHOOK_SECRET)

DEBUG = _env.flag("SEKISHO_DEBUG")
SECRET_KEY = SEKISHO_KEYRING.web.hex()
ALLOWED_HOSTS = [
    "*"
]  # SEKISHO_BASE_URL decides what a letter names; no page trusts the Host header
USE_X_FORWARDED_HOST = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "sekisho.ui",
    "sekisho.apps.audit",
    "sekisho.apps.work",
    "sekisho.apps.organisations",
    "sekisho.apps.accounts",
    "sekisho.apps.mail",
    "sekisho.apps.partners",
    "sekisho.apps.measures",
    "sekisho.apps.asks",
    "sekisho.apps.fairness",
    "sekisho.apps.editor",
    "sekisho.apps.answering",
    "sekisho.apps.reminders",
    "sekisho.apps.workbooks",
    "sekisho.apps.papers",
    "sekisho.apps.reports",
    "sekisho.apps.sharing",
    "sekisho.apps.inventory",
    "sekisho.apps.observing",
    "sekisho.apps.chain",
    "sekisho.apps.alerts",
    "sekisho.apps.keeping",
    "sekisho.apps.rules",
    "sekisho.apps.portal",
    "sekisho.apps.home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sekisho.ui.language.LanguageMiddleware",
    "sekisho.ui.bodies.BodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sekisho.apps.accounts.web.ActorMiddleware",
    "sekisho.ui.problems.ProblemMiddleware",
]

ROOT_URLCONF = "sekisho.config.urls"
WSGI_APPLICATION = "sekisho.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database_entry(_env.text("SEKISHO_DATABASE_URL"), data_folder=SEKISHO_DATA)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sekisho_cache",
    }
}

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sekisho.ui.slots.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "sekisho.ui.templatetags.kit",
                "sekisho.ui.templatetags.still",
            ],
        },
    },
    # Parts that a page draws many times: a tenth of the work (docs/adr/0011).
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "sekisho.ui.compiled.environment", "autoescape": True},
    },
]
FORM_RENDERER = "sekisho.ui.forms.KitRenderer"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "sekisho.apps.accounts.web.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody's mailbox is filled by typing addresses here
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "5/m/ip,3/h/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "check_letter": "20/10m/ip",  # a person types one number, or mistypes it a few times
}
MFA_ADAPTER = "sekisho.apps.accounts.web.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Sekisho"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator has vouched for the address
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

SESSION_ENGINE = "sekisho.apps.accounts.web.sessions"
SESSION_COOKIE_NAME = "sekisho_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SEKISHO_BASE_URL.startswith("https://")
CSRF_COOKIE_NAME = "sekisho_csrf"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_FAILURE_VIEW = "sekisho.ui.problems.csrf_failed"
CSRF_TRUSTED_ORIGINS = [SEKISHO_BASE_URL] if SEKISHO_BASE_URL else []
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers would send "Origin: null" with our own forms, which CSRF refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SILENCED_SYSTEM_CHECKS = ["security.W001"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 300  # workbooks: 100 are read, the page names the first of the rest
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_TEMP_DIR = None

LANGUAGE_CODE = _env.choice("SEKISHO_LANGUAGE")
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = _env.zone("SEKISHO_TIME_ZONE")

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "mail"],
    }
}

EMAIL_BACKEND = "sekisho.apps.mail.jobs.ConfiguredBackend"
DEFAULT_FROM_EMAIL = SEKISHO_MAIL_FROM

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"tokens": {"()": "sekisho.config.logs.TokenFilter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # These name paths; the filter stands at the logger, so that every handler gets the clean line.
    "loggers": {
        "django.request": {"filters": ["tokens"]},
        "django.security.csrf": {"filters": ["tokens"]},
        "django.server": {
            "handlers": ["stderr"],
            "level": "INFO",
            "propagate": False,
            "filters": ["tokens"],
        },
    },
}
