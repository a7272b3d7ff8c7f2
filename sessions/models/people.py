"""Who is in the room: participants without accounts, tables, and private signals to the facilitator."""

from django.db import models
from django.utils import timezone

from sessions.models.session import LiveSession, SessionStep


class Table(models.Model):
    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField()
    scribe = models.ForeignKey(
        "Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="who holds the pen, while one person writes for the table",
    )  # fmt: skip

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="table_number_in_session")]

    def __str__(self) -> str:
        return str(self.number)


class Participant(models.Model):
    """A phone (or a proxy seat) in the room. Holds no contact and no time finer than a day.

    Nothing here points to what the person wrote: notes and answers stand under author keys (`sessions.secrets`).
    """

    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveIntegerField(help_text="Phone 1, Phone 2 … in the order of joining")
    digest = models.CharField(max_length=64)
    public_key = models.BinaryField(
        default=bytes, help_text="partners seal lines with it; only their secret opens them"
    )
    name = models.CharField(max_length=40, blank=True)
    table = models.ForeignKey(Table, null=True, blank=True, on_delete=models.SET_NULL, related_name="participants")
    pair = models.ForeignKey("Pair", null=True, blank=True, on_delete=models.SET_NULL, related_name="people")
    paired_rev = models.PositiveBigIntegerField(default=0, help_text="when they came to their pair")
    alone = models.BooleanField(default=False, help_text="would rather work without a partner; nobody is told")
    proxy = models.BooleanField(default=False)
    no_phone = models.BooleanField(default=False, help_text="a seat that the facilitator writes for")
    removed = models.BooleanField(default=False)
    rev = models.PositiveBigIntegerField(default=0)
    joined_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "digest"], name="participant_digest_in_session"),
            models.UniqueConstraint(fields=["session", "number"], name="participant_number_in_session"),
        ]

    def __str__(self) -> str:
        return f"Phone {self.number}"


class Host(models.Model):
    """Somebody who stays at a table while the others move on, in one step; no table when they move on again."""

    step = models.ForeignKey(SessionStep, on_delete=models.CASCADE, related_name="hosts")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(Table, null=True, on_delete=models.SET_NULL, related_name="+")
    rev = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "participant"], name="one_host_row_each")]

    def __str__(self) -> str:
        return f"host {self.pk}"


class Signal(models.Model):
    """I need a break, help, or more time: only the facilitator sees it."""

    class What(models.TextChoices):
        BREAK = "break"
        HELP = "help"
        TIME = "time"

    class State(models.TextChoices):
        SENT = "sent"
        SEEN = "seen"
        GOING = "going"
        OVER = "over"

    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="signals")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="signals")
    what = models.CharField(max_length=10, choices=What)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    sent_at = models.DateTimeField(default=timezone.now)
    rev = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.what)
