"""What a workshop said, brought to a question. A note stays its writer's: taken back there, it is gone here too."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from checklists.models.answers import Answer
from checklists.models.people import Member
from sessions.models import Note


class BorrowedQuerySet(models.QuerySet):
    def showing(self) -> BorrowedQuerySet:
        """Without the notes that were taken back or kept off since."""
        return self.filter(models.Q(note=None) | models.Q(note__state=Note.State.SHOWN))


class Borrowed(models.Model):
    """`note` is empty for what nobody wrote alone (values picked, a list agreed) and once its session was deleted."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="borrowed")
    note = models.ForeignKey(Note, models.SET_NULL, null=True, blank=True, related_name="+")
    said = models.CharField(max_length=2000)
    source = models.CharField(max_length=300)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = BorrowedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["answer", "note"], name="one_note_once_per_answer")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """As its writer has it now; as it was brought, when the session is no more."""
        return self.note.text if self.note else self.said

    def hand_back(self) -> None:
        answer = self.answer
        with transaction.atomic():
            project = answer.project.locked()
            Answer.objects.filter(pk=answer.pk).update(rev=project.raise_rev())
            self.delete()


@receiver(post_save, sender=Note)
def _follow(instance: Note, created: bool, **_: Any) -> None:
    """A note that was changed, taken back or kept off shows so in every plan that has it."""
    if created:
        return
    for borrowed in Borrowed.objects.filter(note=instance).select_related("answer__project"):
        with transaction.atomic():
            if instance.state == Note.State.GONE:
                borrowed.hand_back()
            else:
                project = borrowed.answer.project.locked()
                Answer.objects.filter(pk=borrowed.answer_id).update(rev=project.raise_rev())


@receiver(pre_delete, sender=Note)
def _forget(instance: Note, **_: Any) -> None:
    """What its writer took back never comes to light again when the session is deleted."""
    if instance.state != Note.State.SHOWN:
        Borrowed.objects.filter(note=instance).delete()
    else:
        Borrowed.objects.filter(note=instance).update(said=instance.text)
