import pytest
from django.contrib.auth.models import User
from django.core.cache import cache


@pytest.fixture(autouse=True)
def quick_and_forgetful(settings):
    """Passwords without the deliberate slowness, and no failed sign-in that another test remembers."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def sam(db) -> User:
    """A facilitator with a password."""
    return User.objects.create_user("sam", password="three brown herons", first_name="Sam")


@pytest.fixture
def newcomer(db) -> User:
    """A facilitator who has a link and nothing else."""
    return User.objects.create_user("robin", first_name="Robin")
