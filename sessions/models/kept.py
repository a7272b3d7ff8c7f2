"""Pages that people keep on their own link, past the session they were written in."""

from django.db import models


class KeptPage(models.Model):
    """One page, sealed with a key that only its owner's link can make (`sessions.kept`), and the day it goes.

    It points to no session, step or person, and two pages of one person share nothing: `locator` is an HMAC of the secret and
    the page's place on their shelf.
    """

    locator = models.CharField(max_length=32, primary_key=True)
    sealed = models.BinaryField()
    keep_until = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"kept until {self.keep_until}"
