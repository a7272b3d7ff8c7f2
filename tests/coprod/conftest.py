import pytest
from django.contrib.auth.models import User


@pytest.fixture(autouse=True)
def quick_and_plain(settings):
    """Static files without a collected manifest; passwords without the deliberate slowness."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def sam(db) -> User:
    """A facilitator with a password."""
    return User.objects.create_user("sam", password="three brown herons", first_name="Sam")


@pytest.fixture
def newcomer(db) -> User:
    """A facilitator who has a link and nothing else."""
    return User.objects.create_user("robin", first_name="Robin")
