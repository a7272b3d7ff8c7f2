"""Who talks with whom: pairs (and a three, where the number is odd), and the words that pass between partners."""

from django.db import models

from activities.kinds.base import MARKS
from sessions.models.people import Table
from sessions.models.session import LiveSession, SessionStep


class Pair(models.Model):
    """Two or three people who work together. They find each other by a sign, so that nobody needs a name.

    Members are `Participant.pair`; each sees only what was passed since they came (`Participant.paired_rev`).
    """

    session = models.ForeignKey(LiveSession, on_delete=models.CASCADE, related_name="pairs")
    table = models.ForeignKey(Table, null=True, blank=True, on_delete=models.SET_NULL, related_name="pairs")
    mark = models.CharField(max_length=10, choices=[(mark, mark) for mark in MARKS])
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "mark", "number"], name="pair_sign_in_session")]

    def __str__(self) -> str:
        return f"{self.mark} {self.number}"


class PairWord(models.Model):
    """A line that one partner passed to the other. It stands apart from notes, so that no other screen, report or export meets it.

    Like a note it holds an author key and no participant, and of its text a sealed copy for each of the pair, that person's to open.
    Each of the pair may take it away, and then it is gone.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="words")
    step = models.ForeignKey(SessionStep, on_delete=models.CASCADE, related_name="pair_words")
    author = models.CharField(max_length=32)
    sealed = models.JSONField(help_text="a copy for each of the pair, as base64")
    rev = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"pair word {self.pk}"
