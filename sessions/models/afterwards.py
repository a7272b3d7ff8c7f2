"""What comes after the day: who asked to hear from the organisers, how promises went, and what was done about what people said."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions import erasure
from sessions.models.contributions import Note
from sessions.models.session import LiveSession, SessionStep


def long_token() -> str:
    """For links that are all one needs: 256 bits, so that none can be guessed."""
    return secrets.token_urlsafe(32)


class ContactQuerySet(models.QuerySet["Contact"]):
    def asks(self) -> "ContactQuerySet":
        return self.filter(purpose=Contact.Purpose.ASK)

    def news(self) -> "ContactQuerySet":
        return self.filter(purpose=Contact.Purpose.NEWS)

    def unsent(self) -> "ContactQuerySet":
        return self.filter(sent_on=None, due_on__isnull=False).exclude(sealed=b"")

    def due(self) -> "ContactQuerySet":
        return self.unsent().filter(due_on__lte=timezone.localdate())

    def over(self) -> "ContactQuerySet":
        return self.filter(until__lte=timezone.localdate())


class Contact(models.Model):
    """An address that somebody left for one purpose, with a consent and a last day of its own.

    It outlives the session's date of deletion, since its owner asked for that. It leads to one promise at the most, to no
    participant and to nothing else that its owner wrote; `owner` is a key that only their phone can make again, in no other row.
    """

    class Purpose(models.TextChoices):
        ASK = "ask"  # how did it go with the one thing you would do
        NEWS = "news"  # what came of what people said

    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="contacts")
    purpose = models.CharField(max_length=10, choices=Purpose)
    step = models.ForeignKey(SessionStep, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts")
    owner = models.CharField(max_length=32, blank=True)
    sealed = models.BinaryField(help_text="the address, sealed with this installation's key; empty once it was erased")
    token = models.CharField(max_length=64, unique=True, default=long_token)
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField(
        null=True, blank=True, help_text="when to write next; nothing while there is nothing to say"
    )
    sent_on = models.DateField(null=True, blank=True)
    trouble = models.BooleanField(default=False, help_text="the mail server did not take it")
    shown = models.BooleanField(
        default=False, help_text="an organiser had its address and link: an answer stands beside no promise"
    )
    until = models.DateField(help_text="the row goes on this day, whatever happened")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "until", "token"]  # never in the order in which they came
        constraints = [
            models.UniqueConstraint(
                fields=["session", "purpose", "owner"], condition=~Q(owner=""), name="one_contact_each"
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def asked(self) -> bool:
        """Whether its owner has been written to, or will be by somebody who has the list: only then is there a question to answer."""
        return bool(self.sent_on or self.shown)


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def told(self) -> "OutcomeQuerySet":
        """Of promises that are still up, and of those on paper or told by hand."""
        return self.filter(Q(note=None) | Q(note__state=Note.State.SHOWN))


class Outcome(models.Model):
    """How it went with a promise, as its writer said it later. Holds no address and no key; paper has no note."""

    class How(models.TextChoices):
        DID = "did", _("I did it")
        PARTLY = "partly", _("I did a part of it")
        NOT_YET = "not-yet", _("Not yet")
        CHANGED = "changed", _("It changed into something else")

    step = models.ForeignKey(SessionStep, on_delete=models.CASCADE, related_name="outcomes")
    note = models.OneToOneField(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="outcome")
    contact = models.OneToOneField(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="outcome")
    how = models.CharField(max_length=10, choices=How)
    text = models.CharField(max_length=500, blank=True)
    text_off = models.BooleanField(default=False, help_text="the organiser leaves these words out of the report")

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["note_id", "id"]

    def __str__(self) -> str:
        return f"outcome {self.pk}"

    @property
    def told_text(self) -> str:
        """Their words as the report tells them."""
        return "" if self.text_off else self.text


class Response(models.Model):
    """You said, we did: what the organiser answers to a note."""

    class State(models.TextChoices):
        DONE = "done", _("Done")
        UNDER_WAY = "under-way", _("Under way")
        THINKING = "thinking", _("Still thinking")
        NO = "no", _("Not possible")

    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="response")
    state = models.CharField(max_length=10, choices=State)
    text = models.CharField(max_length=1000, blank=True)
    day = models.DateField(null=True, blank=True)
    news = models.BooleanField(default=True, help_text="people have not been told of it as it is now")

    class Meta:
        ordering = ["note_id"]

    def __str__(self) -> str:
        return f"response {self.pk}"


class DidPage(models.Model):
    """The page that anybody with its link may read: what people said, and what was done."""

    session = models.OneToOneField(LiveSession, on_delete=models.CASCADE, related_name="did_page")
    token = models.CharField(max_length=64, unique=True, default=long_token)
    up = models.BooleanField(default=False)
    told_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"page {self.pk}"


def forget_note(note: Note) -> None:
    """A note that was taken back is asked about no more, and what was said of it later goes too."""
    contacts = Contact.objects.filter(note=note)
    if contacts.exists():
        contacts.delete()
        erasure.owe()
    Outcome.objects.filter(note=note).delete()
    Response.objects.filter(note=note).delete()
