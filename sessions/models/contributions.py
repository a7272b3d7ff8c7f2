"""What people put into a step. Rows hold an author key, never a participant, and no time of day."""

import secrets

from django.db import models

from sessions.models.people import Table
from sessions.models.session import LiveSession, SessionStep


class StepRow(models.Model):
    """A row of a step: stamped with the revision that changed it last; a row that goes stays as an empty tombstone."""

    step = models.ForeignKey(SessionStep, on_delete=models.CASCADE, related_name="%(class)ss")
    table = models.ForeignKey(Table, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=32, blank=True)
    rev = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True


class Theme(StepRow):
    """A group of notes with a name."""

    title = models.CharField(max_length=60)
    zone = models.CharField(max_length=120, blank=True)
    gone = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["step", "rev"], name="theme_step_rev")]

    def __str__(self) -> str:
        return f"theme {self.pk}"


class Note(StepRow):
    class State(models.TextChoices):
        SHOWN = "shown"
        HELD = "held"  # waits for the facilitator
        KEPT_OFF = "kept_off"  # the facilitator kept it off the screen; its writer may change the words
        GONE = "gone"  # taken back or removed: the text is erased

    zone = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=2000)
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes")
    name = models.CharField(max_length=40, blank=True)
    proxy = models.BooleanField(default=False)
    judged_rev = models.PositiveBigIntegerField(
        default=0, help_text="when the facilitator last put it up or kept it off"
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["step", "rev"], name="note_step_rev"),
            models.Index(fields=["step", "author"], name="note_step_author"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"

    def take_back(self, rev: int) -> None:
        """Erases the words; an empty tombstone stays, so that every screen learns that the note went."""
        from sessions.models.afterwards import forget_note

        self.text, self.name, self.state, self.theme, self.rev = "", "", self.State.GONE, None, rev
        self.save(update_fields=["text", "name", "state", "theme", "rev"])
        forget_note(self)

    def judge(self, state: str, rev: int) -> None:
        """The facilitator puts the note up or keeps it off."""
        self.state, self.rev, self.judged_rev = state, rev, rev
        self.save(update_fields=["state", "rev", "judged_rev"])


class Answer(StepRow):
    """One person's answer to one item: a placement, a pick, a vote. The constraint is "one person, one vote"."""

    item = models.CharField(max_length=120)
    value = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=2000, blank=True)
    proxy = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["step", "author", "item"], name="one_answer_each")]
        indexes = [models.Index(fields=["step", "rev"], name="answer_step_rev")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class PrivateEntry(models.Model):
    """Sealed with a key that only the person's phone can make (`sessions.secrets`)."""

    step = models.ForeignKey(SessionStep, on_delete=models.CASCADE, related_name="entries")
    author = models.CharField(max_length=32)
    field = models.CharField(max_length=120)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "author", "field"], name="one_private_entry_each")]

    def __str__(self) -> str:
        return f"private entry {self.pk}"


class Receipt(models.Model):
    """What was answered to a write, by the id the phone made for it: the same write again gets the same answer."""

    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="receipts")
    client_id = models.CharField(max_length=40)
    answer = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "client_id"], name="one_receipt_per_write")]

    def __str__(self) -> str:
        return f"receipt {self.pk}"


def cut_links(step: SessionStep, rev: int) -> None:
    """Makes an anonymous step's rows nobody's: an author key for each row alone, a new order, one revision for all.

    What was taken back or cleared goes altogether. Nobody can take a row back after this, because nobody can be told to be its writer.
    """
    for rows in (Answer.objects.filter(step=step), Note.objects.filter(step=step)):
        kept = [row for row in rows if (row.value if isinstance(row, Answer) else row.text)]
        secrets.SystemRandom().shuffle(kept)
        rows.delete()
        for row in kept:
            row.pk, row.author, row.rev, row.table = None, secrets.token_hex(16), rev, None
            row.save(force_insert=True)
