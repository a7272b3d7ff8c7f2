from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class CoprodConfig(AppConfig):
    name = "coprod"
    verbose_name = "Coprod"
    default = True


class StaticFiles(StaticFilesConfig):
    """Leaves out what we never load; one of htmx's extensions names a module that hashing cannot find."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "django_htmx/ext/*",
        "django_htmx/htmax-*",
        "django_htmx/htmx-4*",
    ]
